using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>Properties, levels, MSBuild's own lists; and what the guard says when they are wrong.</summary>
public sealed class ConfigurationTests(PublishedPackage package)
{
    // One warning (a digest without a tag), one error (root).
    private const string Dockerfile = "FROM node@" + Workspaces.RuntimeDigest + "\nUSER root\n";

    [Fact]
    public async Task An_sdk_that_is_too_old_gets_one_error_and_nothing_else()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Dockerfile);

        var result = (await app.Publish("-p:_ContainerGuardMSBuildVersion=17.14.8")).ShouldFail();

        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["CG0001"]);
        result.Errors.Single().Message.ShouldContain(".NET 10 SDK");
    }

    [Fact]
    public async Task A_misspelt_property_is_warned_of_where_it_stands_with_the_nearest_real_one()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Property("ContainerGuardPining", "off");

        var result = (await app.Build()).ShouldSucceed();

        var warning = result.Warnings.Single();
        warning.Code.ShouldBe("CG0002");
        warning.File.ShouldBe(app.ProjectFile);
        warning.Line.ShouldBeGreaterThan(1);
        warning.Message.ShouldContain("'ContainerGuardPinning'");
    }

    [Fact]
    public async Task A_misspelt_property_on_the_command_line_is_warned_of()
    {
        using var workspace = package.Locked();

        var result = (await workspace.Web().Build("-p:ContainerGuardLevle=strict")).ShouldSucceed();

        result.Warnings.Single().Message.ShouldContain("'ContainerGuardLevel'");
    }

    [Fact]
    public async Task A_value_that_means_nothing_is_an_error_with_the_values_there_are()
    {
        using var workspace = package.Locked();

        var result = (await workspace.Web().Build("-p:ContainerGuardLevel=stict")).ShouldFail();

        var error = result.Errors.Single();
        error.Code.ShouldBe("CG0003");
        error.Message.ShouldContain("'strict'");
    }

    [Theory]
    [InlineData("", "CG2004 warning", "CG3001 error")]
    [InlineData("-p:ContainerGuardLevel=minimum", "CG3001 error")]
    [InlineData("-p:ContainerGuardLevel=strict", "CG2004 error", "CG3001 error")]
    [InlineData("-p:TreatWarningsAsErrors=true", "CG2004 error", "CG3001 error")]
    [InlineData("-p:WarningsAsErrors=CG2004", "CG2004 error", "CG3001 error")]
    [InlineData("-p:NoWarn=CG3001", "CG2004 warning")]
    [InlineData("-p:NoWarn=\"CG3001%3BCG2004\"")]
    public async Task Levels_and_lists_decide_what_is_reported(string argument, params string[] expected)
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Dockerfile);

        var result = await app.DotNet(argument.Length == 0 ? ["publish"] : ["publish", argument]);

        result.Diagnostics.Select(diagnostic => $"{diagnostic.Code} {diagnostic.Severity}")
            .Where(found => found.StartsWith("CG2004", StringComparison.Ordinal) || found.StartsWith("CG3001", StringComparison.Ordinal))
            .ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task A_comment_with_a_reason_silences_a_rule_at_its_instruction()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", $"""
            FROM node:24@{Workspaces.RuntimeDigest}
            # containerguard ignore=CG3001: the entry point drops its rights
            USER root

            """);

        (await app.Build()).Diagnostics.ShouldNotContain(found => found.Code == "CG3001");
    }

    [Fact]
    public async Task Sarif_has_every_rule_with_its_aliases_and_every_finding_at_its_place()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Dockerfile);

        await app.Build("-p:ContainerGuardSarif=out/guard.sarif");

        using var sarif = System.Text.Json.JsonDocument.Parse(app.Read("out/guard.sarif"));
        var run = sarif.RootElement.GetProperty("runs")[0];
        var rule = run.GetProperty("tool")
            .GetProperty("driver").GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("id").GetString() == "CG3001");
        rule.GetProperty("properties")
            .GetProperty("aliases").EnumerateArray().Select(alias => alias.GetString()).ShouldContain("hadolint:DL3002");
        var finding = run.GetProperty("results").EnumerateArray().Single(result => result.GetProperty("ruleId").GetString() == "CG3001");
        var place = finding.GetProperty("locations")[0].GetProperty("physicalLocation");
        place.GetProperty("artifactLocation")
            .GetProperty("uri").GetString().ShouldBe("app/Dockerfile", "paths begin at the root of the repository");
        place.GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("-p:Rule=CG3001")]
    [InlineData("-p:ContainerGuardRule=DL3002")]
    [InlineData("-p:ContainerGuardRule=CG1016%3BCG3001")]
    [InlineData("-p:ContainerGuardRule=CG1016 hadolint:DL3002")]
    public async Task Explain_prints_the_pages_of_rules(string argument)
    {
        using var workspace = package.Locked();

        (await workspace.Web().Target("ContainerGuardExplain", argument)).ShouldSucceed().Output.ShouldContain("# CG3001");
    }

    [Fact]
    public async Task Explain_suggests_the_nearest_name_for_an_unknown_one()
    {
        using var workspace = package.Locked();

        var error = (await workspace.Web().Target("ContainerGuardExplain", "-p:ContainerGuardRule=CG3001x"))
            .ShouldFail().Errors.ShouldHaveSingleItem();

        error.Code.ShouldBe("CG0003");
        error.Message.ShouldContain("'CG3001'");
    }

    [Theory]
    [InlineData("ContainerGuardEnabled", "off")]
    [InlineData("ContainerGuardEnabled", "No")]
    [InlineData("ContainerGuardCheckOnBuild", "OFF")]
    [InlineData("ContainerGuardCheckOnBuild", "no")]
    public async Task The_words_of_MSBuild_for_false_switch_off_what_they_name(string property, string value)
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Dockerfile).Property(property, value);

        (await app.Build()).ShouldSucceed().Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ContainerGuardStrictLabels", "yes", "false", "CG9003")]
    [InlineData("ContainerGuardStrictLabels", "off", "On", "CG9002")]
    [InlineData("ContainerGuardStrictLabels", "no", "no")]
    public async Task The_words_of_MSBuild_hold_for_properties_and_metadata(
        string property, string value, string required, params string[] expected)
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", "FROM node:24@" + Workspaces.RuntimeDigest + "\nLABEL other=1\nUSER 1000\n")
            .Item("ContainerGuardLabelSchema", "team", ("Required", required)).Property(property, value);

        (await app.Build()).Diagnostics
            .Select(found => found.Code).Where(code => code.StartsWith("CG900", StringComparison.Ordinal)).ShouldBe(expected);
    }

    [Fact]
    public async Task An_item_given_as_a_property_is_a_warning_with_the_item_to_write()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Property("ContainerGuardMirror", "mcr.microsoft.com=registry.corp/mcr");

        var warning = (await app.Build()).ShouldSucceed().Warnings.ShouldHaveSingleItem();

        (warning.Code, warning.File).ShouldBe(("CG0002", app.ProjectFile));
        warning.Line.ShouldBeGreaterThan(1);
        warning.Message.ShouldContain("""<ContainerGuardMirror Include="mcr.microsoft.com" Registry="registry.corp/mcr" />""");
    }

    [Fact]
    public async Task Missing_metadata_is_one_error_at_the_item()
    {
        using var workspace = package.Locked();
        var app = workspace.Web()
            .File("Dockerfile", Dockerfile).Item("ContainerGuardMirror", "mcr.microsoft.com", ("Regsitry", "registry.corp/mcr"));

        var error = (await app.Build()).ShouldFail().Errors.ShouldHaveSingleItem();

        (error.Code, error.File).ShouldBe(("CG0002", app.ProjectFile));
        error.Line.ShouldBeGreaterThan(1);
        error.Message.ShouldContain("Did you mean 'Registry'?");
    }
}
