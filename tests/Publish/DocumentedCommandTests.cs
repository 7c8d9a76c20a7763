using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>The commands in the blocks of all pages: each is run by a test, or listed here with the reason why it is only parsed.</summary>
public sealed partial class DocumentedCommandTests(PublishedPackage package)
{
    private const string Oras = "the tests push such an artifact with another client: OciArtifactTests in tests/Unit";

    /// <summary>The pages about the tool. Their commands are run here, with the tool that the first one installs.</summary>
    private static readonly string[] PagesOfTool =
        ["docs/tool.md", "docs/compose.md", "docs/how-to/editors.md", "src/Tool/VSCode/README.md"];

    /// <summary>Commands that only their targets and properties are compared with <c>docs/surface.txt</c>, and why.</summary>
    private static readonly Dictionary<string, string> OnlyParsed = new()
    {
        ["dotnet publish samples/WebApi"] = "WorkflowTests runs it as a step of CI",
        ["dotnet test"] = "it is this run",
        ["git add containerguard.baseline.json"] = "it is a command of git",
        ["git commit -am \"Update base images\""] = "it is a command of git",
        ["dotnet build -t:ContainerGuardUpdate"] = "it needs a registry with a moved tag: MovedTagTests in tests/Engine",
        ["dotnet build -t:ContainerGuardUpdate -p:ContainerGuardUpdatePolicy=minor -p:ContainerGuardUpdateMinimumAge=7"] =
            "it needs a registry with newer tags: UpdateTests in tests/Unit",
        ["dotnet build -t:ContainerGuardBases"] = "it needs a registry with newer tags: BasesTests",
        ["dotnet build -t:ContainerGuardInspect -p:ContainerGuardInspectImage=mcr.microsoft.com/dotnet/aspnet:10.0"] =
            "it needs a public registry: the tutorial inspects an image of the engine",
        ["dotnet build -t:ContainerGuardInspect -p:ContainerGuardInspectImage=docker.io/library/nginx:1.29 "
            + "-p:ContainerGuardSbom=cyclonedx"] = "it needs a public registry: SbomTests",
        ["dotnet build -t:ContainerGuardScan -p:ContainerGuardInspectImage=docker-archive:app.tar"] =
            "it needs an archive: ImageScanTests",
        ["oras push registry.example.com/security/advisories:latest npm.zip nuget.zip"] = Oras,
        ["oras push registry.example.com/security/advisories:latest records/"] = Oras,
        ["EXPERIMENTAL_BUILDKIT_SOURCE_POLICY=obj/container/source-policy.json docker buildx build ."] =
            "it needs an engine: LockedBuildTests in tests/Engine",
        ["EXPERIMENTAL_BUILDKIT_SOURCE_POLICY=obj/container/source-policy.json docker compose build"] =
            "the engine of the tests has no compose; the policy is that of buildx",
    };

    private static readonly string[] PagesOutsideDocs =
        ["README.md", "CONTRIBUTING.md", "SECURITY.md", "src/Tool/VSCode/README.md", "build/engine/README.md"];

