using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>
/// The packed tool, installed as a person installs it, and what runs it: dnx, the GitHub Action, the GitLab template, the hooks of
/// pre-commit.
/// </summary>
public sealed partial class ToolTests(PublishedPackage package)
{
    private const string Root = "Dockerfile:2:6: error CG3001: ";

    [Fact]
    public async Task An_installed_tool_checks_a_file_and_has_the_pages_of_the_rules()
    {
        using var workspace = Workspace();
        var tool = await package.InstalledToolAsync();

        var check = await Run(workspace, tool, "check");
        check.ExitCode.ShouldBe(1);
        check.StandardOutput.ShouldContain(Root);
        (await Run(workspace, tool, "explain", "CG3001")).ShouldSucceed().StandardOutput.ShouldStartWith("# CG3001: ");
        (await Run(workspace, tool, "--version")).ShouldSucceed().StandardOutput.ShouldStartWith(package.Version);
    }

    [Fact]
    public async Task Dnx_runs_it_without_an_installation()
    {
        using var workspace = Workspace();
        await package.InstalledToolAsync();

        var run = await DotNetCli.RunAsync(
            workspace.Path,
            ["dnx", $"ContainerGuard.Tool@{package.Version}", "--yes", "--add-source", package.ToolFeed, "--", "check", "--level", "all"],
            package.Environment);

        run.ExitCode.ShouldBe(1, run.Output);
        run.StandardOutput.ShouldContain(Root);
    }

    /// <summary>The steps of the composite action, each in bash, with the variables that GitHub sets.</summary>
    [Theory]
    [InlineData("error", 1)]
    [InlineData("never", 0)]
    public async Task The_steps_of_the_GitHub_Action_install_check_and_report(string failOn, int code)
    {
        using var workspace = Workspace();
        workspace.Write("my app/Dockerfile", "FROM scratch\nUSER root\n");
        await package.InstalledToolAsync();
        var inputs = new Dictionary<string, string>
        {
            ["paths"] = "Dockerfile\nmy app\n", ["level"] = "recommended", ["fail-on"] = failOn, ["report"] = "out/findings.sarif",
            ["version"] = package.Version,
        };
        var action = RepositoryFile("action.yml");
        Inputs().Matches(action[..action.IndexOf("runs:", StringComparison.Ordinal)]).Select(static input => input.Groups[1].Value)
            .ShouldBe(inputs.Keys, ignoreOrder: true);
        CommandResult? last = null;

        foreach (Match step in Steps().Matches(action))
        {
            var variables = Variables().Matches(step.Groups["env"].Value)
                .ToDictionary(static one => one.Groups[1].Value, one => inputs[one.Groups[2].Value]);
            variables["RUNNER_TEMP"] = workspace.Combine("temp");
            variables["GITHUB_STEP_SUMMARY"] = workspace.Combine("temp", "summary.md");
            last?.ShouldSucceed();
            last = await Bash(workspace, Script(step.Groups["run"].Value), variables);
        }

        last!.ExitCode.ShouldBe(code, last.Output);
        last.StandardOutput.ShouldContain(Root);
        last.StandardOutput.ShouldContain("my app/" + Root);
        workspace.Read("out/findings.sarif").ShouldContain("CG3001");
        workspace.Read("temp/summary.md").ShouldContain("[CG3001]");
    }

    /// <summary>The lines of the job, in one shell that ends at the first failure, as a runner of GitLab does.</summary>
    [Fact]
    public async Task The_script_of_the_GitLab_template_writes_the_report_that_it_declares()
    {
        using var workspace = Workspace();
        await package.InstalledToolAsync();
        var template = RepositoryFile("templates/containerguard.gitlab-ci.yml");
        var variables = TemplateVariables().Matches(template)
            .ToDictionary(static one => one.Groups[1].Value, static one => one.Groups[2].Value.Trim('"'));
        variables["CONTAINERGUARD_VERSION"] = package.Version;
        var lines = ScriptLines().Matches(template).Select(static line => line.Groups[1].Value).ToArray();
        lines.Length.ShouldBe(2);

        var job = await Bash(workspace, "set -eo pipefail\n" + string.Join('\n', lines), variables);

        job.ExitCode.ShouldBe(1, job.Output);
        workspace.Read(CodeQuality().Match(template).Groups[1].Value.Trim()).ShouldContain("\"check_name\": \"CG3001\"");
    }

