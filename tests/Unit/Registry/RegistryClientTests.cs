using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ContainerGuard.Images;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;
using static ContainerGuard.Tests.Unit.Registry.StubRegistry;

namespace ContainerGuard.Tests.Unit.Registry;

public class RegistryClientTests
{
    private static readonly TestImage Amd64 = TestImage.Create("linux/amd64", """
        {
            "User": "1654", "ExposedPorts": {"8080/tcp": {}, "443/tcp": {}}, "Env": ["PATH=/usr/bin", "APP_UID=1654"],
            "Entrypoint": ["/usr/bin/dumb-init", "--"], "Cmd": ["node"], "WorkingDir": "/app", "Healthcheck": {"Test": ["CMD", "true"]}
        }
        """);

    private static readonly TestImage Arm64 = TestImage.Create("linux/arm64/v8");
    private static readonly TestImage Index = TestImage.CreateIndex(docker: false, Arm64, Amd64);

    [Fact]
    public async Task An_index_is_resolved_to_its_own_digest_with_every_platform_and_the_facts_of_linux_amd64()
    {
        var stub = new StubRegistry().With("dotnet/aspnet", "10.0", Index);
        using var client = stub.Client();

        var image = await client.Resolve("mcr.microsoft.com/dotnet/aspnet:10.0");

        image.Digest.ToString().ShouldBe(Index.Digest);
        image.MediaType.ShouldBe("application/vnd.oci.image.index.v1+json");
        image.Platforms.Select(p => $"{p.Key}={p.Value}").ShouldBe([$"linux/amd64={Amd64.Digest}", $"linux/arm64={Arm64.Digest}"]);
        image.Config!.User.ShouldBe("1654");
        image.Config.ExposedPorts.ShouldBe(["443/tcp", "8080/tcp"]);
        image.Config.Environment.ShouldBe(["APP_UID", "PATH"]);
        image.Config.Entrypoint.ShouldBe(["/usr/bin/dumb-init", "--"]);
        image.Config.Command.ShouldBe(["node"]);
        image.Config.WorkingDirectory.ShouldBe("/app");
        image.Config.HasHealthCheck.ShouldBeTrue();
        image.Config.Created.ShouldBe("2026-08-11T10:20:30Z");
    }

    [Fact]
    public async Task The_way_is_a_ping_then_the_tag_then_the_image_its_config_and_a_small_layer_for_the_facts()
    {
        var stub = new StubRegistry().With("dotnet/aspnet", "10.0", Index);
        using var client = stub.Client();

        await client.Resolve("mcr.microsoft.com/dotnet/aspnet:10.0");

        stub.Requests.ShouldBe([
            "GET https://mcr.microsoft.com/v2/",
            "GET https://mcr.microsoft.com/v2/dotnet/aspnet/manifests/10.0",
            $"GET https://mcr.microsoft.com/v2/dotnet/aspnet/manifests/{Amd64.Digest}",
            $"GET https://mcr.microsoft.com/v2/dotnet/aspnet/blobs/{TestImage.DigestOf(Amd64.Blobs[0])}",
            $"GET https://mcr.microsoft.com/v2/dotnet/aspnet/blobs/{TestImage.DigestOf(Amd64.Blobs[1])}",
        ]);
    }

    [Fact]
    public async Task Every_manifest_type_is_accepted_and_compression_declined()
    {
        var stub = new StubRegistry().With("library/node", "24", Index);
        var accepted = new List<string>();
        stub.Override = request =>
        {
            request.Headers.NonValidated["Accept-Encoding"].ToString().ShouldBe("identity");
            if (request.RequestUri!.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal))
            {
                accepted.Add(request.Headers.NonValidated["Accept"].ToString());
            }

            return null;
        };
        using var client = stub.Client();

        await client.Resolve("node:24");

