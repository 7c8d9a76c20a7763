using System.Text;
using System.Text.Json;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Index;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Advisories.Osv;

namespace ContainerGuard.Tests.Unit.Advisories.Osv;

/// <summary>Records of OSV, the index of their rows, and what they match.</summary>
public class OsvRecordTests
{
    [Fact]
    public void Events_are_read_in_the_order_of_their_versions() =>
        Row("""{"introduced":"2.0"},{"fixed":"1.5"},{"introduced":"0"},{"last_affected":"2.5"}""").Ranges.ShouldBe(
        [
            new AffectedRange(null, true, "1.5", false),
            new AffectedRange("2.0", true, "2.5", true),
        ]);

    [Fact]
    public void An_interval_without_an_end_affects_all_later_versions() =>
        Row("""{"introduced":"1.0"}""").Ranges.ShouldBe([new AffectedRange("1.0", true, null, false)]);

    [Fact]
    public void An_event_that_ends_what_nothing_began_is_left_out() => Row("""{"fixed":"1.0"}""").Ranges.ShouldBeEmpty();

    [Theory]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10)]
    [InlineData("CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H", 5.9)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", 5.4)]
    [InlineData("CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:N/I:N/A:N", 0)]
    [InlineData("9.8", 0)]
    public void A_vector_has_the_base_score_of_the_specification(string vector, double score) => CvssScore.Of(vector).ShouldBe(score);

    [Theory]
    [InlineData(
        "GHSA-1", "\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}]", "Critical by CVSS")]
    [InlineData("GHSA-1", "\"database_specific\":{\"severity\":\"MODERATE\"}", "Medium by GHSA")]
    [InlineData(
        "UBUNTU-1", "\"severity\":[{\"type\":\"Ubuntu\",\"score\":\"low\"}],\"database_specific\":{\"severity\":\"HIGH\"}",
        "Low by Ubuntu")]
    [InlineData("PYSEC-1", "\"severity\":[]", "Unknown by ")]
    public void A_severity_is_that_of_the_vendor_then_of_the_database_then_of_the_score(string id, string members, string expected)
    {
        const string Affected = """ "affected":[{"package":{"ecosystem":"npm","name":"a"}}] """;
        List<Advisory> rows = [];
        OsvRecord.Read(Encoding.UTF8.GetBytes($"{{\"id\":\"{id}\",{members},{Affected}}}"), rows.Add);
        var row = rows.ShouldHaveSingleItem();
        $"{row.Severity} by {row.SeveritySource}".ShouldBe(expected);
    }

    [Fact]
    public void A_withdrawn_record_has_no_rows()
    {
        List<Advisory> rows = [];
        OsvRecord.Read(
            """
            {"id":"X-1","withdrawn":"2099-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"a"}}]}
            """u8.ToArray(), rows.Add);
        rows.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"database_specific\":{\"isDisputed\":true}", "disputed")]
    [InlineData("\"details\":\"** DISPUTED ** A flaw.\"", "disputed")]
    [InlineData("\"database_specific\":{\"isDisputed\":false},\"details\":\"A vendor has disputed another one.\"", "")]
    public void A_record_of_a_disputed_vulnerability_says_so(string members, string expected)
    {
        const string Affected = """ "affected":[{"package":{"ecosystem":"npm","name":"a"}}] """;
        List<Advisory> rows = [];
        OsvRecord.Read(Encoding.UTF8.GetBytes($"{{\"id\":\"X-1\",{members},{Affected}}}"), rows.Add);
        rows.ShouldHaveSingleItem().VendorState.ShouldBe(expected);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"id\":")]
    [InlineData("\u0000")]
    public void A_damaged_record_is_refused(string text) => ShouldBeRefused(text);

    [Fact]
    public void A_deeply_nested_record_is_refused() => ShouldBeRefused($"{{\"id\":\"X-1\",\"affected\":{new string('[', 100_000)}");

    [Fact]
    public void Members_of_other_types_count_as_missing()
    {
        List<Advisory> rows = [];
        OsvRecord.Read(
            """
            {"id":"X-1","aliases":null,"severity":{},"database_specific":"<Any>",
            "affected":[{"package":{"ecosystem":"npm","name":"a"},"ranges":7}]}
            """u8.ToArray(), rows.Add);
        rows.ShouldHaveSingleItem().Ranges.ShouldBeEmpty();
    }

    [Fact]
    public void An_index_has_the_rows_it_was_made_of()
    {
        foreach (var (ecosystem, index) in KnownAdvisories.Indexes)
        {
            var expected = KnownAdvisories.Rows.Where(row => row.Ecosystem == ecosystem)
                .OrderBy(row => PackageName.KeyOf(ecosystem, row.Package), StringComparer.Ordinal)
                .ThenBy(static row => row.Id, StringComparer.Ordinal);
            index.All().Select(Shown).ShouldBe(expected.Select(Shown));
            foreach (var row in KnownAdvisories.Rows.Where(row => row.Ecosystem == ecosystem).Take(200))
            {
                index.Find(row.Package).Select(static one => one.Id).ShouldContain(row.Id);
            }
        }
    }

    [Fact]
    public void A_damaged_index_is_refused_or_read_and_never_fails_differently()
    {
        var random = new Random(5);
        var good = AdvisoryIndexWriter.Write("npm", KnownAdvisories.Indexes["npm"].All());
        for (var round = 0; round < 5000; round++)
        {
            var damaged = good.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) damaged = damaged[..random.Next(damaged.Length)];
            try
            {
                new AdvisoryIndex(damaged).All().Count().ShouldBeLessThan(100_000);
                new AdvisoryIndex(damaged).Find("made-up");
            }
            catch (InvalidDataException exception)
            {
                exception.Message.ShouldStartWith("the index of vulnerabilities is damaged");
            }
        }
    }

    [Theory]
    [InlineData("1.2.0-1.module_el8.9.0+2900+bbbbbbbb", "made:1.2:8090020990101:abcd", true)]
    [InlineData("1.2.0-1.module_el8.9.0+2900+bbbbbbbb", "made:1.1:8090020990101:abcd", false)]
    [InlineData("1.2.0-1.module_el8.9.0+2900+bbbbbbbb", "", true)]
    [InlineData("1.1.0-1.module_el8.9.0+2900+bbbbbbbb", "", false)]
    [InlineData("1.2.0-1.el8", "", false)]
    public void A_fix_of_a_module_updates_packages_of_the_same_stream(string version, string modularity, bool isAffected)
    {
        List<Advisory> rows = [];
        OsvRecord.Read(
            """
            {"id":"ALSA-2099:0001","summary":"Important: made:1.2 security update",
            "affected":[{"package":{"ecosystem":"AlmaLinux:8","name":"made-up"},
            "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.2.0-2.module_el8.9.0+3000+aaaaaaaa"}]}]}]}
            """u8.ToArray(), rows.Add);
        AdvisoryMatch.Affecting(new PackageVersion("AlmaLinux:8", "made-up", version, modularity), rows).Any().ShouldBe(isAffected);
    }

    private static void ShouldBeRefused(string text) =>
        Should.Throw<JsonException>(() => OsvRecord.Read(Encoding.UTF8.GetBytes(text), static _ => { })).Message.ShouldNotBeEmpty();

    private static string Shown(Advisory row) => string.Join(
        '|', row.Id, row.Package, row.Severity, row.SeveritySource, row.Module, row.VendorState, string.Join(' ', row.Aliases),
        string.Join(' ', row.Ranges.Select(AffectedInterval.Write)), string.Join(' ', row.Versions), string.Join(' ', row.Platforms));

    private static Advisory Row(string events)
    {
        List<Advisory> rows = [];
        const string Package = """ "package":{"ecosystem":"npm","name":"a"} """;
        var range = $"{{\"type\":\"SEMVER\",\"events\":[{events}]}}";
        OsvRecord.Read(Encoding.UTF8.GetBytes($"{{\"id\":\"X-1\",\"affected\":[{{{Package},\"ranges\":[{range}]}}]}}"), rows.Add);
        return rows.ShouldHaveSingleItem();
    }
}
