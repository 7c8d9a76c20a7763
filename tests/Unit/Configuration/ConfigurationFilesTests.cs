using ContainerGuard.Configuration;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Configuration;

/// <summary>Which configuration files count for a Dockerfile, and what they say.</summary>
public sealed class ConfigurationFilesTests
{
    private static readonly RuleDescriptor Root = new("CG3001", "The last user is root", Severity.Error) { Aliases = ["hadolint:DL3002"] };

    [Theory]
    [InlineData("error")]
    [InlineData("Warning")]
    [InlineData("suggestion")]
    [InlineData("silent")]
    [InlineData("NONE")]
    public void A_section_that_matches_sets_the_severity(string severity) =>
        SettingAt("/repo/api/Dockerfile", ("/repo/.editorconfig",
            $"[*.cs]\ndotnet_diagnostic.CG3001.severity = none\n[Dockerfile]\ndotnet_diagnostic.CG3001.severity = {severity}\n"))
            .ShouldBe(severity.ToLowerInvariant());

    [Theory]
    [InlineData("dotnet_diagnostic.cg3001.severity=error")]
    [InlineData("  DOTNET_DIAGNOSTIC.CG3001.SEVERITY : error  ")]
    [InlineData("dotnet_diagnostic.CG3001.severity = error # because")]
    [InlineData("dotnet_diagnostic.CG3001.severity = none\ndotnet_diagnostic.CG3001.severity = error")]
    public void A_line_is_read_as_the_compiler_reads_it(string line) =>
        SettingAt("/repo/Dockerfile", ("/repo/.editorconfig", $"; comment\r\n[*]\r\n{line}\r\n")).ShouldBe("error");

    [Theory]
    [InlineData("# dotnet_diagnostic.CG3001.severity = error")]
    [InlineData("dotnet_diagnostic.CG3002.severity = error")]
    [InlineData("dotnet_analyzer_diagnostic.severity = error")]
    [InlineData("dotnet_diagnostic.CG3001.severity")]
    [InlineData("dotnet_diagnostic.CG3001.severity = default")]
    public void A_line_that_says_nothing_of_the_rule_sets_nothing(string line) =>
        SettingAt("/repo/Dockerfile", ("/repo/.editorconfig", $"[*]\n{line}\n")).ShouldBeNull();

    [Fact]
    public void The_nearer_file_wins() =>
        SettingAt("/repo/api/Dockerfile", ("/repo/.editorconfig", Section("error")), ("/repo/api/.editorconfig", Section("none"))).ShouldBe(
            "none");

    [Fact]
    public void Default_in_a_nearer_file_takes_back_what_the_farther_says() =>
        SettingAt("/repo/api/Dockerfile", ("/repo/.editorconfig", Section("error")), ("/repo/api/.editorconfig", Section("default")))
            .ShouldBeNull();

    [Fact]
    public void The_later_section_wins() =>
        SettingAt("/repo/Dockerfile", ("/repo/.editorconfig", Section("error") + Section("none"))).ShouldBe("none");

    [Fact]
    public void Above_a_root_nothing_counts() =>
        SettingAt("/repo/api/Dockerfile", ("/repo/.editorconfig", Section("error")), ("/repo/api/.editorconfig", "root = true\n"))
            .ShouldBeNull();

    [Fact]
    public void A_global_file_yields_to_a_folder_s_file()
    {
        var global = ("/repo/.globalconfig", "dotnet_diagnostic.CG3001.severity = error\n");

        SettingAt("/repo/api/Dockerfile", global).ShouldBe("error");
        SettingAt("/repo/api/Dockerfile", global, ("/repo/.editorconfig", Section("none"))).ShouldBe("none");
        SettingAt("/repo/api/Dockerfile", global, ("/repo/api/.editorconfig", "root = true\n")).ShouldBe("error");
    }

    [Fact]
    public void Of_global_files_the_higher_level_wins_and_a_globalconfig_has_100()
    {
        var named = ("/shared/rules.globalconfig", "is_global = true\nglobal_level = 101\ndotnet_diagnostic.CG3001.severity = none\n");
        var nearest = ("/repo/.globalconfig", "dotnet_diagnostic.CG3001.severity = error\n");

        SettingAt("/repo/Dockerfile", named, nearest).ShouldBe("none");
        SettingAt("/repo/Dockerfile", (named.Item1, named.Item2.Replace("101", "99", StringComparison.Ordinal)), nearest).ShouldBe("error");
    }

    [Fact]
    public void A_section_of_a_global_file_names_a_file()
    {
        var global = ("/repo/.globalconfig", "[/repo/api/Dockerfile]\ndotnet_diagnostic.CG3001.severity = none\n");

        SettingAt("/repo/api/Dockerfile", global).ShouldBe("none");
        SettingAt("/repo/web/Dockerfile", global).ShouldBeNull();
    }

    [Fact]
    public void A_folder_is_read_once_for_all_its_Dockerfiles()
    {
        var disk = new MemoryFileSystem(("/repo/.editorconfig", Section("error")), ("/repo/.hadolint.yaml", "ignored: [DL3002]"));
        var configuration = new ConfigurationFiles(disk, "/repo", []);

        foreach (var name in new[] { "/repo/a/Dockerfile", "/repo/b/Dockerfile", "/repo/Dockerfile" })
        {
            configuration.For(name).SayNothing.ShouldBeFalse();
        }

        disk.Reads.ShouldBe(["/repo/.editorconfig", "/repo/.hadolint.yaml"], ignoreOrder: true);
    }

