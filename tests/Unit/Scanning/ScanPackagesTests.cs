using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Locked;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Scanning;

/// <summary>The task of the target ContainerGuardScan, with locked data: what it reports, where, and how severe it is.</summary>
public sealed class ScanPackagesTests : ScanTest
{
    [Fact]
    public void A_direct_reference_is_reported_at_its_line_with_the_version_to_take()
    {
        Assets.Direct("Contoso.Json", "1.0.0");
        Know("Contoso.Json", "GHSA-1", "[1.0.0, 1.2.0)");

        Run().ShouldBe(["error CG8050 app.csproj 3 'Contoso.Json' 1.0.0 has a known vulnerability (high according to GHSA: GHSA-1). "
            + "Update this reference to 1.2.0."]);
    }

    [Fact]
    public void A_package_that_another_brings_has_its_path_and_the_line_of_the_own_reference()
    {
        Assets.Direct("Contoso.Json", "1.0.0", null, "B").Package("B", "2.0.0", "lib/b.dll", "C").Package("C", "3.0.0", "lib/c.dll");
        Know("C", "GHSA-1", "(, 3.0.1)");

        Run().ShouldBe(["error CG8050 app.csproj 3 'C' 3.0.0 has a known vulnerability (high according to GHSA: GHSA-1). "
            + "It comes with Contoso.Json > B > C. Update 'Contoso.Json', or reference 'C' 3.0.1."]);
    }

    [Fact]
    public void With_central_versions_the_line_is_that_of_the_version()
    {
        Folder.Write("app.csproj", Project.Replace(" Version=\"1.0.0\"", "", StringComparison.Ordinal));
        Folder.Write("Directory.Packages.props", """
            <Project>
              <ItemGroup>
                <PackageVersion Include="Other" Version="1.0.0" />
                <PackageVersion Include="Contoso.Json" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """);
        Assets.Direct("Contoso.Json", "1.0.0");
        Know("Contoso.Json", "GHSA-1", "[1.0.0, 1.2.0)");

        Run().ShouldHaveSingleItem().ShouldStartWith("error CG8050 Directory.Packages.props 4 ");
    }

    [Fact]
    public void In_a_local_build_a_finding_is_a_warning()
    {
        Assets.Direct("Contoso.Json", "1.0.0");
        Know("Contoso.Json", "GHSA-1", "[1.0.0, 1.2.0)");

        Run(static task => task.ErrorsHold = false).ShouldHaveSingleItem().ShouldStartWith("warning CG8050 ");
    }

    [Theory]
    [InlineData("Medium", "high", "message")]
    [InlineData("Medium", "medium", "error")]
    [InlineData("High", "critical", "message")]
    [InlineData("Unknown", "low", "message")]
    public void Below_the_threshold_a_finding_is_a_message(string severity, string threshold, string expected)
    {
        Assets.Direct("Contoso.Json", "1.0.0");
        Know("Contoso.Json", "GHSA-1", "[1.0.0, 1.2.0)", Enum.Parse<AdvisorySeverity>(severity));

        Run(task => task.Threshold = threshold).ShouldHaveSingleItem().ShouldStartWith($"{expected} CG8050 ");
    }

    [Theory]
    [InlineData("message", "message")]
    [InlineData("warn", "warning")]
    [InlineData("error", "error")]
    [InlineData("off", null)]
    public void What_no_version_fixes_has_its_own_severity(string setting, string? expected)
    {
        Assets.Direct("Contoso.Json", "1.0.0");
        Know("Contoso.Json", "GHSA-1", "[1.0.0, )");

        var found = Run(task => task.Unfixed = setting);

        if (expected is null) found.ShouldBeEmpty();
        else found.ShouldHaveSingleItem().ShouldStartWith($"{expected} CG8050 app.csproj 3 ");
    }

    [Fact]
    public void A_package_has_one_finding_and_the_most_severe_package_is_first()
    {
        Assets.Direct("A", "1.0.0").Direct("Z", "1.0.0");
        Know("A", "GHSA-1", "[1.0.0, 1.2.0)");
        Know("Z", "GHSA-2", "[1.0.0, 1.2.0)", AdvisorySeverity.Critical);
        Know("Z", "GHSA-3", "[1.0.0, 1.3.0)");
        Know("Z", "GHSA-4", "[1.0.0, 1.1.0)");
        Know("Z", "GHSA-5", "[1.0.0, 1.1.0)", AdvisorySeverity.Low);

        Run().ShouldBe([
            "error CG8050 app.csproj 1 'Z' 1.0.0 has 4 known vulnerabilities (critical according to GHSA: GHSA-2, GHSA-3, "
                + "GHSA-4 and 1 more). "
                + "Update this reference to 1.3.0.",
            "error CG8050 app.csproj 1 'A' 1.0.0 has a known vulnerability (high according to GHSA: GHSA-1). Update this "
                + "reference to 1.2.0.",
        ]);
    }

