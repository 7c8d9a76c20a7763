using ContainerGuard.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace ContainerGuard.Tests.Publish;

/// <summary>
/// The steps of the workflows in <c>.github/workflows</c>, each as it is written, on a fresh copy of the repository. The copy has a
/// solution with one small test project instead of all projects: the whole solution is what built this test, and what <c>.ci/run</c> builds
/// and tests on CI. The scripts of the engine only record that they ran: the engine tests need what they really do.
/// </summary>
public sealed class WorkflowTests(PublishedPackage package)
{
    /// <summary>What the runner of GitHub runs itself. A test can only read these steps.</summary>
    private static readonly string[] OnlyParsed = ["actions/checkout@v5", "actions/setup-dotnet@v5"];

    /// <summary>Every command of every workflow, in its order, and the test that runs it.</summary>
    private static readonly Dictionary<string, string> Executed = new()
    {
        [".ci/run"] = nameof(The_script_of_CI_counts_the_tests_and_stops_the_engine_that_it_started),
        ["dotnet build"] = nameof(The_commands_of_a_machine_without_an_engine_work_on_a_fresh_clone),
        ["dotnet test --no-build"] = nameof(The_commands_of_a_machine_without_an_engine_work_on_a_fresh_clone),
        ["dotnet publish samples/WebApi"] = nameof(The_commands_of_a_machine_without_an_engine_work_on_a_fresh_clone),
    };

    [Fact]
    public void A_step_is_a_command_that_a_test_runs_or_an_action_of_GitHub()
    {
        Steps("run").ShouldBe(Executed.Keys);
        Steps("uses").Distinct().ShouldBe(OnlyParsed);
        Executed.Values.ShouldAllBe(static test => typeof(WorkflowTests).GetMethod(test) != null);
    }

    [Fact]
    public void The_workflow_runs_on_Linux_Windows_and_macOS()
    {
        var jobs = Jobs("ci.yml").ToArray();

        string[] systems = [.. jobs.Select(static job => Text(job, "runs-on")), .. jobs.SelectMany(Matrix)];

        systems.Select(static system => system.Split('-')[0]).Where(static system => !system.StartsWith('$'))
            .ShouldBe(["ubuntu", "windows", "macos"]);
    }

    [Fact]
    public async Task The_commands_of_a_machine_without_an_engine_work_on_a_fresh_clone()
    {
        OnlyInBash();
        using var clone = Clone("Assert.True(true)");
        var results = new Dictionary<string, CommandResult>();

        foreach (var command in Executed.Keys.Where(static command => command.StartsWith("dotnet ", StringComparison.Ordinal)))
        {
            results[command] = (await Run(clone, command)).ShouldSucceed();
        }

        results["dotnet test --no-build"].Output.ShouldContain("Passed:     1");
        results["dotnet publish samples/WebApi"].Output.ShouldContain("obj/container/Dockerfile");
    }

    [Theory]
    [InlineData("Assert.True(true)", false, "1 passed, 0 failed, 0 skipped", 0)]
    [InlineData("Assert.True(false)", false, "0 passed, 1 failed, 0 skipped", 1)]
    [InlineData("Assert.Skip(\"no engine\")", false, "0 passed, 1 failed, 1 skipped", 1)]
    [InlineData("Assert.True(true)", true, "1 passed, 0 failed, 0 skipped", 0)]
    [InlineData("does not compile", false, "0 passed, 1 failed, 0 skipped", 1)]
    public async Task The_script_of_CI_counts_the_tests_and_stops_the_engine_that_it_started(
        string test, bool isRunning, string lastLine, int code)
    {
        OnlyInBash();
        using var clone = Clone(test, isRunning);

        var run = await Run(clone, ".ci/run");

        run.ExitCode.ShouldBe(code, run.Output);
        run.StandardOutput.TrimEnd().Split('\n')[^1].ShouldBe(lastLine);
        File.ReadAllLines(clone.Combine("engine.log")).ShouldBe(
            isRunning ? ["install", "is-running", "start"] : ["install", "is-running", "start", "stop"]);
    }

    private static void OnlyInBash()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The steps run in bash here.");
    }

    /// <summary>The repository with a single test.</summary>
    private static TemporaryDirectory Clone(string test, bool isRunning = false)
    {
        var clone = new TemporaryDirectory("containerguard");
        RepositoryCopy.To(
            clone.Path, ".ci", "build", "docs", "samples", "src", "tests/Directory.Build.props", ".editorconfig", "Directory.Build.props",
            "Directory.Build.targets", "Directory.Packages.props", "Directory.Solution.targets", "global.json", "LICENSE", "NuGet.config",
            "README.md", "THIRD-PARTY-NOTICES.txt");
        foreach (var script in (string[])["install", "is-running", "start", "stop"])
        {
            var ends = script == "is-running" && !isRunning ? "exit 1\n" : "";
            File.WriteAllText(clone.Combine("build", "engine", $"{script}.sh"), $"#!/bin/sh\necho {script} >> engine.log\n{ends}");
        }

        clone.Write("ContainerGuard.slnx", "<Solution><Project Path=\"tests/Small/ContainerGuard.Tests.Small.csproj\" /></Solution>");
        clone.Write("tests/Small/ContainerGuard.Tests.Small.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <IsTestProject>true</IsTestProject>
                <RestorePackagesWithLockFile>false</RestorePackagesWithLockFile>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" />
                <PackageReference Include="Shouldly" />
                <PackageReference Include="xunit.runner.visualstudio" />
                <PackageReference Include="xunit.v3" />
              </ItemGroup>
            </Project>
            """);
        clone.Write("tests/Small/SmallTests.cs", $$"""
            namespace ContainerGuard.Tests.Small;

            public sealed class SmallTests
            {
                [Fact]
                public void The_only_test() => {{test}};
            }

            """);
        return clone;
    }

    /// <summary>As a runner of GitHub does: bash, the variable CI, and the packages of this machine.</summary>
    private Task<CommandResult> Run(TemporaryDirectory clone, string command)
    {
        var variables = DotNetCli.CleanEnvironment();
        foreach (var (name, value) in package.Environment) variables[name] = value;
        variables["GITHUB_ACTIONS"] = "true";
        return Command.RunAsync("bash", ["-eo", "pipefail", "-c", command], clone.Path, variables);
    }

    private static string[] Steps(string member) =>
    [
        .. Directory.EnumerateFiles(RepositoryRoot.Combine(".github", "workflows")).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal).SelectMany(static file => Jobs(file!))
            .SelectMany(static job => ((YamlSequenceNode)job["steps"]).Children.OfType<YamlMappingNode>())
            .Where(step => step.Children.ContainsKey(member)).Select(step => Text(step, member)),
    ];

    private static IEnumerable<YamlMappingNode> Jobs(string workflow)
    {
        using var file = File.OpenText(RepositoryRoot.Combine(".github", "workflows", workflow));
        var yaml = new YamlStream();
        yaml.Load(file);
        return ((YamlMappingNode)yaml.Documents[0].RootNode["jobs"]).Children.Values.OfType<YamlMappingNode>();
    }

    private static IEnumerable<string> Matrix(YamlMappingNode job) => job.Children.ContainsKey("strategy")
        ? ((YamlSequenceNode)job["strategy"]["matrix"]["os"]).Children.Select(static system => system.ToString())
        : [];

    private static string Text(YamlMappingNode node, string member) => node[member].ToString();
}
