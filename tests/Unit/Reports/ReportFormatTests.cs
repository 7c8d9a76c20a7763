using System.Text.Json;
using System.Xml.Linq;
using ContainerGuard.Reports;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>What each format shows of the findings, and that no text of a Dockerfile breaks it.</summary>
public sealed class ReportFormatTests
{
    private static readonly Diagnostic[] Findings = [.. Samples.Findings, Samples.HostileFinding];

    private static readonly Diagnostic[] Open = [.. Findings.Where(static finding => finding.Suppression is null)];

    [Theory]
    [InlineData("a.sarif", "sarif")]
    [InlineData("out/a.SARIF.json", "sarif")]
    [InlineData("a.json", "json")]
    [InlineData("a.md", "markdown")]
    [InlineData(@"out\gl-code-quality-report.json", "gitlab")]
    [InlineData("containerguard-junit.xml", "junit")]
    [InlineData("checkstyle.xml", "checkstyle")]
    [InlineData("a.html", "html")]
    [InlineData("a.xml", null)]
    [InlineData("a", null)]
    public void A_file_name_implies_a_format(string path, string? format) => ReportFormats.NameFor(path).ShouldBe(format);

    [Fact]
    public void JUnit_fails_a_case_for_each_error_and_warning_and_skips_suppressed_findings()
    {
        var suite = XDocument.Parse(Written("junit", Findings)).Root!.Elements("testsuite").ShouldHaveSingleItem();

        var failures = Open.Count(static finding => finding.Severity != Severity.Message);
        suite.Attribute("name")!.Value.ShouldBe("shop/app.csproj");
        suite.Attribute("failures")!.Value.ShouldBe($"{failures}");
        suite.Descendants("failure").Count().ShouldBe(failures);
        suite.Descendants("skipped").ShouldHaveSingleItem().Attribute("message")!.Value.ShouldBe("the base drops its rights");
        suite.Elements("testcase").Count().ShouldBe(int.Parse(suite.Attribute("tests")!.Value, null));
        suite.Elements("testcase").Last().Attribute("name")!.Value.ShouldBe("shop/clean/Dockerfile: no findings");
        suite.Descendants("failure").Last().Attribute("message")!.Value.ShouldContain("<script>alert(1)</script> ]]> -->");
    }

    [Fact]
    public void Checkstyle_groups_the_open_findings_by_file()
    {
        var file = XDocument.Parse(Written("checkstyle", Findings)).Root!.Elements("file").ShouldHaveSingleItem();

        file.Attribute("name")!.Value.ShouldBe("shop/Dockerfile");
        file.Elements("error").Count().ShouldBe(Open.Length);
        foreach (var (error, finding) in file.Elements("error").Zip(Open))
        {
            error.Attribute("line")!.Value.ShouldBe($"{finding.Start?.Line ?? 1}");
            error.Attribute("severity")!.Value.ShouldBeOneOf("error", "warning", "info");
            error.Attribute("source")!.Value.ShouldBe($"containerguard.{finding.Rule.Id}");
        }
    }

    [Fact]
    public void GitLab_gets_what_its_page_about_code_quality_asks_for()
    {
        using var report = JsonDocument.Parse(Written("gitlab", [.. Samples.OfPages]));
        var fingerprints = new HashSet<string>();

        foreach (var finding in report.RootElement.EnumerateArray())
        {
            finding.GetProperty("description").GetString()!.ShouldNotBeEmpty();
            finding.GetProperty("check_name").GetString()!.ShouldStartWith("CG");
            finding.GetProperty("severity").GetString().ShouldBeOneOf("info", "minor", "major", "critical", "blocker");
            finding.GetProperty("location").GetProperty("path").GetString()!.ShouldStartWith("shop/");
            finding.GetProperty("location").GetProperty("lines").GetProperty("begin").GetInt32().ShouldBeGreaterThan(0);
            fingerprints.Add(finding.GetProperty("fingerprint").GetString()!).ShouldBeTrue();
        }

        fingerprints.Count.ShouldBe(Samples.OfPages.Count(static finding => finding.Suppression is null && !finding.IsSilent));
    }

    [Fact]
    public void A_fingerprint_of_GitLab_stays_when_a_finding_moves()
    {
        string[] Of(string text)
        {
            using var report = JsonDocument.Parse(Written("gitlab", [.. Samples.Of(text)]));
            return [.. report.RootElement.EnumerateArray().Select(static finding => finding.GetProperty("fingerprint").GetString()!)];
        }

        Of("# a comment\n\nFROM alpine\n").ShouldBe(Of("FROM alpine\n"), ignoreOrder: true);
    }

    [Fact]
    public void Markdown_shows_errors_first_and_no_markup_of_a_Dockerfile()
    {
        var text = Written("markdown", Findings);
        string[] rows = [.. text.Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];

        rows.Length.ShouldBe(Open.Length);
        rows[0].ShouldStartWith("| error |");
        text.ShouldNotContain("<script>");
        text.ShouldNotContain("`c`");
        text.ShouldNotContain("](javascript");
        rows.ShouldAllBe(static row => row.Count(static c => c == '|') == 5);
    }

    [Fact]
    public void Suppressed_findings_are_left_out_of_JSON_on_request()
    {
        string Json(bool includes) => ReportFormats.Find("json")!.PartOf(Samples.Run with { IncludesSuppressed = includes }, Findings);

        Json(true).ShouldContain("the base drops its rights");
        Json(false).ShouldNotContain("the base drops its rights");
    }

    private static string Written(string name, IReadOnlyList<Diagnostic> findings)
    {
        var format = ReportFormats.Find(name).ShouldNotBeNull();
        var report = format.Join([new ReportPart(Samples.Run.Id, format.PartOf(Samples.Run, findings))]);
        if (findings.Any(static finding => finding.Suppression is null))
        {
            format.Split(report).ShouldHaveSingleItem().Id.ShouldBe(Samples.Run.Id);
        }

        return report;
    }
}