    [Fact]
    public void What_NuGet_only_warned_of_is_one_error_with_its_code()
    {
        Assets.Direct("Contoso.Json", "1.0.0").Audit("NU1903", "Contoso.Json", "GHSA-1");
        Know("Contoso.Json", "GHSA-1", "[1.0.0, 1.2.0)");

        Run().ShouldHaveSingleItem().ShouldContain("(high according to GHSA: GHSA-1), NU1903 of NuGet. Update this reference to 1.2.0.");
    }

    [Fact]
    public void What_NuGet_warned_of_counts_without_data_of_our_own()
    {
        Assets.Direct("Contoso.Json", "1.0.0").Audit("NU1904", "Contoso.Json", "GHSA-1");

        Run().ShouldHaveSingleItem().ShouldBe(
            "error CG8050 app.csproj 3 'Contoso.Json' 1.0.0 has a known vulnerability (critical according to NuGet: GHSA-1), "
                + "NU1904 of NuGet. "
                + "Update this reference to a version without it.");
    }

    [Fact]
    public void What_NuGet_reported_as_an_error_is_left_out()
    {
        Assets.Direct("Contoso.Json", "1.0.0").Audit("NU1903", "Contoso.Json", "GHSA-1", "Error");
        Know("Contoso.Json", "GHSA-1", "[1.0.0, 1.2.0)");

        Run().ShouldBeEmpty();
    }

    [Fact]
    public void What_NuGetAuditSuppress_names_is_accepted()
    {
        Assets.Direct("Contoso.Json", "1.0.0").Suppressed("https://github.com/advisories/GHSA-1");
        Know("Contoso.Json", "GHSA-1", "[1.0.0, 1.2.0)");

        Run().ShouldBeEmpty();
    }

    [Fact]
    public void An_exception_accepts_a_vulnerability_or_all_of_a_package_until_its_day()
    {
        Assets.Direct("A", "1.0.0").Direct("B", "1.0.0").Direct("C", "1.0.0");
        foreach (var package in new[] { "A", "B", "C" }) Know(package, $"GHSA-{package}1", "[1.0.0, 1.2.0)");

        Run(static task => task.Exceptions =
        [
            Exception("GHSA-A1", ("Reason", "not reachable")),
            Exception("CG8050", ("Reason", "later"), ("Package", "b"), ("Expires", "2999-01-01")),
            Exception("GHSA-C1", ("Reason", "old"), ("Expires", "2020-01-01")),
            Exception("CVE-2020-1", ("Reason", "gone")),
            Exception("CVE-2020-2"),
            Exception("CG8007", ("Reason", "of the inspection")),
        ]).Select(static line => string.Join(' ', line.Split(' ').Take(2)))
            .ShouldBe(["warning CG0076", "error CG8050", "warning CG0077", "message CG0078"]);
    }

    [Fact]
    public void A_package_without_an_entry_was_not_scanned_and_the_summary_says_so()
    {
        Assets.Direct("A", "1.0.0").Direct("B", "1.0.0");
        Table.Know("NuGet", "A");

        Run().ShouldBeEmpty();

        Summary().ShouldContain("Scanned 1 NuGet package: no known vulnerability.");
        Summary().ShouldContain("Not scanned: 1 of the packages (run 'dotnet build -t:ContainerGuardUpdate')");
    }

    [Fact]
    public void An_older_lock_file_stays_valid_and_embedded_data_counts()
    {
        Assets.Direct("System.Text.Json", "8.0.4");
        Lock(advisories: null);

        RunTask().ShouldHaveSingleItem().ShouldStartWith(
            "error CG8050 app.csproj 1 'System.Text.Json' 8.0.4 has a known vulnerability (high according to Microsoft: CVE-2024-43485). ");

        Summary().ShouldContain(".NET's CVE data of 2026-02-10");
    }

    [Theory]
    [InlineData("another content", "does not match its digest in the lock file")]
    [InlineData("no file", "containerguard.advisories.json does not exist, but the lock file contains its digest")]
    [InlineData("no digest", "does not have the digest")]
    [InlineData("a damaged file", "is not valid JSON")]
    [InlineData("a nested file", "is not valid JSON")]
    public void Locked_data_that_does_not_match_is_one_error(string change, string message)
    {
        Assets.Direct("Contoso.Json", "1.0.0");
        WriteData();
        var file = Folder.Combine(AdvisoryFile.Name);
        if (change == "another content") File.AppendAllText(file, "\n");
        else if (change == "no file") File.Delete(file);
        else if (change == "no digest") Lock(advisories: null);
        else if (change == "a damaged file") File.WriteAllText(file, File.ReadAllText(file)[..^9]);
        else File.WriteAllText(file, $"{{\"x\":{new string('[', 100_000)}");

        var found = RunTask().ShouldHaveSingleItem();

        found.ShouldStartWith("error CG8055 containerguard.advisories.json ");
        found.ShouldContain(message);
    }