    [Fact]
    public void A_severity_that_is_none_is_a_problem_at_its_place()
    {
        var configuration =
            new ConfigurationFiles(
                new MemoryFileSystem(("/repo/.editorconfig", "[*]\ndotnet_diagnostic.CG3001.severity = eror\n")), "/repo", []);
        configuration.For("/repo/Dockerfile");
        configuration.For("/repo/api/Dockerfile");

        var problem = configuration.Problems.ShouldHaveSingleItem();
        (problem.Path, problem.Line, problem.Column).ShouldBe(("/repo/.editorconfig", 2, 37));
        problem.Message.ShouldContain("Did you mean 'error'?");
    }

    [Fact]
    public void The_hadolint_configuration_beside_the_Dockerfile_counts_before_that_of_the_context()
    {
        var configuration = new ConfigurationFiles(
            new MemoryFileSystem(("/repo/.hadolint.yaml", "ignored: [DL3002]"), ("/repo/api/.hadolint.yml", "ignored:\n  - DL3004\n")),
            "/repo", []);

        configuration.For("/repo/web/Dockerfile").IgnoredBy(Root).ShouldBe(".hadolint.yaml ignores DL3002");
        configuration.For("/repo/api/Dockerfile").IgnoredBy(Root).ShouldBeNull();
    }

    [Fact]
    public void A_hadolint_configuration_that_is_not_YAML_is_one_problem_at_its_place()
    {
        var configuration = new ConfigurationFiles(
            new MemoryFileSystem(("/repo/.hadolint.yaml", "ignored:\n  - DL3002\nfailure-threshold: \"info\n")), "/repo", []);
        configuration.For("/repo/Dockerfile");
        configuration.For("/repo/api/Dockerfile");

        var problem = configuration.Problems.ShouldHaveSingleItem();
        (problem.Path, problem.Line, problem.IsError).ShouldBe(("/repo/.hadolint.yaml", 3, true));
        problem.Message.ShouldStartWith("The file is not valid YAML: ");
    }

    [Theory]
    [InlineData("*.cs", "Move the setting to the section [Dockerfile].")]
    [InlineData("**/*.{cs,vb}", "Move the setting to the section [Dockerfile].")]
    [InlineData("src/web/Dockerfile", "The file does not exist. Correct its path.")]
    [InlineData("/Dockerfile", "The file does not exist. Correct its path.")]
    [InlineData("dockerfile", "Did you mean [Dockerfile]?")]
    [InlineData("Dockefile", "Did you mean [Dockerfile]?")]
    public void A_section_that_matches_no_Dockerfile_is_a_problem_at_its_header(string header, string remedy)
    {
        var problem = ProblemsOf($"root = true\n\n[{header}]\ndotnet_diagnostic.CG3001.severity = none\n").ShouldHaveSingleItem();

        (problem.Path, problem.Line, problem.Column, problem.IsError).ShouldBe(("/repo/.editorconfig", 3, 1, false));
        problem.Message.ShouldBe($"The section [{header}] sets CG3001 and matches no Dockerfile. {remedy}");
    }

    /// <summary>One project of many is checked: the others' Dockerfiles are not known.</summary>
    [Theory]
    [InlineData("*")]
    [InlineData("Dockerfile")]
    [InlineData("api/Dockerfile")]
    [InlineData("other/Dockerfile.dev")]
    [InlineData("Dockerfile.dev")]
    [InlineData("web.Dockerfile")]
    [InlineData("Containerfile")]
    [InlineData("*.docker")]
    [InlineData("{src,tests}/**/Dockerfile")]
    [InlineData("tests/**")]
    public void A_section_that_may_match_in_another_project_is_no_problem(string header) =>
        ProblemsOf($"[{header}]\ndotnet_diagnostic.CG3001.severity = none\n").ShouldBeEmpty();

    [Fact]
    public void A_section_without_a_rule_of_ours_or_above_a_root_is_no_problem()
    {
        ProblemsOf("[*.cs]\ndotnet_diagnostic.CA1000.severity = none\n").ShouldBeEmpty();
        ProblemsOf("[*.cs]\ndotnet_diagnostic.CG3001.severity = none\n", ("/repo/api/.editorconfig", "root = true\n")).ShouldBeEmpty();
    }

    private static IReadOnlyList<ConfigurationProblem> ProblemsOf(string text, params (string Path, string Text)[] files)
    {
        var disk = new MemoryFileSystem(
            [("/repo/.editorconfig", text), ("/repo/api/Dockerfile", ""), ("/repo/other/Dockerfile.dev", ""), .. files]);
        var configuration = new ConfigurationFiles(disk, "/repo", []);
        configuration.For("/repo/api/Dockerfile");
        return configuration.Problems;
    }

    private static string Section(string severity) => $"[*]\ndotnet_diagnostic.CG3001.severity = {severity}\n";

    /// <summary>The word that counts; null where nothing is said.</summary>
    private static string? SettingAt(string dockerfile, params (string Path, string Text)[] files) =>
        new ConfigurationFiles(
            new MemoryFileSystem(files), "/repo",
            [.. files.Select(file => file.Path).Where(path => path.StartsWith("/shared", StringComparison.Ordinal))])
            .For(dockerfile).Of(Root)?.Word;
}
