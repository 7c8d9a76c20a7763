using System.IO.Compression;
using System.Text;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Downloads;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Advisories.Downloads;

/// <summary>CISA's catalogue and the scores of EPSS on loopback: what is downloaded when, and what hostile data does.</summary>
public sealed class RatingsTests : IDisposable
{
    internal const string Catalogue = """
        {"title":"CISA Catalog","catalogVersion":"2026.08.20","dateReleased":"2026-08-20T17:00:00.0Z","count":1,"vulnerabilities":[
          {"cveID":"CVE-2026-1000","vendorProject":"Contoso","dateAdded":"2026-08-20","cwes":["CWE-79"]}]}
        """;

    internal const string Scores = "#model_version:v2026.03.14,score_date:2026-08-21T12:55:00Z\ncve,epss,percentile\n"
        + "CVE-2026-1000,0.94432,0.99967\nCVE-2026-2000,2.3e-04,0.05\n";

    private readonly TemporaryDirectory _folder = new();
    private readonly OsvBucketServer _server = new();
    private readonly List<string> _problems = [];

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("kev", "KEV", "2026-08-20")]
    [InlineData("epss", "EPSS", "2026-08-21")]
    public async Task Without_a_change_nothing_is_downloaded_again(string type, string index, string day)
    {
        Serve(type, type == "kev" ? Encoding.UTF8.GetBytes(Catalogue) : Packed(Scores));

        var table = await Read(type);
        table.Find(index, "CVE-2026-1000")!.ShouldHaveSingleItem();
        table.Find(index, "CVE-2026-3000").ShouldBeEmpty();
        table.Sources.ShouldHaveSingleItem().ShouldBe(new AdvisorySource($"{_server.Address}{type}", day));
        _server.Forget();

        (await Read(type)).Find(index, "CVE-2026-1000")!.ShouldHaveSingleItem();
        _server.Requests.ShouldBe([$"/{type} 304"]);
        _server.Sent.ShouldBe(0);
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Scores_can_be_a_plain_file_and_have_exponents()
    {
        Serve("epss", Encoding.UTF8.GetBytes(Scores.Replace("\n", "\r\n", StringComparison.Ordinal)));

        var ratings = new VulnerabilityRatings(() => Read("epss").GetAwaiter().GetResult(), ["EPSS"]);

        ratings.Rate(Row("GHSA-1", "CVE-2026-1000", "CVE-2026-2000")).Epss.ShouldBe(0.94432m);
        ratings.Rate(Row("CVE-2026-2000")).Epss.ShouldBe(0.00023m);
        ratings.Rate(Row("CVE-2026-3000")).Epss.ShouldBeNull();
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public void Data_is_read_only_for_a_vulnerability_with_a_CVE()
    {
        var reads = 0;
        var ratings = new VulnerabilityRatings(() =>
        {
            reads++;
            return new AdvisoryTable();
        }, ["KEV"]);

        ratings.Rate(Row("GHSA-1", "DSA-5720-1", "CVE-2026-", "CVE-x-1000")).IsExploited.ShouldBeFalse();
        reads.ShouldBe(0);
        ratings.IsIncomplete.ShouldBeFalse();

        ratings.Rate(Row("GHSA-1", "CVE-2026-1000"));
        ratings.Rate(Row("CVE-2026-2000"));
        reads.ShouldBe(1);
        ratings.IsIncomplete.ShouldBeTrue();
    }

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "kev", "<html>", "the catalogue of exploited vulnerabilities is not valid JSON" },
        { "kev", "{}", "the list \"vulnerabilities\" is missing" },
        { "kev", "{\"vulnerabilities\":[{\"cveID\":\"../../etc/passwd\"}]}", "an entry does not have the identifier of a CVE" },
        { "kev", "{\"vulnerabilities\":{}}", "a list is expected" },
        { "kev", "nested", "the catalogue of exploited vulnerabilities is not valid JSON" },
        { "epss", "<html>", "the line 'cve,epss,percentile' is missing" },
        { "epss", "", "the line 'cve,epss,percentile' is missing" },
        { "epss", "cve,epss,percentile\nCVE-2026-1000,7,0.5\n", "line 2 of the scores is not valid: 'CVE-2026-1000,7,0.5'" },
        { "epss", "cve,epss,percentile\nCVE-2026-1000,-0.1,0.5\n", "line 2 of the scores is not valid: 'CVE-2026-1000,-0.1,0.5'" },
        { "epss", "cve,epss,percentile\nCVE-2026-1000,NaN,0.5\n", "line 2 of the scores is not valid: 'CVE-2026-1000,NaN,0.5'" },
        { "epss", "cve,epss,percentile\nCVE-2026-1000\n", "line 2 of the scores is not valid: 'CVE-2026-1000'" },
        { "epss", "cve,epss,percentile\n../secret,0.1,0.5\n", "line 2 of the scores is not valid: '../secret,0.1,0.5'" },
        { "epss", "a line without an end", "line 2 of the scores has more than 512 bytes" },
        { "epss", "cut off", "its gzip data is " },
        { "epss", "bomb", "it unpacks to more than 100 times its size, and to more than 64 MB" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task Hostile_data_is_one_problem_and_what_was_known_counts(string type, string text, string expected)
    {
        var known = type == "kev" ? Encoding.UTF8.GetBytes(Catalogue) : Packed(Scores);
        Serve(type, known);
        await Read(type);
        Serve(type, text switch
        {
            "nested" => Encoding.UTF8.GetBytes($"{{\"x\":{new string('[', 100_000)}"),
            "a line without an end" => Encoding.UTF8.GetBytes("cve,epss,percentile\n" + new string('a', 1 << 20)),
            "cut off" => Packed(Scores)[..^8],
            "bomb" => Packed("cve,epss,percentile\n" + new string('\n', 80 << 20)),
            _ => Encoding.UTF8.GetBytes(text),
        });

        var table = await Read(type);

        table.Find(type.ToUpperInvariant(), "CVE-2026-1000")!.ShouldHaveSingleItem();
        _problems.ShouldHaveSingleItem().ShouldStartWith(expected);
    }

    private static Advisory Row(string id, params string[] aliases) =>
        new() { Id = id, Aliases = aliases, Ecosystem = "npm", Package = "a" };

    internal static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private void Serve(string type, byte[] content) => _server.Set($"/{type}", content);

    private async Task<AdvisoryTable> Read(string type)
    {
        var table = new AdvisoryTable();
        using var reader = new SourceReader(
            new RegistryOptions { Retries = 0 }, IndexFolder.Open(_folder.Path), TimeProvider.System,
            problem => _problems.Add(problem.Message));
        var source = DataSource.Parse($"{_server.Address}{type}", type, static path => path)!;
        await reader.ReadAsync(source, [], table, TestContext.Current.CancellationToken);
        return table;
    }
}
