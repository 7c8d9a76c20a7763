using System.Globalization;
using ContainerGuard.Advisories;
using ContainerGuard.Tests.Support;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Scanning;

/// <summary>What counts where several sources know the same package, or one of them is missing.</summary>
public sealed class ScanDataTests : ScanTest
{
    [Fact]
    public void A_feed_without_rows_of_a_runtime_does_not_make_the_runtime_safe()
    {
        Folder.Write("Dockerfile", "FROM mcr.microsoft.com/dotnet/runtime:8.0.1\n");
        Table.Know("NuGet", "Microsoft.NETCore.App.Runtime.linux-x64");

        Run(static task => task.Dockerfiles = [new TaskItem("Dockerfile")]).ShouldHaveSingleItem()
            .ShouldStartWith("error CG8051 Dockerfile 1 .NET 8.0.1 of the base image ");
    }

    [Fact]
    public void A_feed_without_rows_of_a_package_of_DotNet_does_not_make_the_package_safe()
    {
        Assets.Direct("System.Text.Json", "8.0.4");
        Table.Know("NuGet", "System.Text.Json");

        Run().ShouldHaveSingleItem().ShouldContain("CVE-2024-43485");
        Summary().ShouldNotContain("of the packages (run");
    }

    [Theory]
    [InlineData("CVE-2024-43485")]
    [InlineData("GHSA-8g4q-xg66-9fp4")]
    public void A_vulnerability_that_NuGet_names_otherwise_counts_once_and_either_name_accepts_it(string name)
    {
        Assets.Direct("System.Text.Json", "8.0.4").Audit("NU1903", "System.Text.Json", "GHSA-8g4q-xg66-9fp4");

        Run().ShouldHaveSingleItem().ShouldContain(" has a known vulnerability (high according to Microsoft: ");
        RunTask(task => task.Exceptions = [Exception(name, ("Reason", "not reachable"))], keeps: true).ShouldBeEmpty();
    }

    [Fact]
    public void What_NuGet_names_with_another_severity_is_another_vulnerability()
    {
        Assets.Direct("System.Text.Json", "8.0.4").Audit("NU1902", "System.Text.Json", "GHSA-1");

        Run().ShouldHaveSingleItem().ShouldContain(" has 2 known vulnerabilities ");
    }

    [Fact]
    public void Two_names_of_NuGet_are_two_vulnerabilities()
    {
        Assets.Direct("System.Text.Json", "8.0.4").Audit("NU1903", "System.Text.Json", "GHSA-1")
            .Audit("NU1903", "System.Text.Json", "GHSA-2").Audit("NU1903", "System.Text.Json", "GHSA-3");

        Run().ShouldHaveSingleItem().ShouldContain(" has 3 known vulnerabilities ");
    }

    [Theory]
    [InlineData("System.Text.Json", "8.0.4")]
    [InlineData("Contoso.Json", "1.0.0")]
    public void What_NuGet_names_for_several_targets_counts_once(string package, string version)
    {
        Assets.Direct(package, version).Audit("NU1903", package, "GHSA-1", graph: "net10.0")
            .Audit("NU1903", package, "GHSA-1", graph: "net10.0/linux-x64");

        Run().ShouldHaveSingleItem().ShouldContain(" has a known vulnerability ");
    }

    [Theory]
    [InlineData("Low", "message")]
    [InlineData("High", "error")]
    public void A_fix_counts_only_for_a_vulnerability_at_the_threshold(string withFix, string expected)
    {
        Assets.Direct("Contoso.Json", "1.0.0");
        Know("Contoso.Json", "GHSA-1", "[1.0.0, )", AdvisorySeverity.Critical);
        Know("Contoso.Json", "GHSA-2", "[1.0.0, 1.2.0)", Enum.Parse<AdvisorySeverity>(withFix));

        Run().ShouldHaveSingleItem().ShouldStartWith($"{expected} CG8050 app.csproj 3 ");
    }

