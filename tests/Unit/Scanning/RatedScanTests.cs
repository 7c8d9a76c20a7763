using System.Text;
using System.Text.Json.Nodes;
using ContainerGuard.Advisories.Locked;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Advisories.Downloads;
using ContainerGuard.Tests.Unit.Tasks;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Scanning;

/// <summary>What is known to be exploited, and how probable that is: it orders findings, and locked data has it.</summary>
public sealed class RatedScanTests : ScanTest
{
    private readonly OsvBucketServer _server = new();

    public RatedScanTests()
    {
        Assets.Direct("A", "1.0.0").Direct("B", "1.0.0").Direct("C", "1.0.0").Direct("D", "1.0.0");
        Vulnerable("A", "GHSA-1", "CVE-2026-3000", "CRITICAL").Vulnerable("B", "GHSA-2", "CVE-2026-2000", "HIGH");
        Vulnerable("C", "GHSA-3", "CVE-2026-1000", "HIGH").Vulnerable("D", "GHSA-4", "CVE-2026-4000", "HIGH");
        _server.Set("/kev", RatingsTests.Catalogue.Replace("CVE-2026-1000", "CVE-2026-2000", StringComparison.Ordinal));
        _server.Set("/epss", RatingsTests.Packed(RatingsTests.Scores));
    }

    [Fact]
    public void Exploited_vulnerabilities_are_first_then_the_most_severe_then_the_most_probable()
    {
        var fresh = Run(task => (task.Fresh, task.CacheFolder, task.Sources) = (true, "cache", [Osv, Kev, Epss]));

        fresh.Select(static line => line.Split(" 1.0.0 has a known vulnerability ")[1].Split(". ")[0]).ShouldBe([
            "(high according to GHSA, EPSS 0.00023, known to be exploited: GHSA-2)",
            "(critical according to GHSA: GHSA-1)",
            "(high according to GHSA, EPSS 0.94432: GHSA-3)",
            "(high according to GHSA: GHSA-4)",
        ]);
        Summary().ShouldContain($"{_server.Address}kev of 2026-08-20, {_server.Address}epss of 2026-08-21");

        Update([Osv, Kev, Epss]);
        RunTask(keeps: true).ShouldBe(fresh);
        _server.Forget();
        RunTask(keeps: true).ShouldBe(fresh);
        _server.Requests.ShouldBeEmpty();
        Summary().ShouldContain($"{_server.Address}epss of 2026-08-21");
    }

    [Fact]
    public void Scores_are_read_only_where_the_project_asks_for_them()
    {
        Run();
        Update([Osv, Kev]);

        _server.Requests.ShouldNotContain(static request => request.StartsWith("/epss", StringComparison.Ordinal));
        File.ReadAllText(Folder.Combine(AdvisoryFile.Name)).ShouldNotContain("\"epss\"");
        RunTask(keeps: true)[0].ShouldContain("(high according to GHSA, known to be exploited: GHSA-2)");
    }

    [Fact]
    public void With_the_sources_of_rows_that_a_project_names_no_rating_is_asked_for()
    {
        Run();
        Update([Osv]);

        _server.Requests.ShouldNotContain(static request => request.StartsWith("/kev", StringComparison.Ordinal));
        Engine.Diagnostics.ShouldNotContain(static line => line.Contains("CG8054", StringComparison.Ordinal));
    }

    [Fact]
    public void Ratings_alone_leave_the_default_sources()
    {
        using var feed = new VulnerabilityFeed();
        feed.Vulnerable("a", "[1.0.0, 1.2.0)", "GHSA-1");
        Assets.Source(feed.Address);

        Run(task => (task.Fresh, task.CacheFolder, task.Sources) = (true, "cache", [Epss])).ShouldHaveSingleItem().ShouldContain("GHSA-1");

        // The vulnerabilities of a feed do not have the identifier of a CVE.
        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void A_rating_that_cannot_be_read_is_one_warning_and_the_locked_ratings_stay()
    {
        Run();
        Update([Osv, Kev, Epss]);
        var before = File.ReadAllText(Folder.Combine(AdvisoryFile.Name));
        Directory.Delete(Folder.Combine("cache"), recursive: true);
        _server.Set("/kev", "<html>");
        _server.Set("/epss", "<html>");
        Engine.Diagnostics.Clear();

        Update([Osv, Kev, Epss]);

        Engine.Diagnostics.Select(static line => string.Join(' ', line.Split(' ').Take(4))).ShouldBe(
            ["warning CG8054 app.csproj 1", "warning CG8054 app.csproj 1"]);
        Rows(File.ReadAllText(Folder.Combine(AdvisoryFile.Name))).ShouldBe(Rows(before));

        static string Rows(string file) => JsonNode.Parse(file)!["packages"]!.ToJsonString();
    }

    [Theory]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("\"0.5\"")]
    [InlineData("1e400")]
    public void A_locked_score_that_is_not_a_probability_is_one_error(string score)
    {
        Run();
        Update([Osv, Kev, Epss]);
        var path = Folder.Combine(AdvisoryFile.Name);
        var text = File.ReadAllText(path).Replace("0.94432", score, StringComparison.Ordinal);
        File.WriteAllText(path, text);
        Lock(AdvisoryFile.DigestOf(Encoding.UTF8.GetBytes(text)).ToString());

        RunTask(keeps: true).ShouldHaveSingleItem().ShouldContain("A number from 0 to 1 is expected");
    }

    private TaskItem Osv => Item("", "osv");

    private TaskItem Kev => Item("kev", "kev");

    private TaskItem Epss => Item("epss", "epss");

    private TaskItem Item(string path, string type)
    {
        var item = new TaskItem(_server.Address + path);
        item.SetMetadata("Type", type);
        return item;
    }

    private RatedScanTests Vulnerable(string package, string id, string cve, string severity)
    {
        _server.Vulnerable("NuGet", package, id, "1.2.0", severity: severity, change: record => record["aliases"] = new JsonArray(cve));
        return this;
    }

    private void Update(TaskItem[] sources) => new UpdateAdvisories
    {
        BuildEngine = Engine, Common = CommonItems.Of(Folder.Combine("app.csproj")), AssetsFile = Folder.Combine("obj", "assets.json"),
        TargetFramework = "net10.0", CacheFolder = "cache", Sources = sources,
    }.Execute().ShouldBeTrue();
}
