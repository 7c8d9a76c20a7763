using System.Text.Json;
using ContainerGuard.Reports;
using ContainerGuard.Tool;

namespace ContainerGuard.Tests.Unit.Tool;

/// <summary><c>containerguard check</c>: its paths, its output and its exit codes.</summary>
public sealed class CheckCommandTests
{
    private const string Bad = "FROM alpine:3.24\nUSER root\n";
    private const string Root = "Dockerfile:2:6: error CG3001: ";

    [Fact]
    public async Task A_pipe_gets_a_line_for_each_finding_and_commands_of_the_tool_as_remedies()
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", Bad);

        var (code, text, error) = await run.Run("check");

        code.ShouldBe(ExitCode.Findings);
        error.ShouldBeEmpty();
        text.ShouldContain(Root);
        text.ShouldContain("'containerguard fix'");
        text.ShouldNotContain("dotnet build");
        text.TrimEnd().Split('\n').ShouldAllBe(static line => line.StartsWith("Dockerfile:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_terminal_gets_the_source_with_carets_and_a_summary()
    {
        using var run = new ToolRun { IsTerminal = true };
        run.Write("Dockerfile", "FROM alpine:3.24\n\tUSER root\n");

        var (_, text, _) = await run.Run("check", "--pinning", "off");

        text.ShouldContain("> 2 |  USER root\n    |       ^^^^\n");
        text.ShouldEndWith("1 file: 1 error.\n");
        text.ShouldNotContain("\e[");
    }

    [Theory]
    [InlineData("USER root\n", "1 file: 1 error.\n")]
    [InlineData("RUN apt-get install curl\nUSER 10001\n", "1 file: 1 warning, 1 message. Fix them: containerguard fix.\n")]
    [InlineData("RUN apt-get install curl\nUSER root\n", "1 file: 1 error, 1 warning, 1 message. Fix 2 of them: containerguard fix.\n")]
    public async Task The_summary_of_a_terminal_says_how_many_findings_the_tool_fixes(string lines, string end)
    {
        using var run = new ToolRun { IsTerminal = true };
        run.Write("Dockerfile", "FROM debian:13\n" + lines);

        var (_, text, _) = await run.Run("check", "--pinning", "off", "--level", "recommended");

        text.ShouldEndWith(end);
    }

    [Fact]
    public async Task Colours_are_there_on_request_and_no_control_character_of_a_Dockerfile()
    {
        using var run = new ToolRun { IsTerminal = true, HasColours = true };
        run.Write("Dockerfile", "FROM alpine:3.24\n# \e[2J\nUSER root\n");

        var (_, text, _) = await run.Run("check");

        text.ShouldContain("\e[1;31merror\e[0m CG3001");
        text.ShouldNotContain("\e[2J");
    }

    [Fact]
    public async Task A_folder_stands_for_the_Dockerfiles_below_it_and_a_glob_for_its_matches()
    {
        using var run = new ToolRun();
        string[] paths = ["Dockerfile", "api/web.Dockerfile", "api/Dockerfile.md", "node_modules/a/Dockerfile", "docker/build.docker"];
        foreach (var path in paths) run.Write(path, Bad);

        (await FilesOf(run)).ShouldBe(["Dockerfile", "api/web.Dockerfile"]);
        (await FilesOf(run, "api")).ShouldBe(["api/web.Dockerfile"]);
        (await FilesOf(run, "**/*.docker")).ShouldBe(["docker/build.docker"]);
        (await FilesOf(run, ".", "--exclude", "api/**")).ShouldBe(["Dockerfile"]);
        (await FilesOf(run, "Dockerfile", "Dockerfile", "docker/build.docker")).ShouldBe(["Dockerfile", "docker/build.docker"]);
    }

    [Fact]
    public async Task The_standard_input_is_a_file_with_the_name_of_an_option()
    {
        using var run = new ToolRun { Input = Bad };

        (await run.Run("check", "-")).Out.ShouldContain(Root);
        (await run.Run("check", "-", "--stdin-name", "src/Dockerfile")).Out.ShouldContain("src/" + Root);
    }

    [Theory]
    [InlineData("FROM scratch\n", "error", ExitCode.Success)]
    [InlineData("FROM scratch\nUSER root\n", "error", ExitCode.Findings)]
    [InlineData("FROM scratch\nUSER root\n", "never", ExitCode.Success)]
    [InlineData("FROM scratch\nMAINTAINER a\nUSER 1000\n", "error", ExitCode.Success)]
    [InlineData("FROM scratch\nMAINTAINER a\nUSER 1000\n", "warning", ExitCode.Findings)]
    [InlineData("FROM scratch\n# containerguard ignore=CG3001,CG3024: the base drops its rights\nUSER root\n", "error", ExitCode.Success)]
    public async Task The_exit_code_depends_on_the_lowest_severity_that_fails(string text, string failOn, int code)
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", text);

        (await run.Run("check", "--fail-on", failOn)).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("'nope' does not exist.", "check", "nope")]
    [InlineData("No file matches the glob 'a/*'.", "check", "a/*")]
    [InlineData("The option '--lvel' does not exist.", "check", "--lvel")]
    [InlineData("The name of the report 'out.xml' does not imply a format.", "check", "--report", "out.xml")]
    [InlineData("The ShellCheck program 'none' does not exist.", "check", "--shellcheck", "none")]
    [InlineData("The rule 'CG999' does not exist. Did you mean", "explain", "CG999")]
    [InlineData("Argument 'hihg' not recognized.", "check", "--level", "hihg")]
    [InlineData("'pin' does not read the standard input.", "pin", "-")]
    public async Task A_wrong_argument_is_one_line_with_a_remedy(string message, params string[] arguments)
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", Bad);

        var (code, _, error) = await run.Run(arguments);

        code.ShouldBe(ExitCode.Usage);
        error.ShouldContain(message);
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_folder_without_files_to_check_is_said()
    {
        using var run = new ToolRun();
        run.Write("Program.cs", "");

        var (code, output, error) = await run.Run("check");

        code.ShouldBe(ExitCode.Success);
        output.ShouldBeEmpty();
        error.Trim().ShouldBe("No Dockerfile and no compose file was found. Check the folder, or name the files.");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_not_a_finding_of_a_rule()
    {
        using var run = new ToolRun();
        run.Write("containerguard.lock.json", "no json");
        run.Write("Dockerfile", Bad);

        var (code, _, error) = await run.Run("check");

        code.ShouldBe(ExitCode.Usage);
        error.ShouldContain("containerguard.lock.json");
    }

    [Fact]
    public async Task A_baseline_of_the_tool_suppresses_what_it_has()
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", Bad);

        (await run.Run("check", "--write-baseline")).Code.ShouldBe(ExitCode.Success);
        run.Read("containerguard.baseline.json").ShouldContain("CG3001");
        (await run.Run("check")).ShouldBe((ExitCode.Success, "", ""));
    }

    [Fact]
    public async Task Every_format_is_the_standard_output_on_request_and_a_file()
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", Bad);

        foreach (var format in ReportFormats.Names)
        {
            (await run.Run("check", "--format", format)).Out.ShouldContain("CG3001");
            (await run.Run("check", "--report", $"{format}=out/report")).Code.ShouldBe(ExitCode.Findings);
            run.Read("out/report").ShouldContain("CG3001");
            File.Delete(Path.Combine(run.Folder, "out", "report"));
        }
    }

    [Fact]
    public async Task A_step_of_GitHub_Actions_gets_its_summary()
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", Bad);
        run.Environment[StepSummary.Variable] = Path.Combine(run.Folder, "summary.md");

        await run.Run("check");

        run.Read("summary.md").ShouldContain("[CG3001]");
    }

    private static async Task<IEnumerable<string>> FilesOf(ToolRun run, params string[] arguments)
    {
        using var json = JsonDocument.Parse((await run.Run(["check", "--format", "json", .. arguments])).Out);
        return [.. json.RootElement.GetProperty("projects")[0].GetProperty("files").EnumerateArray()
            .Select(static file => file.GetString()!)];
    }
}
