using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>
/// A publish looks for known vulnerabilities in what it ships, from locked data; ContainerGuardUpdate locks the data of a feed.
/// </summary>
public sealed class ScanTests(PublishedPackage package)
{
    private const string Ghsa = "GHSA-5crp-9r3c-p9vr";
    private const string Advisories = "containerguard.advisories.json";

    [Fact]
    public async Task A_vulnerable_package_fails_the_publish_at_its_line_and_the_version_in_the_message_fixes_it()
    {
        using var feed = new VulnerabilityFeed().Vulnerable("newtonsoft.json", "(, 13.0.1)", Ghsa);
        using var workspace = package.Locked();
        var app = Scanned(workspace, feed).Package("Newtonsoft.Json", "12.0.3");

        (await app.Publish()).ShouldSucceed().Output.ShouldContain("1 of the packages");
        (await app.Target("ContainerGuardUpdateAdvisories")).ShouldSucceed().Output.ShouldContain($"{Ghsa} of newtonsoft.json");
        var result = (await app.Publish()).ShouldFail();

        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CG8050");
        error.File.ShouldBe(app.ProjectFile);
        error.Line.ShouldBe(LineOf(app.Read("app.csproj"), "Newtonsoft.Json"));
        error.Message.ShouldContain($"'Newtonsoft.Json' 12.0.3 has a known vulnerability (high according to GHSA: {Ghsa}). "
            + "Update this reference to 13.0.1.");

        app.Without("PackageReference", "Newtonsoft.Json").Package("Newtonsoft.Json", "13.0.1");
        (await app.Publish()).ShouldSucceed().Output.ShouldContain("no known vulnerability");
    }

    [Fact]
    public async Task What_NuGet_only_warns_of_fails_the_publish_with_its_code_and_its_own_error_is_not_repeated()
    {
        using var feed = new VulnerabilityFeed().Vulnerable("newtonsoft.json", "(, 13.0.1)", Ghsa);
        using var workspace = package.Locked();
        workspace.Write("nuget.config", workspace.Read("nuget.config").Replace(
            "</packageSources>", $"""<add key="audited" value="{feed.Address}" allowInsecureConnections="true" /></packageSources>""",
            StringComparison.Ordinal));
        var app = workspace.Web().Package("Newtonsoft.Json", "12.0.3").Environment("NuGetAudit", "true");

        var warned = (await app.Publish()).ShouldFail();

        warned.Warnings.ShouldContain(static warning => warning.Code == "NU1903");
        warned.Errors.ShouldHaveSingleItem().Message.ShouldContain($"'Newtonsoft.Json' 12.0.3 has a known vulnerability");
        warned.Errors.Single().Message.ShouldContain("NU1903 of NuGet");

        var failed = (await app.Property("WarningsAsErrors", "NU1903").Publish()).ShouldFail();
        failed.Errors.ShouldAllBe(static error => error.Code == "NU1903");
        File.Exists(workspace.Combine(Advisories)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_package_of_a_referenced_project_is_reported_in_that_project_or_where_its_version_is()
    {
        using var feed = new VulnerabilityFeed().Vulnerable("newtonsoft.json", "(, 13.0.1)", Ghsa);
        using var workspace = package.Locked();
        var library = workspace.Library().Package("Newtonsoft.Json", "12.0.3");
        var app = Scanned(workspace, feed).References(library);
        (await app.Target("ContainerGuardUpdateAdvisories")).ShouldSucceed();

        var error = (await app.Publish()).ShouldFail().Errors.ShouldHaveSingleItem();
        (error.Code, error.File, error.Line).ShouldBe(
            ("CG8050", library.ProjectFile, LineOf(library.Read("lib.csproj"), "Newtonsoft.Json")));

        (await app.Publish("-p:ContainerGuardScanSeverity=critical")).ShouldSucceed().Errors.ShouldBeEmpty();
        (await app.Publish("-p:ContainerGuardScanOnPublish=false")).ShouldSucceed().Output.ShouldNotContain("Scanned");
        (await app.Build()).ShouldSucceed().Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_self_contained_application_is_scanned_with_its_runtime_and_a_fresh_scan_asks_the_feed()
    {
        using var feed = new VulnerabilityFeed().Vulnerable("microsoft.netcore.app.runtime.linux-x64", "[10.0.0, 10.0.99)", Ghsa);
        using var workspace = package.Locked();
        workspace.Write("containerguard.lock.json", Workspaces.LockFile(
            ("mcr.microsoft.com/dotnet/sdk:10.0", Workspaces.SdkDigest, ""),
            ("mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled-extra", Workspaces.RuntimeDigest, "1654"),
            ("mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled", Workspaces.RuntimeDigest, "1654")));
        var app = Scanned(workspace, feed).Property("RuntimeIdentifier", "linux-x64").Property("PublishSingleFile", "true")
            .Property("SelfContained", "true");

        var result = (await app.Publish("-p:ContainerGuardScanFresh=true")).ShouldFail();

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe("CG8052");
        feed.Requests.ShouldContain("/v3/vulnerabilities/update.json");
        feed.Forget();
        (await app.Publish()).ShouldSucceed();
        feed.Requests.ShouldBeEmpty();
    }

    /// <summary>A native program and a trimmed one have no list of their packages.</summary>
    [Theory]
    [InlineData("PublishAot")]
    [InlineData("PublishTrimmed")]
    [InlineData("PublishSingleFile")]
    public async Task An_application_that_does_not_list_its_packages_is_scanned_with_them_and_its_runtime(string form)
    {
        using var feed = new VulnerabilityFeed().Pages(
            "2026-08-20",
            $$"""{"newtonsoft.json":[{"severity":2,"url":"https://github.com/advisories/{{Ghsa}}","versions":"(, 13.0.1)"}]}""",
            "2026-08-21", """
                {"microsoft.netcore.app.runtime.linux-x64":
                [{"severity":2,"url":"https://github.com/advisories/GHSA-2222-3333-4444","versions":"[10.0.0, 10.0.99)"}]}
                """);
        using var workspace = package.Locked();
        var app = Scanned(workspace, feed).Property("RuntimeIdentifier", "linux-x64").Property("SelfContained", "true")
            .Property(form, "true").Package("Newtonsoft.Json", "12.0.3");

        var result = await app.Target("ContainerGuardScan", "-p:ContainerGuardScanFresh=true");

        result.Diagnostics.Where(static one => one.Code is "CG8050" or "CG8052").Select(static one => one.Code).Order()
            .ShouldBe(["CG8050", "CG8052"]);
    }

    private static int LineOf(string text, string part) =>
        text.Split('\n').ToList().FindIndex(line => line.Contains(part, StringComparison.Ordinal)) + 1;

    private static TestProject Scanned(TestWorkspace workspace, VulnerabilityFeed feed) =>
        workspace.Web().Item("ContainerGuardAdvisorySource", feed.Address).Property("ContainerGuardCacheFolder", "../cache");
}