    private static IEnumerable<string> Pages =>
        PagesOutsideDocs.Concat(
            Directory.EnumerateFiles(RepositoryRoot.Combine("docs"), "*.md", SearchOption.AllDirectories)
                .Select(static path => Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/'))
                .Where(static path => !path.StartsWith("docs/rules/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_command_of_a_page_is_run_or_only_parsed()
    {
        HashSet<string> run =
        [
            .. HowToTests.Pages.Select(static row => row.Data.Item1).Append("docs/tutorial.md").Concat(PagesOfTool)
                .SelectMany(DocumentedSession.CommandsOf),
        ];

        Pages.SelectMany(DocumentedSession.CommandsOf).Where(command => !run.Contains(command)).Distinct()
            .ShouldBe(OnlyParsed.Keys, ignoreOrder: true);
    }

    /// <summary>Also those in the text of a page.</summary>
    [Fact]
    public void Each_target_and_property_of_a_command_exists()
    {
        var surface = File.ReadAllLines(RepositoryRoot.Combine("docs", "surface.txt"))
            .Select(static line => line.Split(' ')[0]).ToHashSet();

        foreach (var page in Pages)
        {
            var text = File.ReadAllText(RepositoryRoot.Combine(page.Split('/')));
            Names().Matches(text).Select(static name => name.Groups[1].Value).Where(name => !surface.Contains(name))
                .ShouldBeEmpty($"{page} names a target or a property that does not exist");
        }
    }

    [Fact]
    public async Task The_commands_of_the_tool_work()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The commands are for bash.");
        using var workspace = package.NewWorkspace();
        foreach (var file in (string[])["Dockerfile", "src/Dockerfile", "src/samples/Dockerfile", "deploy/web/a.Dockerfile"])
        {
            workspace.Write(file, "FROM scratch\nUSER root\nENTRYPOINT [\"/a\"]\n");
        }

        foreach (var file in (string[])["compose.yaml", "deploy/stack.yaml"])
        {
            workspace.Write(file, "services:\n  cache:\n    image: redis:latest\n");
        }

        foreach (var folder in (string[])["tests", "home/zsh", "home/.config/fish/completions"])
        {
            Directory.CreateDirectory(workspace.Combine(folder));
        }

        await package.InstalledToolAsync();
        (await Bash(workspace, "git init -q . && git add Dockerfile && git commit -qm first")).ShouldSucceed();

        foreach (var command in PagesOfTool.SelectMany(DocumentedSession.CommandsOf))
        {
            // The package under test is a prerelease, and the second page installs it again.
            var installs = command.StartsWith("dotnet tool install ", StringComparison.Ordinal);
            var result = await Bash(workspace, installs ? $"{command} --prerelease --add-source '{package.ToolFeed}'" : command);
            result.ExitCode.ShouldBeOneOf([0, command.Contains(" check", StringComparison.Ordinal) ? 1 : 0]);
            if (result.ExitCode == 1) (result.Output + Reports(workspace)).ShouldContain("CG3001", Case.Sensitive, command);
        }

        workspace.Read("findings.sarif").ShouldContain("CG3001");
        workspace.Read("findings.html").ShouldContain("CG3001");
        workspace.Read("tests/findings.xml").ShouldContain("CG3001");
        workspace.Read("Dockerfile.fixed").ShouldStartWith("FROM scratch\n");
        foreach (var script in (string[])[".bashrc", "zsh/_containerguard", ".config/fish/completions/containerguard.fish", "profile.ps1"])
        {
            workspace.Read($"home/{script}").ShouldContain("containerguard");
        }
    }

    private static string Reports(TestWorkspace workspace) => string.Concat(
        Directory.EnumerateFiles(workspace.Path, "findings.*", SearchOption.AllDirectories).Select(File.ReadAllText));

    private Task<CommandResult> Bash(TestWorkspace workspace, string command)
    {
        var variables = DotNetCli.CleanEnvironment();
        foreach (var (name, value) in package.Environment) variables[name] = value;
        var home = workspace.Combine("home");
        (variables["HOME"], variables["DOTNET_CLI_HOME"], variables["PROFILE"]) = (home, home, Path.Combine(home, "profile.ps1"));
        variables["PATH"] = $"{home}/.dotnet/tools:{variables["PATH"]}";
        foreach (var who in (string[])["AUTHOR", "COMMITTER"])
        {
            (variables[$"GIT_{who}_NAME"], variables[$"GIT_{who}_EMAIL"]) = ("a", "a@example.com");
        }

        // The second element is the first one of zsh.
        return Command.RunAsync("bash", ["-c", $"fpath=(no '{home}/zsh'); {command}"], workspace.Path, variables);
    }

    [GeneratedRegex(@"-(?:t|p):(ContainerGuard\w+)")]
    private static partial Regex Names();
}