    [Fact]
    public void A_feed_without_an_answer_leaves_its_locked_rows_in_a_fresh_scan()
    {
        using var feed = new VulnerabilityFeed();
        using var broken = new VulnerabilityFeed();
        broken.Set("/v3/index.json", "not JSON");
        Assets.Direct("Contoso.Json", "1.0.0").Source(feed.Address).Source(broken.Address);
        Know("Contoso.Json", "GHSA-1", "[1.0.0, 1.2.0)");

        var found = Run(static task => (task.Fresh, task.CacheFolder) = (true, "none"));

        found.Select(static line => string.Join(' ', line.Split(' ').Take(2))).ShouldBe(["warning CG8054", "error CG8050"]);
    }

    [Theory]
    [InlineData(".trivyignore", "CVE-2026-1 exp:2026-1-1", "warning CG0076 .trivyignore 1 ")]
    [InlineData(".snyk", "ignore: {CVE-2026-1: [{'*': {expires: tomorrow}}]}", "warning CG0076 .snyk ")]
    public void An_entry_of_another_scanner_with_an_unreadable_day_accepts_nothing(string file, string text, string expected)
    {
        Folder.Write(file, text);
        Assets.Direct("Contoso.Json", "1.0.0");
        Know("Contoso.Json", "CVE-2026-1", "[1.0.0, 1.2.0)");

        var found = Run();

        found.Count.ShouldBe(2);
        found[0].ShouldStartWith(expected);
        found[0].ShouldContain("An entry or the whole file is not valid and accepts nothing: the last day '");
        found[1].ShouldStartWith("error CG8050 ");
    }

    [Fact]
    public void A_document_that_does_not_exist_is_one_warning()
    {
        Assets.Direct("Contoso.Json", "1.0.0");
        Table.Know("NuGet", "Contoso.Json");

        Run(static task => task.Vex = [new TaskItem("missing.vex.json")]).ShouldHaveSingleItem().ShouldBe(
            "warning CG0076 missing.vex.json 1 An entry or the whole file is not valid and accepts nothing: it does not exist.");
    }

    [Theory]
    [InlineData(true, 5, true)]
    [InlineData(true, 20, false)]
    [InlineData(true, 0, false)]
    [InlineData(false, 5, false)]
    public void Data_that_is_older_than_the_project_allows_is_a_warning_in_a_fresh_scan(bool fresh, int maximumAge, bool expected)
    {
        var day = DateTime.UtcNow.AddDays(-10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var feed = new VulnerabilityFeed().Pages(day, "{}", day, "{}");
        Assets.Direct("Contoso.Json", "1.0.0").Source(feed.Address);
        Know("Contoso.Json", "GHSA-1", "[2.0.0, 3.0.0)");

        var found = Run(task => (task.Fresh, task.CacheFolder, task.MaximumAge) = (fresh, "none", maximumAge));

        found.ShouldBe(expected
            ? [$"warning CG8053 app.csproj 1 The vulnerability data of {feed.Address} dates from {day}, and ContainerGuardAdvisoryMaxAge "
                + "is 5 days. Use a feed with newer data."]
            : []);
    }

    [Fact]
    public void A_fresh_scan_of_a_base_alone_asks_the_feeds_of_the_project()
    {
        using var feed = new VulnerabilityFeed();
        feed.Vulnerable("microsoft.netcore.app.runtime.linux-x64", "[10.0.0, 99.0.0)", "GHSA-1");
        Assets.Direct("Contoso.Json", "1.0.0").Source(feed.Address);

        Run(static task =>
        {
            (task.BaseOnly, task.BaseImage) = (true, "mcr.microsoft.com/dotnet/runtime:10.0.90");
            (task.Fresh, task.CacheFolder) = (true, "none");
        }).ShouldHaveSingleItem().ShouldContain("GHSA-1");
    }
}
