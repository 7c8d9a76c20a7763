using System.Diagnostics;
using ContainerGuard.Scripts;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Scripts;

/// <summary>
/// The edge: a program that is there, and one that hangs, prints rubbish, or is no ShellCheck. The programs are shell scripts.
/// </summary>
public class ShellCheckProcessTests
{
    private const string Nothing = """{"comments":[]}""";

    [Fact]
    public void What_it_prints_is_what_is_found()
    {
        var answer = Run("""
            echo '{"comments":[{"file":"1","line":2,"endLine":3,"column":4,"endColumn":5,"level":"info","code":2086,"message":"Quote.","fix":null}]}'
            exit 1
            """);

        answer.Problem.ShouldBeNull();
        answer.Comments[0].ShouldBeEmpty();
        answer.Comments[1].ShouldHaveSingleItem().ShouldBe(new ShellCheckComment(2, 4, 3, 5, "info", 2086, "Quote."));
    }

    [Fact]
    public void It_is_given_each_script_as_a_file_in_a_folder_that_is_gone_afterwards()
    {
        using var folder = new TemporaryDirectory();
        var answer = Run($"pwd > '{folder.Combine("folder")}'; cat 0 1 > '{folder.Combine("scripts")}'; echo '{Nothing}'");

        answer.Problem.ShouldBeNull();
        File.ReadAllText(folder.Combine("scripts")).ShouldBe("one\ntwo\n");
        Directory.Exists(File.ReadAllText(folder.Combine("folder")).Trim()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("sleep 600", "It did not end within 1 seconds.")]
    [InlineData("sleep 600 & sleep 600", "It did not end within 1 seconds.")]
    [InlineData("yes", "It prints more than expected.")]
    [InlineData("echo hello", "Its output is not valid.")]
    [InlineData("true", "Its output is not valid.")]
    [InlineData("echo '[]'", "Its output is not valid.")]
    [InlineData("""echo '{"comments":[{"file":"7"}]}'""", "Its output is not valid.")]
    [InlineData("""echo '{"comments":[{"file":"0","line":"x"}]}'""", "Its output is not valid.")]
    [InlineData("echo '0: no such file' >&2; exit 2", "It cannot read the scripts in the temporary folder: 0: no such file.")]
    [InlineData("echo 'unknown option' >&2; exit 3", "It ended with exit code 3: unknown option. Install ShellCheck 0.7 or later.")]
    public void What_goes_wrong_is_said(string program, string failure)
    {
        var watch = Stopwatch.StartNew();

        Run(program, timeout: program == "yes" ? TimeSpan.FromMinutes(2)
            : program.StartsWith("sleep", StringComparison.Ordinal) ? TimeSpan.FromSeconds(1)
            : null).Problem.ShouldBe(failure);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void What_is_no_program_is_said()
    {
        using var folder = new TemporaryDirectory();

        new ShellCheckProcess(folder.Write("program", "nothing"), TimeSpan.FromMinutes(1), TimeSpan.Zero)
            .Check(["one\n"], TestContext.Current.CancellationToken).Problem.ShouldNotBeNull().ShouldStartWith("It cannot be started: ");
    }

    [Fact]
    public void A_cancelled_build_ends_it()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        using var folder = new TemporaryDirectory();
        var program = Program(folder, "sleep 600");

        Should.Throw<OperationCanceledException>(
            () => new ShellCheckProcess(program, TimeSpan.FromMinutes(10), TimeSpan.Zero).Check(["one\n"], cancellation.Token));
    }

    [Fact]
    public void Hundreds_of_scripts_are_a_few_processes_side_by_side()
    {
        using var folder = new TemporaryDirectory();
        var log = folder.Combine("log");
        var program = Program(folder, $"echo $# >> '{log}'; echo '{Nothing}'");

        new ShellCheckProcess(program, TimeSpan.FromMinutes(1), TimeSpan.Zero)
            .Check([.. Enumerable.Repeat("one\n", 9_000)], TestContext.Current.CancellationToken).Problem.ShouldBeNull();

        var processes = File.ReadAllLines(log);
        processes.Length.ShouldBeInRange(3, Math.Max(3, Environment.ProcessorCount));
        processes.Sum(line => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture) - 3).ShouldBe(9_000);
    }

    [Theory]
    [InlineData(null, "bin/shellcheck")]
    [InlineData("", "bin/shellcheck")]
    [InlineData("true", "bin/shellcheck")]
    [InlineData("other", "bin/other")]
    [InlineData("tools/own", "tools/own")]
    [InlineData("./tools/own", "tools/own")]
    [InlineData("own", null)]
    [InlineData("tools/none", null)]
    public void It_is_the_one_on_the_path_or_the_one_that_is_named(string? setting, string? expected)
    {
        using var folder = new TemporaryDirectory();
        folder.Write("bin/shellcheck", "");
        folder.Write("bin/other", "");
        folder.Write("tools/own", "");
        var path = string.Join(Path.PathSeparator, "tools", folder.Combine("none"), folder.Combine("bin"));

        ShellCheckProgram.Find(setting, folder.Path, name => name == "PATH" ? path : null)
            .ShouldBe(expected is null ? null : folder.Combine(expected.Split('/')));
    }

    [Theory]
    [InlineData("false", true)]
    [InlineData("Off", true)]
    [InlineData("", false)]
    [InlineData("shellcheck", false)]
    public void It_can_be_switched_off(string setting, bool isOff) => ShellCheckProgram.IsOff(setting).ShouldBe(isOff);

    private static ShellCheckAnswer Run(string script, TimeSpan? timeout = null)
    {
        using var folder = new TemporaryDirectory();
        return new ShellCheckProcess(Program(folder, script), timeout ?? TimeSpan.FromMinutes(1), TimeSpan.Zero).Check(
            ["one\n", "two\n"], TestContext.Current.CancellationToken);
    }

    private static string Program(TemporaryDirectory folder, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-ins for ShellCheck are shell scripts, which Windows does not start.");
        var path = folder.Write("program", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
