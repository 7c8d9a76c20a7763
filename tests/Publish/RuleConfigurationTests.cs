using System.Text.Json;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>What people's files change of the rules' verdicts, in a real build.</summary>
public sealed class RuleConfigurationTests(PublishedPackage package)
{
    private const string Dockerfile = "FROM node@" + Workspaces.RuntimeDigest + "\nRUN sudo a\nUSER root\n";

    [Fact]
    public async Task An_editorconfig_decides_for_the_Dockerfile_that_its_section_matches()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Dockerfile);
        workspace.Write(".editorconfig", """
            [*]
            dotnet_diagnostic.CG3001.severity = none
            dotnet_diagnostic.CG2004.severity = silent
            [other/Dockerfile]
            dotnet_diagnostic.CG3005.severity = none
            [*/Dockerfile]
            dotnet_diagnostic.CG3005.severity = error

            """);

        var result = (await app.Build("-p:ContainerGuardSarif=guard.sarif", "-p:NoWarn=CG3005")).ShouldFail();

        string[] set = ["CG2004", "CG3001", "CG3005"];
        result.Diagnostics.Where(found => set.Contains(found.Code))
            .Select(found => $"{found.Code} {found.Severity}").ShouldBe(["CG3005 error"]);
        ResultsOf(app, "guard.sarif").Select(found => found.GetProperty("ruleId").GetString()).ShouldContain("CG2004");

        workspace.Write(".editorconfig", "[*]\ndotnet_diagnostic.CG3001.severity = eror\n");
        var wrong = (await app.Build()).ShouldFail().Errors.Single(error => error.Code == "CG0003");
        (wrong.File, wrong.Line).ShouldBe((workspace.Combine(".editorconfig"), 2));
    }

    /// <summary>
    /// MSBuild looks at its own lists once more for whatever is logged as a warning; nothing else that a file sets can be changed by them.
    /// </summary>
    [Theory]
    [InlineData("-p:TreatWarningsAsErrors=true", "warning")]
    [InlineData("-p:WarningsAsErrors=CG3005", "error")]
    [InlineData("-p:NoWarn=CG3005")]
    public async Task A_warning_of_an_editorconfig_is_a_warning_to_MSBuild(string argument, params string[] expected)
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Dockerfile);
        workspace.Write(".editorconfig", "[*]\ndotnet_diagnostic.CG3005.severity = warning\n");

        (await app.Build(argument)).Diagnostics.Where(found => found.Code == "CG3005").Select(found => found.Severity).ShouldBe(expected);
    }

    [Fact]
    public async Task A_baseline_beside_the_project_is_written_and_used_without_a_property()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Dockerfile);
        (await app.Publish()).ShouldFail();

        var shown = (await app.Target("ContainerGuardUpdateBaseline", "-p:ContainerGuardDryRun=true")).ShouldSucceed();
        shown.Output.ShouldContain("+++ b/containerguard.baseline.json");
        File.Exists(app.Combine("containerguard.baseline.json")).ShouldBeFalse();

        (await app.Target("ContainerGuardUpdateBaseline")).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        File.Exists(app.Combine("containerguard.baseline.json")).ShouldBeTrue();
        (await app.Publish()).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        (await app.Publish("-p:ContainerGuardBaseline=")).ShouldFail();
    }

    [Fact]
    public async Task A_section_that_matches_no_Dockerfile_is_a_warning_in_its_file()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", "FROM node:24@" + Workspaces.RuntimeDigest + "\nUSER 1000\n");
        workspace.Write(".editorconfig", "[*.cs]\ndotnet_diagnostic.CG3001.severity = none\n");

        var warning = (await app.Build()).ShouldSucceed().Warnings.Where(found => found.Code == "CG0002").ShouldHaveSingleItem();

        (warning.File, warning.Line).ShouldBe((workspace.Combine(".editorconfig"), 1));
        warning.Message.ShouldContain("[*.cs]");
    }

    [Fact]
    public async Task A_baseline_lets_an_old_repository_start_and_fails_what_is_new()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Dockerfile).Property("ContainerGuardBaseline", "containerguard.baseline.json");

        (await app.Build()).ShouldFail().Errors.ShouldHaveSingleItem().Code.ShouldBe("CG0004");

        (await app.Target("ContainerGuardUpdateBaseline")).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        var baseline = app.Read("containerguard.baseline.json");
        (await app.Target("ContainerGuardUpdateBaseline")).ShouldSucceed();
        app.Read("containerguard.baseline.json").ShouldBe(baseline);

        (await app.Build("-p:ContainerGuardSarif=guard.sarif")).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        ResultsOf(app, "guard.sarif").ShouldAllBe(
            found => found.GetProperty("suppressions")[0].GetProperty("kind").GetString() == "external");

        app.File("Dockerfile", "# One line more.\n" + Dockerfile + "RUN sudo b\n");
        var result = (await app.Build("-p:ContainerGuardLevel=strict")).ShouldFail();
        result.Errors.Select(error => (error.Code, error.Line)).ShouldContain(("CG3005", 5));
        result.Errors.ShouldAllBe(error => error.Line >= 5);

        app.File("Dockerfile", "FROM scratch\nUSER 1\n");
        (await app.Build("-v:normal")).ShouldSucceed().Output.ShouldContain("CG0030");

        app.File("containerguard.baseline.json", "{\n<<<<<<< ours\n");
        var fault = (await app.Build()).ShouldFail().Errors.ShouldHaveSingleItem();
        (fault.Code, fault.Line).ShouldBe(("CG0031", 2));
    }

    private static IReadOnlyList<JsonElement> ResultsOf(TestProject project, string report)
    {
        using var sarif = JsonDocument.Parse(project.Read(report));
        return [.. sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(result => result.Clone())];
    }
}