    [Fact]
    public void A_base_with_an_exact_tag_is_reported_at_FROM_with_the_tag_to_write()
    {
        Folder.Write("Dockerfile", $"# the app\nFROM mcr.microsoft.com/dotnet/aspnet:9.0.1-alpine@{Digest}\nUSER app\n");

        var found = Run(static task => task.Dockerfiles = [new TaskItem("Dockerfile")]);

        found.Count.ShouldBe(2);
        found[0].ShouldStartWith("error CG8051 Dockerfile 2 .NET 9.0.1 of the base image has a known vulnerability (high "
            + "according to Microsoft: ");
        found[1].ShouldStartWith("error CG8051 Dockerfile 2 ASP.NET Core 9.0.1 of the base image has 3 known vulnerabilities ");
    }

    [Fact]
    public void A_base_whose_version_the_lock_file_has_is_fixed_by_an_update()
    {
        Folder.Write("Dockerfile", "FROM mcr.microsoft.com/dotnet/runtime:10.0\n");
        Know("Microsoft.NETCore.App.Runtime.linux-x64", "CVE-2026-1", "[10.0.0, 10.0.4)");
        WriteData(image: "mcr.microsoft.com/dotnet/runtime:10.0", runtime: "10.0.1");

        RunTask(static task => task.Dockerfiles = [new TaskItem("Dockerfile")]).ShouldBe([
            "error CG8051 Dockerfile 1 .NET 10.0.1 of the base image has a known vulnerability (high according to GHSA: CVE-2026-1). "
                + "10.0.4 has the fix. Run 'dotnet build -t:ContainerGuardUpdate'."]);
    }

    [Theory]
    [InlineData("warn", "warning")]
    [InlineData("error", "error")]
    [InlineData("off", null)]
    public void A_base_of_others_is_for_its_maintainers_to_fix(string setting, string? expected)
    {
        Folder.Write("Dockerfile", "FROM registry.example/dotnet:1\n");
        Know("Microsoft.NETCore.App.Runtime.linux-x64", "CVE-2026-1", "[10.0.0, 10.0.4)");
        WriteData(image: "registry.example/dotnet:1", runtime: "10.0.1");

        var found = RunTask(task =>
        {
            task.Dockerfiles = [new TaskItem("Dockerfile")];
            task.OfBase = setting;
        });

        if (expected is null) found.ShouldBeEmpty();
        else found.ShouldHaveSingleItem().ShouldStartWith($"{expected} CG8051 Dockerfile 1 .NET 10.0.1 of the base image ");
    }

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", "the .NET of 'mcr.microsoft.com/dotnet/aspnet:10.0'")]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0", "the system packages of 'mcr.microsoft.com/dotnet/runtime-deps:10.0'")]
    [InlineData("debian:13", "the system packages of 'debian:13'")]
    public void What_is_not_known_of_a_base_is_in_the_summary(string image, string missing)
    {
        Folder.Write("Dockerfile", $"FROM {image}\n");

        Run(static task => task.Dockerfiles = [new TaskItem("Dockerfile")]).ShouldBeEmpty();

        Summary().ShouldContain(missing);
    }

    [Fact]
    public void The_base_of_PublishContainer_is_scanned_without_the_packages_of_the_publish_before()
    {
        Assets.Direct("Contoso.Json", "1.0.0");
        Know("Contoso.Json", "GHSA-1", "[1.0.0, 1.2.0)");

        Run(static task =>
        {
            (task.BaseOnly, task.BaseImage) = (true, "mcr.microsoft.com/dotnet/runtime:9.0.0");
            task.Exceptions = [Exception("GHSA-1", ("Reason", "used before"))];
        }).ShouldHaveSingleItem().ShouldStartWith("error CG8051 app.csproj 1 .NET 9.0.0 of the base image ");
    }

    [Fact]
    public void The_runtime_inside_the_application_is_fixed_by_an_SDK()
    {
        var pack = new TaskItem("Microsoft.NETCore.App.Runtime.linux-x64");
        pack.SetMetadata("NuGetPackageId", "Microsoft.NETCore.App.Runtime.linux-x64");
        pack.SetMetadata("NuGetPackageVersion", "8.0.11");

        Run(task => task.RuntimePacks = [pack]).ShouldHaveSingleItem().ShouldBe(
            "error CG8052 app.csproj 1 .NET 8.0.11 inside the application has 3 known vulnerabilities (high according to "
                + "Microsoft: CVE-2025-21172, "
                + "CVE-2025-21176, CVE-2025-55248). Install an SDK with the runtime 8.0.21 or later, and publish again.");
    }
}