    /// <summary>pre-commit calls the entry with the files whose path matches.</summary>
    [Fact]
    public async Task The_hooks_of_pre_commit_get_Dockerfiles_and_compose_files_and_run()
    {
        using var workspace = Workspace();
        var tool = await package.InstalledToolAsync();
        var hooks = Hooks().Matches(RepositoryFile(".pre-commit-hooks.yaml"))
            .ToDictionary(static hook => hook.Groups["id"].Value, static hook => hook);
        hooks.Keys.ShouldBe(["containerguard", "containerguard-fix"]);
        foreach (var hook in hooks.Values)
        {
            var files = new Regex(hook.Groups["files"].Value);
            ((string[])["Dockerfile", "src/Dockerfile.dev", "a/web.Dockerfile", "Containerfile"]).ShouldAllBe(name => files.IsMatch(name));
            ((string[])["compose.yaml", "a/docker-compose.yml", "docker-compose.prod.yml", "compose-dev.yaml", "b/podman-compose.yml"])
                .ShouldAllBe(name => files.IsMatch(name));
            ((string[])["Dockerfiles/readme.txt", "myDockerfile", "docs/Dockerfiles.md", "decompose.yaml", "compose.json", "values.yaml"])
                .ShouldAllBe(name => !files.IsMatch(name));
        }

        var path = new Dictionary<string, string>
        {
            ["PATH"] = Path.GetDirectoryName(tool) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
        };
        workspace.Write("compose.yaml", "services:\n  cache:\n    image: redis:latest\n");
        var check = await Bash(workspace, hooks["containerguard"].Groups["entry"].Value + " Dockerfile compose.yaml", path);
        check.ExitCode.ShouldBe(1);
        check.StandardOutput.ShouldContain(Root);
        check.StandardOutput.ShouldContain("compose.yaml:3:12: warning CG2002: ");
        (await Bash(workspace, hooks["containerguard-fix"].Groups["entry"].Value + " Dockerfile", path)).ShouldSucceed();
        workspace.Read("Dockerfile").ShouldContain("apt-get install -y");
    }

    private TestWorkspace Workspace()
    {
        var workspace = package.NewRepository().UseFeed(package.ToolFeed);
        workspace.Write("Dockerfile", "FROM debian:13\nUSER root\nRUN apt-get install curl\n");
        return workspace;
    }

    private static string RepositoryFile(string path) => File.ReadAllText(RepositoryRoot.Combine(path.Split('/')));

    private Task<CommandResult> Run(TestWorkspace workspace, string program, params string[] arguments) =>
        Command.RunAsync(program, arguments, workspace.Path, Variables([]));

    private Task<CommandResult> Bash(TestWorkspace workspace, string script, Dictionary<string, string> variables) =>
        Command.RunAsync("bash", ["-c", script], workspace.Path, Variables(variables));

    private Dictionary<string, string> Variables(Dictionary<string, string> own)
    {
        var all = DotNetCli.CleanEnvironment();
        foreach (var (name, value) in package.Environment.Concat(own)) all[name] = value;
        all.Remove("GITHUB_STEP_SUMMARY");
        if (own.TryGetValue("GITHUB_STEP_SUMMARY", out var summary)) all["GITHUB_STEP_SUMMARY"] = summary;
        return all;
    }

    /// <summary>A block of YAML without its indentation.</summary>
    private static string Script(string run) => run.StartsWith('|')
        ? "set -eo pipefail\n" + string.Join('\n', run.Split('\n').Skip(1).Select(static line => line.Trim()))
        : run.Trim();

    [GeneratedRegex(@"^  ([\w-]+):$", RegexOptions.Multiline)]
    private static partial Regex Inputs();

    [GeneratedRegex(
        @"^    - name:.*\n      shell: bash\n      env:\n(?<env>(?:        .*\n)+)      run: (?<run>.*(?:\n        .*)*)",
        RegexOptions.Multiline)]
    private static partial Regex Steps();

    [GeneratedRegex(@"^        (\w+): \$\{\{ inputs\.([\w-]+) \}\}$", RegexOptions.Multiline)]
    private static partial Regex Variables();

    [GeneratedRegex(@"^    (CONTAINERGUARD_\w+): (.+)$", RegexOptions.Multiline)]
    private static partial Regex TemplateVariables();

    [GeneratedRegex("^    - (.+)$", RegexOptions.Multiline)]
    private static partial Regex ScriptLines();

    [GeneratedRegex("codequality: (.+)")]
    private static partial Regex CodeQuality();

    [GeneratedRegex(@"^- id: (?<id>\S+)\n(?:  (?!entry|files).*\n)*  entry: (?<entry>.+)\n  files: (?<files>.+)$", RegexOptions.Multiline)]
    private static partial Regex Hooks();
}
