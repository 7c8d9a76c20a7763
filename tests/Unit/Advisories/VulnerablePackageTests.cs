using ContainerGuard.Advisories;
using ContainerGuard.Advisories.DotNet;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Packages.Versions;

namespace ContainerGuard.Tests.Unit.Advisories;

/// <summary>Which rows affect a version, and which version has all fixes.</summary>
public sealed class VulnerablePackageTests
{
    [Fact]
    public void The_version_to_take_has_every_fix() =>
        Find("1.0.0", Row("A", "[1.0.0, 1.0.5)"), Row("B", "[1.0.0, 1.2.0)"))!.Fixed.ShouldBe("1.2.0");

    [Fact]
    public void A_fix_that_another_vulnerability_affects_is_not_the_version_to_take() =>
        Find("1.0.0", Row("A", "[1.0.0, 2.0.0)"), Row("B", "[2.0.0, 2.0.3)"))!.Fixed.ShouldBe("2.0.3");

    [Fact]
    public void Without_a_fix_there_is_no_version_to_take() => Find("1.0.0", Row("A", "[1.0.0, )"))!.Fixed.ShouldBeNull();

    [Fact]
    public void A_version_outside_all_intervals_is_not_affected() => Find("3.0.0", Row("A", "[1.0.0, 2.0.0)")).ShouldBeNull();

    [Fact]
    public void An_exploited_vulnerability_is_first_then_the_most_severe()
    {
        var found = Find(
            "1.0.0", Row("A", "[1.0.0, 2.0.0)"), Row("B", "[1.0.0, 2.0.0)") with { Severity = AdvisorySeverity.Critical },
            Row("C", "[1.0.0, 2.0.0)") with { IsExploited = true })!;

        found.Rows.Select(static row => row.Id).ShouldBe(["C", "B", "A"]);
        found.Worst.ShouldBe(AdvisorySeverity.Critical);
    }

    [Fact]
    public void A_vulnerability_of_Windows_is_none_on_Linux()
    {
        var rows = DotNetAdvisories.Table.Find(DotNetAdvisories.Ecosystem, DotNetAdvisories.AspNet)!;

        Ids("linux").ShouldNotContain("CVE-2024-38168");
        Ids("windows").ShouldContain("CVE-2024-38168");

        IEnumerable<string> Ids(string platform) =>
            VulnerablePackage.Find("ASP.NET Core", "8.0.7", rows, VersionOrder.NuGet.Compare, platform)!.Rows.Select(static row => row.Id);
    }

    [Fact]
    public void The_embedded_data_names_only_versions_that_were_released() =>
        DotNetAdvisories.Table.Entries.SelectMany(static entry => entry.Rows).SelectMany(static row => row.Ranges)
            .Select(static range => range.Fixed).ShouldNotContain("8.0.9");

    [Fact]
    public void Two_records_of_one_vulnerability_are_one_row()
    {
        var table = new AdvisoryTable();
        table.Add(Row("GHSA-1", "[1.0.0, 1.0.5)"));
        table.Add(Row("ghsa-1", "[2.0.0, 2.0.5)"));

        table.Find("NuGet", "P")!.ShouldHaveSingleItem().Ranges.Count.ShouldBe(2);
    }

    private static VulnerablePackage? Find(string version, params Advisory[] rows) =>
        VulnerablePackage.Find("P", version, rows, VersionOrder.NuGet.Compare);

    private static Advisory Row(string id, string interval) => new()
    {
        Id = id, Ecosystem = "NuGet", Package = "p", Severity = AdvisorySeverity.High, Ranges = [AffectedInterval.Parse(interval)!],
    };
}
