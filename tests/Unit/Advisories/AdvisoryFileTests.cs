using System.Text;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Locked;
using ContainerGuard.Formats;
using ContainerGuard.Packages.Versions;

namespace ContainerGuard.Tests.Unit.Advisories;

/// <summary>The file of locked rows, which people merge and which has to give the same verdict again.</summary>
public sealed class AdvisoryFileTests
{
    [Fact]
    public void What_is_written_is_read_again_and_gives_the_same_bytes()
    {
        var content = AdvisoryFileWriter.Write(Table());
        var read = AdvisoryFileReader.Read(content);

        AdvisoryFileWriter.Write(read).ShouldBe(content);
        var row = read.Find("NuGet", "NEWTONSOFT.json")!.ShouldHaveSingleItem();
        row.Ranges.ShouldBe([new AffectedRange(null, false, "0.5", true), new AffectedRange("1.0", true, "13.0.1", false)]);
        row.Aliases.ShouldBe(["CVE-2024-21907"]);
        row.Severity.ShouldBe(AdvisorySeverity.High);
        read.Find("NuGet", "serilog").ShouldBeEmpty();
        read.Find("NuGet", "dapper").ShouldBeNull();
    }

    [Fact]
    public void The_digest_ignores_the_ends_of_lines()
    {
        var text = Encoding.UTF8.GetString(AdvisoryFileWriter.Write(Table()));
        var windows = Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal));

        AdvisoryFile.DigestOf(windows).ShouldBe(AdvisoryFile.DigestOf(Encoding.UTF8.GetBytes(text)));
        AdvisoryFile.DigestOf(Encoding.UTF8.GetBytes(text + " ")).ShouldNotBe(AdvisoryFile.DigestOf(windows));
    }

    [Theory]
    [InlineData("{\n \"packages\": {\"NuGet\": {\"a\": [{}]}}}", 2, "a row of 'a' has no \"id\"")]
    [InlineData("{\"packages\": {\"NuGet\": {\"a\": [{\"id\": \"x\", \"affected\": [\"1.0\"]}]}}}", 1, "'1.0' is not an interval")]
    [InlineData("{\"packages\": {\"NuGet\": {\"a\": [{\"id\": \"x\", \"severity\": \"bad\"}]}}}", 1, "'bad' is not a severity")]
    [InlineData("{\"version\": 2}", 1, "the format is not 1")]
    [InlineData("<<<<<<< HEAD\n{}", 1, "unfinished merge")]
    [InlineData("", 1, "is empty")]
    public void A_damaged_file_has_one_problem_with_its_line(string text, int line, string message)
    {
        var problem = Should.Throw<FormatProblemException>(() => AdvisoryFileReader.Read(Encoding.UTF8.GetBytes(text))).Problem;

        problem.Line.ShouldBe(line);
        problem.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("[8.0.0, 8.0.5)", "8.0.4", true)]
    [InlineData("[8.0.0, 8.0.5)", "8.0.5", false)]
    [InlineData("[8.0.0, 8.0.5)", "8.0.5-rc.1", true)]
    [InlineData("[8.0.0, 8.0.5)", "8.0.0-rc.1", false)]
    [InlineData("(, 13.0.1)", "12.0.3", true)]
    [InlineData("(, 13.0.1)", "13.0.1", false)]
    [InlineData("[1.0.0]", "1.0", true)]
    [InlineData("[1.0.0]", "1.0.1", false)]
    [InlineData("(1.0.0, 2.0.0]", "1.0.0", false)]
    [InlineData("(1.0.0, 2.0.0]", "2.0.0.0", true)]
    [InlineData("[2.0.0, )", "99", true)]
    [InlineData("(, )", "0.0.1-a", true)]
    [InlineData("[1.0.0, 2.0.0)", "not a version", false)]
    public void An_interval_has_the_versions_that_NuGet_says(string interval, string version, bool isAffected) =>
        AffectedInterval.Parse(interval)!.Contains(version, VersionOrder.NuGet.Compare).ShouldBe(isAffected);

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("(1.0.0)")]
    [InlineData("[1, 2, 3]")]
    [InlineData("[]")]
    [InlineData("")]
    public void Other_texts_are_not_intervals(string text) => AffectedInterval.Parse(text).ShouldBeNull();

    private static AdvisoryTable Table()
    {
        var table = new AdvisoryTable { Sources = { new AdvisorySource("https://feed.example/v3/index.json", "2026-08-21") } };
        table.Add(new Advisory
        {
            Id = "GHSA-5crp-9r3c-p9vr", Aliases = ["CVE-2024-21907"], Ecosystem = "NuGet", Package = "Newtonsoft.Json",
            Severity = AdvisorySeverity.High, SeveritySource = "GHSA", Url = "https://github.com/advisories/GHSA-5crp-9r3c-p9vr",
            Ranges = [AffectedInterval.Parse("[1.0, 13.0.1)")!, AffectedInterval.Parse("(, 0.5]")!],
        });
        table.Know("NuGet", "Serilog");
        return table;
    }
}
