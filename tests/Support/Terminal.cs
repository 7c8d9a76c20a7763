using System.Globalization;

namespace ContainerGuard.Tests.Support;

/// <summary>
/// A terminal of a given width (tmux), in which a command runs as for a person: .NET's terminal logger writes to it, and the text is what
/// the screen shows when the command has ended. Where tmux is not installed, <see cref="WhyMissing"/> says so.
/// </summary>
public static class Terminal
{
    private const string Program = "tmux";
    private const int Rows = 50;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Null where there is a terminal, else what to install.</summary>
    public static string? WhyMissing =>
        (Environment.GetEnvironmentVariable("PATH")
            ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program)))
            ? null
            : "tmux is not on the PATH; on Debian: apt-get install tmux.";

    /// <summary>
    /// Runs <c>dotnet</c> with the terminal logger on, and gives the exit code and the lines of the screen, those that scrolled away
    /// included.
    /// </summary>
    /// <param name="columns">Width of the terminal.</param>
    /// <param name="workingDirectory">Absolute path.</param>
    /// <param name="arguments">From the command's name on.</param>
    /// <param name="environment">Variables to add to <see cref="DotNetCli.CleanEnvironment"/>; they win.</param>
    /// <param name="isOver">For a command that does not end by itself, such as <c>dotnet watch</c>: whether the screen shows enough to end
    /// it.</param>
    public static Task<Screen> DotNetAsync(
        int columns, string workingDirectory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment,
        Func<string, bool>? isOver = null) =>
        RunAsync(columns, workingDirectory, ["dotnet", .. arguments], environment, isOver);

    /// <summary>Runs a program as <see cref="DotNetAsync"/> runs <c>dotnet</c>.</summary>
    /// <param name="columns">Width of the terminal.</param>
    /// <param name="workingDirectory">Absolute path.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables to add to <see cref="DotNetCli.CleanEnvironment"/>; they win.</param>
    /// <param name="isOver">For a command that does not end by itself: whether the screen shows enough to end it.</param>
    public static async Task<Screen> RunAsync(
        int columns, string workingDirectory, IEnumerable<string> command, IReadOnlyDictionary<string, string> environment,
        Func<string, bool>? isOver = null)
    {
        using var folder = new TemporaryDirectory("terminal");
        var (script, exitCode, socket) = (folder.Combine("run.sh"), folder.Combine("exit-code"), folder.Combine("socket"));
        await File.WriteAllTextAsync(script, $$"""
            cd {{Quote(workingDirectory)}} || exit 1
            {{string.Join(' ', command.Select(Quote))}}
            echo $? >{{Quote(exitCode)}}.new && mv {{Quote(exitCode)}}.new {{Quote(exitCode)}}
            sleep 600
            """);
        var all = DotNetCli.CleanEnvironment();
        foreach (var (name, value) in environment) all[name] = value;
        all["TERM"] = "xterm-256color";
        all["MSBUILDTERMINALLOGGER"] = "on";

        await Tmux(["-f", "/dev/null", "new-session", "-d", "-x", columns.ToString(CultureInfo.InvariantCulture), "-y",
            Rows.ToString(CultureInfo.InvariantCulture), "sh", script]);
        try
        {
            using var clock = new CancellationTokenSource(Limit);
            while (!File.Exists(exitCode) && !(isOver?.Invoke(await Capture()) ?? false))
            {
                if (clock.IsCancellationRequested)
                {
                    throw new TimeoutException($"Still running after {Limit.TotalSeconds:0} s:{Environment.NewLine}{await Capture()}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }

            return new Screen(
                File.Exists(exitCode) ? int.Parse(await File.ReadAllTextAsync(exitCode), CultureInfo.InvariantCulture) : null,
                await Capture(), await Capture("-J"), await Capture("-J", "-e"));
        }
        finally
        {
            await Tmux(["kill-server"]);
        }

        // -S - begins with the first line of the history.
        async Task<string> Capture(params string[] options) =>
            (await Tmux(["capture-pane", "-p", "-S", "-", .. options])).StandardOutput.TrimEnd();

        Task<CommandResult> Tmux(IEnumerable<string> words) =>
            Command.RunAsync(Program, ["-S", socket, .. words], workingDirectory, all);
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

/// <summary>What a terminal shows in the end.</summary>
/// <param name="ExitCode">Of the command; null where it was ended from outside.</param>
/// <param name="Text">Every line as wide as the terminal at most.</param>
/// <param name="Joined">The same with lines that the terminal wrapped in one piece.</param>
/// <param name="Coloured">The same with the sequences that set colours.</param>
public sealed record Screen(int? ExitCode, string Text, string Joined, string Coloured)
{
    public IReadOnlyList<string> Lines => Text.Split('\n');

    /// <summary>Asserts exit code 0, showing the screen otherwise.</summary>
    public Screen ShouldSucceed()
    {
        ExitCode.ShouldBe(0, Text);
        return this;
    }

    /// <summary>Asserts an exit code other than 0, showing the screen otherwise.</summary>
    public Screen ShouldFail()
    {
        ExitCode.ShouldNotBeNull(Text).ShouldNotBe(0, Text);
        return this;
    }
}