        accepted.ShouldAllBe(accept =>
            accept.Contains("vnd.oci.image.index.v1+json") && accept.Contains("vnd.oci.image.manifest.v1+json")
            && accept.Contains("manifest.list.v2+json") && accept.Contains("distribution.manifest.v2+json"));
    }

    [Fact]
    public async Task Docker_Hub_is_asked_at_its_own_host_for_the_whole_repository()
    {
        var stub = new StubRegistry().With("library/node", "latest", Amd64);
        using var client = stub.Client();

        await client.Resolve("node");

        stub.Requests.ShouldContain("GET https://registry-1.docker.io/v2/library/node/manifests/latest");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_single_manifest_takes_its_platform_from_its_config(bool docker)
    {
        var image = TestImage.Create("linux/arm/v7", docker: docker);
        using var client = new StubRegistry().With("library/app", "1", image).Client();

        var resolved = await client.Resolve("app:1");

        resolved.Digest.ToString().ShouldBe(image.Digest);
        resolved.Platforms.Single().ShouldBe(new("linux/arm/v7", ImageDigest.Parse(image.Digest)));
        resolved.MediaType.ShouldBe(image.MediaType);
    }

    [Theory]
    [InlineData("HEAD is not allowed")]
    [InlineData("HEAD is forbidden")]
    [InlineData("no digest header")]
    [InlineData("malformed digest header")]
    [InlineData("digest header that nothing has")]
    public async Task Where_HEAD_does_not_help_the_bytes_of_the_tag_are_hashed(string quirk)
    {
        var stub = new StubRegistry().With("library/app", "1", Amd64);
        stub.Override = request =>
        {
            if (!request.RequestUri!.AbsolutePath.EndsWith("/manifests/1", StringComparison.Ordinal))
            {
                return null;
            }

            var body = Encoding.UTF8.GetString(Amd64.Manifest);
            return (quirk, request.Method.Method) switch
            {
                ("HEAD is not allowed", "HEAD") => Answer(HttpStatusCode.MethodNotAllowed),
                ("HEAD is forbidden", "HEAD") => Answer(HttpStatusCode.Forbidden),
                ("malformed digest header", _) =>
                    Answer(HttpStatusCode.OK, body, Amd64.MediaType, ("Docker-Content-Digest", Amd64.Digest["sha256:".Length..])),
                ("digest header that nothing has", _) =>
                    Answer(HttpStatusCode.OK, body, Amd64.MediaType, ("Docker-Content-Digest", "sha256:" + new string('0', 64))),
                _ => Answer(HttpStatusCode.OK, body, Amd64.MediaType),
            };
        };
        using var client = stub.Client();

        (await client.Resolve("app:1")).Digest.ToString().ShouldBe(Amd64.Digest);
        (await client.GetDigestAsync(ImageReference.Parse("app:1"), TestContext.Current.CancellationToken)).ToString()
            .ShouldBe(quirk == "digest header that nothing has" ? "sha256:" + new string('0', 64) : Amd64.Digest);
    }

    [Fact]
    public async Task Bytes_that_arrive_changed_are_not_believed_where_the_registry_has_those_it_names()
    {
        var stub = new StubRegistry().With("library/app", "1", Amd64);
        stub.Override = request => request.RequestUri!.AbsolutePath.EndsWith("/manifests/1", StringComparison.Ordinal)
            ? Answer(
                HttpStatusCode.OK, Encoding.UTF8.GetString(Amd64.Manifest) + " ", Amd64.MediaType, ("Docker-Content-Digest", Amd64.Digest))
            : null;
        using var client = stub.Client();

        (await client.Resolve("app:1")).Digest.ToString().ShouldBe(Amd64.Digest);
    }

    [Fact]
    public async Task A_digest_header_of_another_image_is_not_believed_where_the_registry_has_the_bytes_that_it_sent()
    {
        var stub = new StubRegistry().With("library/app", "1", Amd64).With("library/app", "2", Arm64);
        stub.Override = request => request.RequestUri!.AbsolutePath.EndsWith("/manifests/1", StringComparison.Ordinal)
            ? Answer(HttpStatusCode.OK, Encoding.UTF8.GetString(Amd64.Manifest), Amd64.MediaType, ("Docker-Content-Digest", Arm64.Digest))
            : null;
        using var client = stub.Client();

        (await client.Resolve("app:1")).Digest.ToString().ShouldBe(Amd64.Digest);
    }

    [Fact]
    public async Task By_digest_other_bytes_are_a_hard_error()
    {
        var stub = new StubRegistry().With("library/app", "1", Amd64);
        stub.Override = request => request.RequestUri!.AbsolutePath.EndsWith(Amd64.Digest, StringComparison.Ordinal)
            ? Answer(HttpStatusCode.OK, Encoding.UTF8.GetString(Amd64.Manifest) + " ", Amd64.MediaType)
            : null;
        using var client = stub.Client();

        var failure = await client.ShouldFail($"app:1@{Amd64.Digest}", RegistryProblemKind.InvalidResponse);

        failure.Message.ShouldContain($"do not match the digest {Amd64.Digest}");
    }

    [Fact]
    public async Task The_config_is_verified_as_well()
    {
        var stub = new StubRegistry().With("library/app", "1", Amd64);
        stub.Override = request => request.RequestUri!.AbsolutePath.Contains("/blobs/", StringComparison.Ordinal)
            ? Answer(HttpStatusCode.OK, """{"config":{"User":"1654"}}""")
            : null;
        using var client = stub.Client();

        await client.ShouldFail("app:1", RegistryProblemKind.InvalidResponse);
    }

    [Fact]
    public async Task A_reference_with_a_digest_is_not_looked_up_by_its_tag()
    {
        var stub = new StubRegistry().With("library/app", "1", Amd64);
        using var client = stub.Client();

        (await client.Resolve($"app:9@{Amd64.Digest}")).Digest.ToString().ShouldBe(Amd64.Digest);

        stub.Requests.ShouldNotContain(r => r.StartsWith("HEAD", StringComparison.Ordinal) || r.Contains("/9"));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("application/json; charset=utf-8")]
    public async Task The_document_is_believed_before_its_content_type(string contentType)
    {
        var plain = TestImage.Create(withMediaType: false);
        var stub = new StubRegistry().With("library/app", "1", plain);
        stub.Override = request => request.RequestUri!.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal)
            ? Answer(HttpStatusCode.OK, Encoding.UTF8.GetString(plain.Manifest), contentType, ("Docker-Content-Digest", plain.Digest))
            : null;
        using var client = stub.Client();

        (await client.Resolve("app:1")).MediaType.ShouldBe("application/vnd.oci.image.manifest.v1+json");
    }

    [Theory]
    [InlineData(
        """{"schemaVersion":1,"fsLayers":[],"history":[]}""", "application/vnd.docker.distribution.manifest.v1+prettyjws", "schema 1")]
    [InlineData("""{"schemaVersion":1,"fsLayers":[]}""", "application/json", "schema 1")]
    [InlineData("<html></html>", "text/html", "not a JSON object")]
    [InlineData("[]", "application/json", "not a JSON object")]
    [InlineData("{\"mediaType\":\"\\ud800\"}", "application/json", "not Unicode")]
    [InlineData("""{"hello":"world"}""", "application/json", "neither an image manifest nor an image index")]
    [InlineData("""{"manifests":[{"digest":"oops"}]}""", "application/json", "no algorithm")]
    public async Task What_is_no_manifest_is_said_to_be_none(string body, string contentType, string words)
    {
        var stub = new StubRegistry();
        stub.Override = request => request.RequestUri!.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal)
            ? Answer(HttpStatusCode.OK, body, contentType)
            : null;
        using var client = stub.Client();

        (await client.ShouldFail("app:1", RegistryProblemKind.InvalidResponse)).Message.ShouldContain(words);
    }

    [Fact]
    public async Task An_artifact_that_is_no_container_image_has_a_digest_and_no_facts()
    {
        const string Chart =
            """{"schemaVersion":2,"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"layers":[]}""";
        var stub = new StubRegistry();
        stub.Override = request => request.RequestUri!.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal)
            ? Answer(HttpStatusCode.OK, Chart)
            : null;
        using var client = stub.Client();

        var resolved = await client.Resolve("charts/app:1");

        resolved.Digest.ShouldBe(ImageDigest.Of(Encoding.UTF8.GetBytes(Chart)));
        resolved.Config.ShouldBeNull();
        resolved.Platforms.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_not_read()
    {
        var stub = new StubRegistry();
        stub.Override = request => request.RequestUri!.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal)
            ? Answer(HttpStatusCode.OK, new string(' ', (4 * 1024 * 1024) + 1))
            : null;
        using var client = stub.Client();

        (await client.ShouldFail("app:1", RegistryProblemKind.InvalidResponse)).Message.ShouldContain("larger than 4096 KiB");
    }

    [Fact]
    public async Task A_compressed_answer_is_refused()
    {
        var stub = new StubRegistry();
        stub.Override = request => request.Method == HttpMethod.Get
            && request.RequestUri!.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal)
            ? Answer(HttpStatusCode.OK, "x", headers: ("Content-Encoding", "gzip"))
            : null;
        using var client = stub.Client();

        (await client.ShouldFail("app:1", RegistryProblemKind.InvalidResponse)).Message.ShouldContain("compressed (gzip)");
    }

    [Theory]
    [InlineData(404, nameof(RegistryProblemKind.NotFound), "manifest unknown (MANIFEST_UNKNOWN)")]
    [InlineData(401, nameof(RegistryProblemKind.Unauthorized), "docker login")]
    [InlineData(403, nameof(RegistryProblemKind.Unauthorized), "docker login")]
    [InlineData(500, nameof(RegistryProblemKind.ServerError), "could not be verified")]
    [InlineData(418, nameof(RegistryProblemKind.InvalidResponse), "container registry")]
    public async Task An_error_answer_is_told_with_host_request_status_reason_and_remedy(int status, string kind, string words)
    {
        var stub = new StubRegistry();
        stub.Override = request => request.RequestUri!.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal)
            ? Answer((HttpStatusCode)status, """{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}""")
            : null;
        using var client = stub.Client();

        var failure = await client.ShouldFail("quay.io/a/app:1", Enum.Parse<RegistryProblemKind>(kind));

        failure.Host.ShouldBe("quay.io");
        failure.Status.ShouldBe(status);
        failure.Request.ShouldBe("GET https://quay.io/v2/a/app/manifests/1");
        failure.Message.ShouldStartWith($"quay.io answered {status} ");
        (failure.Message + " " + failure.Remedy).ShouldContain(words);
    }

    [Fact]
    public async Task Twenty_images_of_one_registry_ping_it_once_and_a_registry_that_is_down_is_waited_for_once()
    {
        var stub = new StubRegistry { Override = _ => Answer(HttpStatusCode.BadGateway) };
        using var client = stub.Client();

        var failures = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => client.ShouldFail($"quay.io/a/app:{i}", RegistryProblemKind.ServerError)));

        failures.ShouldAllBe(f => f.Request == "GET https://quay.io/v2/");
        stub.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Twenty_images_take_as_many_round_trips_as_one()
    {
        const int Images = 20;
        var stub = new StubRegistry();
        for (var i = 0; i < Images; i++) stub.With($"a/app{i}", "1", TestImage.Create(salt: $"{i}"));
        var steps = new ConcurrentDictionary<string, (int[] Asked, TaskCompletionSource All)>();
        stub.OverrideAsync = async (request, cancellationToken) =>
        {
            // Nobody gets an answer before all have asked.
            if (request.RequestUri!.Segments is not [.., var kind, _] || kind is "v2/" or "/") return null;
            var (asked, all) = steps.GetOrAdd(kind, static _ => (new int[1], new(TaskCreationOptions.RunContinuationsAsynchronously)));
            if (Interlocked.Increment(ref asked[0]) == Images) all.SetResult();
            await all.Task.WaitAsync(cancellationToken);
            return null;
        };
        using var client = stub.Client(o => o with { AttemptTimeout = TimeSpan.FromSeconds(5), Retries = 0 });

        await Task.WhenAll(Enumerable.Range(0, Images).Select(i => client.Resolve($"quay.io/a/app{i}:1")));

        steps.Keys.Order().ShouldBe(["blobs/", "manifests/"]);
    }

    [Fact]
    public async Task No_more_requests_than_allowed_are_under_way_at_one_host()
    {
        var stub = new StubRegistry();
        for (var i = 0; i < 30; i++)
        {
            stub.With("a/app", $"{i}", TestImage.Create(salt: $"{i}"));
        }

        var (now, most) = (0, 0);
        stub.OverrideAsync = async (_, cancellationToken) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(5, cancellationToken);
            Interlocked.Decrement(ref now);
            return null;
        };
        using var client = stub.Client(o => o with { RequestsPerHost = 3 });

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => client.Resolve($"quay.io/a/app:{i}")));

        most.ShouldBe(3);
    }
}
