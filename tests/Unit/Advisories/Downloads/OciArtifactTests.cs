using System.Text;
using System.Text.Json.Nodes;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Downloads;
using ContainerGuard.Images;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Advisories.Downloads;

/// <summary>Records of OSV as an artifact in a real registry: what is downloaded when, and what hostile artifacts do.</summary>
public sealed class OciArtifactTests : IAsyncLifetime
{
    private const string Record = """
        {"id":"GHSA-1","modified":"2026-08-20T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"a"},
         "ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.0.0"}]}]}]}
        """;

    private readonly TemporaryDirectory _folder = new();
    private readonly List<AdvisoryException> _problems = [];
    private RegistryServer _registry = null!;

    public async ValueTask InitializeAsync() => _registry = await RegistryServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("tar")]
    [InlineData("a record")]
    [InlineData("all")]
    public async Task Layers_are_archives_of_records_or_single_records(string form)
    {
        await Push(form switch
        {
            "zip" => [OsvBucketServer.Zip(("GHSA-1.json", Record))],
            "tar" => [TestImage.Layer(("records/GHSA-1.json", Record), ("readme.md", "text"))],
            "a record" => [Encoding.UTF8.GetBytes("\n" + Record)],
            _ => [
                OsvBucketServer.Zip(("x.json", Other("GHSA-2"))), Encoding.UTF8.GetBytes(Record),
                TestImage.Layer(("y.json", Other("GHSA-3"))),
            ],
        });

        var table = await Read();

        _problems.ShouldBeEmpty();
        table.Find("npm", "a")!.Select(static row => row.Id).Order().ShouldBe(form == "all" ? ["GHSA-1", "GHSA-2", "GHSA-3"] : ["GHSA-1"]);
        table.Sources.ShouldHaveSingleItem()
            .ShouldBe(new AdvisorySource($"oci://{_registry.Authority}/security/advisories:latest", "2026-08-20"));
    }

    [Fact]
    public async Task Without_another_digest_nothing_is_downloaded_again()
    {
        await Push([OsvBucketServer.Zip(("GHSA-1.json", Record))]);
        await Read();
        var before = _registry.Requests.Count;

        (await Read()).Find("npm", "a")!.ShouldHaveSingleItem();

        _registry.Requests.Skip(before).Where(static line => !line.EndsWith("/v2/", StringComparison.Ordinal))
            .ShouldBe(["HEAD /v2/security/advisories/manifests/latest"]);

        await Push([OsvBucketServer.Zip(("GHSA-2.json", Other("GHSA-2")))]);
        (await Read()).Find("npm", "a")!.ShouldHaveSingleItem().Id.ShouldBe("GHSA-2");
    }

    [Fact]
    public async Task A_digest_in_the_address_needs_no_request_once_it_is_known()
    {
        var digest = await Push([OsvBucketServer.Zip(("GHSA-1.json", Record))]);
        await Read($"oci://{_registry.Authority}/security/advisories@{digest}");
        var before = _registry.Requests.Count;

        (await Read($"oci://{_registry.Authority}/security/advisories@{digest}")).Find("npm", "a")!.ShouldHaveSingleItem();

        _registry.Requests.Count.ShouldBe(before);
    }

    [Fact]
    public async Task The_artifact_comes_from_the_mirror_of_its_registry()
    {
        await Push([OsvBucketServer.Zip(("GHSA-1.json", Record))]);
        ImageMirrors.TryCreate([("registry.example.com", $"{_registry.Authority}")], out var mirrors, out _).ShouldBeTrue();

        var table = await Read("oci://registry.example.com/security/advisories:latest", mirrors);

        table.Find("npm", "a")!.ShouldHaveSingleItem();
        table.Sources.ShouldHaveSingleItem().Name.ShouldBe("oci://registry.example.com/security/advisories:latest");
    }

    [Fact]
    public async Task A_registry_that_requires_a_login_gets_the_credentials_of_its_host()
    {
        await using var registry = await RegistryServer.StartAsync(new RegistryServerOptions { RequirePassword = true });
        await registry.PushAsync("security/advisories", "latest", TestImage.Create(layers: [OsvBucketServer.Zip(("GHSA-1.json", Record))]));
        var address = $"oci://{registry.Authority}/security/advisories:latest";

        (await Read(address)).Find("npm", "a").ShouldBeNull();
        _problems.ShouldHaveSingleItem().Message.ShouldContain("401");
        var table = await Read(address, credential: new NamedCredential(registry.Authority, RegistryServer.Username, null, "TOKEN"));

        table.Find("npm", "a")!.ShouldHaveSingleItem();
        _problems.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_artifact_that_does_not_exist_is_one_problem_and_what_was_known_counts()
    {
        await Read();
        var problem = _problems.ShouldHaveSingleItem();
        problem.Message.ShouldContain("404");
        problem.Remedy.ShouldBe("Check the image's name and tag.");
        _problems.Clear();

        await Push([OsvBucketServer.Zip(("GHSA-1.json", Record))]);
        await Read();
        await _registry.DisposeAsync();

        (await Read()).Find("npm", "a")!.ShouldHaveSingleItem();
        _problems.ShouldHaveSingleItem().Message.ShouldContain("could not be reached");
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "no archive", "it is not a tar archive" },
        { "a zip cut off", "it is not a complete zip file" },
        { "a zip bomb", "it unpacks to more than 100 times its size" },
        { "a tar bomb", "it unpacks to more than 100 times its size, and to more than 64 MB" },
        { "a large record", "it has a record of more than 16 MB" },
        { "a nested record", "1 record was skipped: it is not a record of OSV" },
        { "an index", "it is an index of several images" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task A_hostile_artifact_is_one_problem(string kind, string expected)
    {
        var zeros = new string(' ', 15 << 20);
        if (kind == "an index")
        {
            await _registry.PushAsync("security/advisories", "latest", TestImage.CreateIndex(images: TestImage.Create()));
        }
        else
        {
            await Push([kind switch
            {
                "no archive" => new byte[2000].Select(static _ => (byte)'x').ToArray(),
                "a zip cut off" => OsvBucketServer.Zip(("a.json", Record), ("b.json", Record))[..^30],
                "a zip bomb" => OsvBucketServer.Zip([.. Enumerable.Range(0, 8).Select(i => ($"{i}.json", zeros))]),
                "a tar bomb" => TestImage.Layer([.. Enumerable.Range(0, 8).Select(i => ($"{i}.json", zeros))]),
                "a large record" => TestImage.Layer(("a.json", new string(' ', 17 << 20))),
                _ => OsvBucketServer.Zip(("a.json", new string('[', 100_000))),
            }]);
        }

        (await Read()).Find("npm", "a").ShouldBeNull();

        _problems.ShouldHaveSingleItem().Message.ShouldBe(expected);
    }

    [Theory]
    [InlineData("oci://registry.example.com/security/advisories:latest", "", true)]
    [InlineData("oci://registry.example.com/security/advisories:latest", "oci", true)]
    [InlineData("oci://registry.example.com:5000/advisories", "osv", true)]
    [InlineData("oci://registry.example.com/Security:latest", "", false)]
    [InlineData("oci://registry.example.com/security:latest", "debian", false)]
    [InlineData("https://registry.example.com/security", "oci", false)]
    public void An_address_is_an_artifact_by_its_scheme(string text, string type, bool expected) =>
        (DataSource.Parse(text, type, static path => path)?.Kind == DataSourceKind.Oci).ShouldBe(expected);

    private static string Other(string id)
    {
        var record = JsonNode.Parse(Record)!;
        record["id"] = id;
        return record.ToJsonString();
    }

    private Task<string> Push(IReadOnlyList<byte[]> layers) =>
        _registry.PushAsync("security/advisories", "latest", TestImage.Create(layers: layers));

    private async Task<AdvisoryTable> Read(string? address = null, ImageMirrors? mirrors = null, NamedCredential? credential = null)
    {
        var table = new AdvisoryTable();
        var options = new RegistryOptions
        {
            Retries = 0,
            Keychain = Keychains.FromEnvironment(
                static name => name == "TOKEN" ? RegistryServer.Password : null, credential is null ? [] : [credential]),
        };
        using var reader = new SourceReader(options, IndexFolder.Open(_folder.Path), TimeProvider.System, _problems.Add)
        {
            Mirrors = mirrors ?? ImageMirrors.None,
        };
        var source = DataSource.Parse(address ?? $"oci://{_registry.Authority}/security/advisories:latest", "", static path => path)!;
        await reader.ReadAsync(source, ["npm"], table, TestContext.Current.CancellationToken);
        return table;
    }
}
