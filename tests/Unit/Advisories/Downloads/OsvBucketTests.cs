using System.Text;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Downloads;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Advisories.Downloads;

/// <summary>A bucket of OSV on loopback: what is downloaded when, and what hostile data does.</summary>
public sealed class OsvBucketTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 8, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _folder = new();
    private readonly OsvBucketServer _bucket = new();
    private readonly MovedClock _clock = new(Now);
    private readonly List<string> _problems = [];

    public void Dispose()
    {
        _bucket.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_ecosystem_is_read_as_a_whole_and_without_a_change_it_is_not_downloaded_again()
    {
        _bucket.Vulnerable("Debian:13", "openssl", "DSA-1", "3.0.2").Vulnerable("Debian:12", "openssl", "DSA-2", "3.0.1");

        Ids(await Read("Debian:13"), "Debian:13", "openssl").ShouldBe(["DSA-1"]);
        _bucket.Requests.ShouldBe(["/Debian/all.zip 200", "/Debian/modified_id.csv 200"]);
        _bucket.Forget();

        await Read("Debian:13");
        Ids(await Read("Debian:13"), "Debian:13", "openssl").ShouldBe(["DSA-1"]);
        _bucket.Requests.ShouldBe(["/Debian/modified_id.csv 304", "/Debian/modified_id.csv 304"]);
        _bucket.Sent.ShouldBe(0);
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_changed_records_are_downloaded()
    {
        for (var i = 0; i < 2000; i++) _bucket.Vulnerable("npm", $"package{i}", $"GHSA-{i}", "1.0.0");
        await Read("npm");
        var whole = _bucket.Sent;
        _bucket.Vulnerable("npm", "package7", "GHSA-7", "2.0.0", modified: "2026-08-21T00:00:00Z")
            .Vulnerable("npm", "new", "GHSA-new", "1.0.0", modified: "2026-08-21T01:00:00Z");
        _bucket.Forget();

        var table = await Read("npm");

        table.Find("npm", "package7")!.Single().Ranges.Single().Upper.ShouldBe("2.0.0");
        Ids(table, "npm", "new").ShouldBe(["GHSA-new"]);
        Ids(table, "npm", "package8").ShouldBe(["GHSA-8"]);
        _bucket.Requests.Order().ShouldBe(["/npm/GHSA-7.json 200", "/npm/GHSA-new.json 200", "/npm/modified_id.csv 200"]);
        (_bucket.Sent < whole / 4).ShouldBeTrue($"{_bucket.Sent} of {whole} bytes");
    }

    [Fact]
    public async Task Records_that_vanish_or_change_without_a_new_time_are_found_after_a_week()
    {
        _bucket.Vulnerable("npm", "a", "GHSA-1", "1.0.0").Vulnerable("npm", "b", "GHSA-2", "1.0.0");
        await Read("npm");
        _bucket.Remove("npm", "GHSA-1");
        _bucket.Vulnerable("npm", "b", "GHSA-2", "9.0.0");

        Ids(await Read("npm"), "npm", "a").ShouldBe(["GHSA-1"]);
        _clock.Advance(TimeSpan.FromDays(7));
        var table = await Read("npm");

        table.Find("npm", "a").ShouldBeEmpty();
        table.Find("npm", "b")!.Single().Ranges.Single().Upper.ShouldBe("9.0.0");

        _bucket.Forget();
        _clock.Advance(TimeSpan.FromDays(7));
        await Read("npm");
        _bucket.Requests.ShouldBe(["/npm/all.zip 304"]);
    }

    [Fact]
    public async Task Many_changes_are_read_as_a_whole()
    {
        _bucket.Vulnerable("npm", "a", "GHSA-1", "1.0.0");
        await Read("npm");
        for (var i = 0; i <= OsvBucket.MostChanges; i++)
        {
            _bucket.Vulnerable("npm", $"package{i}", $"GHSA-{i + 10}", "1.0.0", modified: "2026-08-21T00:00:00Z");
        }

        _bucket.Forget();
        Ids(await Read("npm"), "npm", "package3").ShouldBe(["GHSA-13"]);
        _bucket.Requests.ShouldBe(["/npm/modified_id.csv 200", "/npm/all.zip 200", "/npm/modified_id.csv 200"]);
        _bucket.Forget();

        await Read("npm");
        _bucket.Requests.ShouldBe(["/npm/modified_id.csv 304"]);
    }

    [Fact]
    public async Task A_record_that_the_list_has_and_an_older_archive_lacks_is_read_with_the_archive()
    {
        _bucket.Vulnerable("npm", "a", "GHSA-1", "1.0.0");
        _bucket.Set("/npm/all.zip", OsvBucketServer.Zip(("GHSA-1.json", """{"id":"GHSA-1","modified":"2026-08-20T00:00:00Z"}""")));
        _bucket.Vulnerable("npm", "b", "GHSA-2", "1.0.0", modified: "2026-08-21T00:00:00Z");

        Ids(await Read("npm"), "npm", "b").ShouldBe(["GHSA-2"]);
        _bucket.Forget();

        Ids(await Read("npm"), "npm", "b").ShouldBe(["GHSA-2"]);
        _bucket.Requests.ShouldBe(["/npm/modified_id.csv 304"]);
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_does_not_cost_the_records_of_the_archive()
    {
        _bucket.Vulnerable("npm", "a", "GHSA-1", "1.0.0");
        _bucket.Set("/npm/modified_id.csv", "yesterday,GHSA-2\n");

        Ids(await Read("npm"), "npm", "a").ShouldBe(["GHSA-1"]);
        _problems.ShouldBeEmpty();
        _bucket.Forget();

        Ids(await Read("npm"), "npm", "a").ShouldBe(["GHSA-1"]);
        _problems.ShouldHaveSingleItem();
        _bucket.Requests.ShouldBe(["/npm/modified_id.csv 200"]);
    }

    [Fact]
    public async Task A_release_that_was_not_wanted_before_is_read_and_the_others_stay()
    {
        _bucket.Vulnerable("Debian:13", "a", "DSA-1", "1.0").Vulnerable("Debian:12", "a", "DSA-2", "1.0");
        await Read("Debian:13");

        Ids(await Read("Debian:12"), "Debian:12", "a").ShouldBe(["DSA-2"]);
        _bucket.Forget();
        Ids(await Read("Debian:13"), "Debian:13", "a").ShouldBe(["DSA-1"]);
        _bucket.Requests.ShouldBe(["/Debian/modified_id.csv 304"]);
    }

    [Fact]
    public async Task A_release_without_a_record_and_an_ecosystem_that_the_bucket_lacks_are_not_known()
    {
        _bucket.Vulnerable("Debian:13", "a", "DSA-1", "1.0");

        var table = await Read("Debian:99", "Wolfi");

        table.Find("Debian:99", "a").ShouldBeNull();
        table.Find("Wolfi", "a").ShouldBeNull();
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_damaged_file_of_the_cache_is_built_again_from_the_bucket()
    {
        _bucket.Vulnerable("npm", "a", "GHSA-1", "1.0.0");
        await Read("npm");
        var file = Directory.GetFiles(_folder.Combine("advisory-index-1")).Single(static path => new FileInfo(path).Length > 0);
        var content = File.ReadAllBytes(file);
        foreach (var length in new[] { 0, 10, 40, content.Length - 1 })
        {
            File.WriteAllBytes(file, content[..length]);
            Ids(await Read("npm"), "npm", "a").ShouldBe(["GHSA-1"]);
        }

        content[^3] ^= 0x55;
        File.WriteAllBytes(file, content);
        Ids(await Read("npm"), "npm", "a").ShouldBe(["GHSA-1"]);
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_at_once_download_an_ecosystem_once()
    {
        _bucket.Vulnerable("npm", "a", "GHSA-1", "1.0.0");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Read("npm"))));

        _bucket.Requests.Count(static request => request == "/npm/all.zip 200").ShouldBe(1);
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "not a zip", "it is not a complete zip file" },
        { "truncated", "it is not a complete zip file" },
        { "bomb", "it has a record of more than 16 MB" },
        { "ratio", "it unpacks to more than 100 times its size" },
        { "nested", "1 record of npm was skipped: it is not a record of OSV" },
        { "no id", "1 record of npm was skipped: it is not a record of OSV" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task A_hostile_archive_is_one_problem(string kind, string expected)
    {
        var zeros = new string(' ', 15 << 20);
        _bucket.Set("/npm/all.zip", kind switch
        {
            "not a zip" => Encoding.UTF8.GetBytes("<html>"),
            "truncated" => OsvBucketServer.Zip(("a.json", "{\"id\":\"A\"}"), ("b.json", "{\"id\":\"B\"}"))[..^30],
            "bomb" => OsvBucketServer.Zip(("a.json", new string(' ', 17 << 20))),
            "ratio" => OsvBucketServer.Zip([.. Enumerable.Range(0, 8).Select(i => ($"{i}.json", zeros))]),
            "nested" => OsvBucketServer.Zip(("a.json", new string('[', 100_000))),
            _ => OsvBucketServer.Zip(("a.json", "{}")),
        });

        var table = await Read("npm");

        table.Find("npm", "a").ShouldBeNull();
        _problems.ShouldHaveSingleItem().ShouldBe(expected);
    }

    [Theory]
    [InlineData("2026-08-21T00:00:00Z,../../secret", "its list of changes has the invalid line '2026-08-21T00:00:00Z,../../secret'")]
    [InlineData("yesterday,GHSA-2", "its list of changes has the invalid line 'yesterday,GHSA-2'")]
    [InlineData("2099-01-01T00:00:00Z,GHSA-2", "its list of changes has the future time 2099-01-01T00:00:00Z")]
    public async Task A_lying_list_of_changes_is_one_problem_and_what_was_known_counts(string line, string expected)
    {
        _bucket.Vulnerable("npm", "a", "GHSA-1", "1.0.0");
        await Read("npm");
        _bucket.Set("/npm/modified_id.csv", line + "\n");

        Ids(await Read("npm"), "npm", "a").ShouldBe(["GHSA-1"]);
        _problems.ShouldHaveSingleItem().ShouldBe(expected);
    }

    [Fact]
    public async Task A_line_without_an_end_is_one_problem()
    {
        _bucket.Vulnerable("npm", "a", "GHSA-1", "1.0.0");
        await Read("npm");
        _bucket.Set("/npm/modified_id.csv", new string('a', 1 << 20));

        await Read("npm");

        _problems.ShouldHaveSingleItem().ShouldBe("its list of changes has a line of more than 512 bytes");
    }

    [Theory]
    [InlineData("2026-08-21T00:00:00Z,GHSA-2")]
    [InlineData("2026-08-21T00:00:00Z,GHSA-1")]
    public async Task A_list_that_names_a_record_without_a_valid_file_leads_to_a_whole_read(string line)
    {
        _bucket.Vulnerable("npm", "a", "GHSA-1", "1.0.0");
        await Read("npm");
        _bucket.Set("/npm/modified_id.csv", line + "\n");
        _bucket.Set("/npm/GHSA-1.json", "[");
        _bucket.Forget();

        Ids(await Read("npm"), "npm", "a").ShouldBe(["GHSA-1"]);

        _bucket.Requests[^1].ShouldBe("/npm/all.zip 304");
        _problems.ShouldBeEmpty();
    }

    private async Task<AdvisoryTable> Read(params string[] ecosystems)
    {
        var table = new AdvisoryTable();
        using var reader = new SourceReader(
            new RegistryOptions { Retries = 0 }, IndexFolder.Open(_folder.Path), _clock, problem => _problems.Add(problem.Message));
        await reader.ReadAsync(
            new DataSource(DataSourceKind.Osv, new Uri(_bucket.Address)), ecosystems, table, TestContext.Current.CancellationToken);
        return table;
    }

    private static IEnumerable<string> Ids(AdvisoryTable table, string ecosystem, string package) =>
        table.Find(ecosystem, package)!.Select(static row => row.Id);

    private sealed class MovedClock(DateTimeOffset start) : TimeProvider
    {
        private TimeSpan _passed;

        public void Advance(TimeSpan time) => _passed += time;

        public override DateTimeOffset GetUtcNow() => start + _passed;
    }
}
