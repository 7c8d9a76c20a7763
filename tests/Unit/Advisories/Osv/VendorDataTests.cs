using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Advisories.Vendors;
using ContainerGuard.Formats;

namespace ContainerGuard.Tests.Unit.Advisories.Osv;

/// <summary>The data that vendors of systems publish themselves.</summary>
public class VendorDataTests
{
    [Fact]
    public void Debian_says_what_it_has_fixed_and_what_it_does_not_fix()
    {
        List<Advisory> rows = [];
        DebianTracker.Read(
            """
            {"made-up":{"CVE-2099-1":{"description":"A \"quoted\" one.","releases":{
              "bookworm":{"status":"resolved","repositories":{"bookworm":"1.0-2"},"fixed_version":"1.0-2","urgency":"high**"},
              "trixie":{"status":"resolved","fixed_version":"0","urgency":"not yet assigned"},
              "bullseye":{"status":"open","urgency":"unimportant"},
              "buster":{"status":"open","urgency":"not yet assigned","nodsa":"Minor issue","nodsa_reason":""},
              "sid":{"status":"open","urgency":"low"}}},
              "CVE-2099-2":{"releases":[]}}}
            """u8, rows.Add);

        rows.Select(static row => $"{row.Ecosystem} {AffectedInterval.Write(row.Ranges[0])} {row.Severity} {row.VendorState}").ShouldBe(
            ["Debian:12 [, 1.0-2) High ", "Debian:11 [, ) Unknown unimportant", "Debian:10 [, ) Unknown no-dsa"]);
    }

    [Theory]
    [InlineData("\"description\":\"** DISPUTED ** A.\",", "", "disputed")]
    [InlineData("", ",\"description\":\"** DISPUTED ** A.\"", "disputed")]
    [InlineData("\"description\":null,", "", "")]
    public void Debian_says_what_the_vendor_of_the_software_disputes(string before, string after, string expected)
    {
        List<Advisory> rows = [];
        DebianTracker.Read(
            Encoding.UTF8.GetBytes(
                $"{{\"a\":{{\"CVE-1\":{{{before}\"releases\":{{\"trixie\":{{\"status\":\"open\",\"urgency\":\"low\"}}}}{after}}}}}}}"),
            rows.Add);
        rows.ShouldHaveSingleItem().VendorState.ShouldBe(expected);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"a\":{\"CVE-1\":[]}}")]
    [InlineData("{\"a\":")]
    public void Damaged_data_of_Debian_is_refused(string text) =>
        Should.Throw<FormatProblemException>(() => DebianTracker.Read(Encoding.UTF8.GetBytes(text), static _ => { }));

    [Fact]
    public void The_sample_of_Debian_is_read()
    {
        List<Advisory> rows = [];
        var path = Path.Combine(KnownAdvisories.AdvisoryFolder, "samples", "debian-tracker-sample.json");
        DebianTracker.Read(File.ReadAllBytes(path), rows.Add);
        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(static row => row.Ecosystem.StartsWith("Debian:", StringComparison.Ordinal) && row.Ranges.Count == 1);
    }

    [Fact]
    public void Every_definition_of_Azure_Linux_is_a_row_that_its_title_confirms()
    {
        var path = Directory.EnumerateFiles(Path.Combine(KnownAdvisories.AdvisoryFolder, "azurelinux")).Single();
        using var file = File.OpenRead(path);
        var isCompressed = path.EndsWith(".gz", StringComparison.Ordinal);
        using var content = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        copy.Position = 0;
        List<Advisory> rows = [];
        AzureLinuxOval.Read(copy, "3", rows.Add);

        var text = Encoding.UTF8.GetString(copy.ToArray());
        var titles = Regex.Matches(text, "<title>(\\S+) affecting package (\\S+) for versions less than (\\S+)</title>")
            .Select(static match => $"{match.Groups[1]} {match.Groups[2]} [, {match.Groups[3]})").ToList();
        titles.ShouldNotBeEmpty();
        // Some titles differ from their definition.
        rows.Count.ShouldBeGreaterThanOrEqualTo(titles.Count);
        var confirmed = rows.Count(row => titles.Contains($"{row.Id} {row.Package} {WithoutEpochAndDistribution(row.Ranges[0])}"));
        confirmed.ShouldBeGreaterThan(titles.Count * 9 / 10);
        var first = rows[0];
        AdvisoryMatch.Affecting(new PackageVersion("Azure Linux:3", first.Package, first.Ranges[0].Upper!), [first]).ShouldBeEmpty();
        AdvisoryMatch.Affecting(new PackageVersion("Azure Linux:3", first.Package, "0-1"), [first]).ShouldHaveSingleItem();
    }

    /// <summary>Titles have neither the epoch 0 nor <c>.azl3</c>.</summary>
    private static string WithoutEpochAndDistribution(AffectedRange range) =>
        Regex.Replace(AffectedInterval.Write(range), " 0:|\\.azl3", static match => match.Value == " 0:" ? " " : "");

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]
    [InlineData("<a>")]
    [InlineData("{}")]
    public void Damaged_data_of_Azure_Linux_is_refused(string text) => Should.Throw<XmlException>(() =>
        AzureLinuxOval.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "3", static _ => { }));
}
