using System.Collections.Frozen;
using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Shell;

/// <summary>What a command runs: another command or a script, at most one of the two.</summary>
/// <param name="Command">The command that is an argument.</param>
/// <param name="Script">The script that is an argument or the input.</param>
/// <param name="ScriptWord">The argument that is the script.</param>
internal sealed record WrappedCommand(ShellCommand? Command = null, ShellScript? Script = null, ShellWord? ScriptWord = null)
{
    public static readonly WrappedCommand None = new();
}

/// <summary>Finds the command inside commands that run another command: <c>sudo</c>, <c>env</c>, <c>xargs</c>, <c>sh -c</c>.</summary>
internal static class CommandWrappers
{
    private static readonly FrozenDictionary<string, Wrapper> Wrappers = new Dictionary<string, Wrapper>
    {
        ["builtin"] = new(),
        ["busybox"] = new(),
        ["catchsegv"] = new(),
        ["chroot"] = new(Operands: 1),
        ["chpst"] = new("uUbenmdoplfctL/"),
        ["chronic"] = new(),
        ["command"] = new(NotWith: "vV"),
        ["dbus-run-session"] = new(),
        ["doas"] = new("Cu"),
        ["dumb-init"] = new("r"),
        ["eatmydata"] = new(),
        ["env"] = new("uCS", ["--unset", "--chdir"], TakesAssignments: true),
        ["exec"] = new("a"),
        ["fakeroot"] = new("lsbi"),
        ["gosu"] = new(Operands: 1),
        ["ionice"] = new("cnpPu", ["--class", "--classdata"]),
        ["nice"] = new("n", ["--adjustment"]),
        ["nohup"] = new(),
        ["runuser"] = new("ugG", ["--user", "--group"], NotWith: "c"),
        ["s6-setuidgid"] = new(Operands: 1),
        ["setpriv"] = new("", ["--ambient-caps", "--bounding-set", "--groups", "--inh-caps", "--pdeathsig", "--regid", "--reuid", "--rgid",
            "--ruid", "--securebits", "--selinux-label", "--apparmor-profile"]),
        ["setsid"] = new(),
        ["setuidgid"] = new(Operands: 1),
        ["stdbuf"] = new("ioe", ["--input", "--output", "--error"]),
        ["su-exec"] = new(Operands: 1),
        ["sudo"] = new("ugphCrtTUDR", ["--user", "--group", "--prompt", "--host", "--chdir", "--chroot"], TakesAssignments: true),
        ["time"] = new("fo", ["--format", "--output"]),
        ["timeout"] = new("ks", ["--kill-after", "--signal"], Operands: 1),
        ["tini"] = new("epr"),
        ["unbuffer"] = new(),
        ["xargs"] = new("aEIdLnPs", ["--arg-file", "--delimiter", "--max-lines", "--max-args", "--max-procs", "--max-chars", "--replace"]),
        ["xvfb-run"] = new("efnpsw", ["--server-args", "--server-num"]),
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Shells = new[] { "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh" }.ToFrozenSet();

    /// <summary>Whether this is the name of a shell that reads POSIX scripts.</summary>
    public static bool IsShell(string? name) => name is not null && Shells.Contains(name);

    public static WrappedCommand Unwrap(ShellCommand command)
    {
        if (command.Name is not { } name || command.Depth >= ShellScript.MaximumDepth) return WrappedCommand.None;
        if (Shells.Contains(name)) return UnwrapShell(command);
        return name switch
        {
            "eval" when command.Words.Length == 2 => Script(command.Words[1]),
            "su" => UnwrapSwitchUser(command),
            "find" => UnwrapFind(command),
            _ when name.StartsWith("python", StringComparison.Ordinal) => UnwrapModule(command),
            _ when Wrappers.TryGetValue(name, out var wrapper) => UnwrapArguments(command, wrapper),
            _ => WrappedCommand.None,
        };
    }

    /// <summary>The script of <c>sh -c script</c> (POSIX sh), or the heredoc that a shell reads from standard input.</summary>
    private static WrappedCommand UnwrapShell(ShellCommand command)
    {
        var readsOperand = false;
        for (var i = 1; i < command.Words.Length; i++)
        {
            var word = command.Words[i].Text;
            if (word == "--") continue;
            if (word is not (['-', ..] or ['+', ..]) || word.Length < 2)
            {
                return readsOperand ? Script(command.Words[i]) : WrappedCommand.None;
            }

            if (word is ['-', '-', ..])
            {
                if (word is "--rcfile" or "--init-file") i++;
                continue;
            }

            readsOperand |= word[0] == '-' && word.Contains('c');
            // The name of an option follows "-o", also when "o" is part of a cluster.
            if (word.Contains('o') || word.Contains('O')) i++;
        }

        return InputOf(command)?.ToScript() is { } text
            ? new WrappedCommand(Script: ShellParser.Parse(text))
            : WrappedCommand.None;
    }

    private static WrappedCommand UnwrapSwitchUser(ShellCommand command)
    {
        for (var i = 1; i + 1 < command.Words.Length; i++)
        {
            if (command.Words[i].Text is "-c" or "-lc" or "--command") return Script(command.Words[i + 1]);
        }

        return WrappedCommand.None;
    }

    /// <summary>The program that a Python module runs: <c>python3 -m pip install</c>.</summary>
    private static WrappedCommand UnwrapModule(ShellCommand command)
    {
        for (var i = 1; i + 1 < command.Words.Length && command.Words[i].Text is ['-', ..]; i++)
        {
            if (command.Words[i].Text == "-m") return Command(command, i + 1, command.Words.Length, []);
        }

        return WrappedCommand.None;
    }

    private static WrappedCommand UnwrapFind(ShellCommand command)
    {
        for (var i = 1; i + 1 < command.Words.Length; i++)
        {
            if (command.Words[i].Text is not ("-exec" or "-execdir" or "-ok")) continue;

            var last = i + 1;
            while (last < command.Words.Length && command.Words[last].Text is not (";" or "+")) last++;
            return last == i + 1 ? WrappedCommand.None : Command(command, i + 1, last, []);
        }

        return WrappedCommand.None;
    }

    private static WrappedCommand UnwrapArguments(ShellCommand command, Wrapper wrapper)
    {
        var at = 1;
        var options = true;
        var operands = wrapper.Operands;
        var assignments = ImmutableArray.CreateBuilder<ShellAssignment>();
        for (; at < command.Words.Length; at++)
        {
            var word = command.Words[at];
            if (options && word.Text == "--")
            {
                options = false;
            }
            else if (options && word.Text is ['-', ..])
            {
                if (wrapper.Excludes(word.Text)) return WrappedCommand.None;
                if (wrapper.TakesNext(word.Text)) at++;
            }
            else if (wrapper.TakesAssignments && word.ToAssignment() is { } assignment)
            {
                assignments.Add(assignment);
                options = false;
            }
            else if (operands-- <= 0)
            {
                break;
            }
        }

        return at < command.Words.Length
            ? Command(command, at, command.Words.Length, assignments.DrainToImmutable())
            : WrappedCommand.None;
    }

    private static WrappedCommand Command(ShellCommand outer, int from, int to, ImmutableArray<ShellAssignment> assignments)
    {
        var words = outer.Words[from..to];
        var span = TextSpan.FromBounds(words[0].Span.Start, words[^1].Span.End);
        return new WrappedCommand(new ShellCommand(assignments, words, span, outer)
        {
            Pipeline = outer.Pipeline,
            Redirections = outer.Redirections,
        });
    }

    private static WrappedCommand Script(ShellWord word) =>
        word.ToScript() is { } text
            ? new WrappedCommand(Script: ShellParser.Parse(text), ScriptWord: word)
            : WrappedCommand.None;

    private static ShellHereDocument? InputOf(ShellCommand command)
    {
        ShellHereDocument? input = null;
        foreach (var redirection in command.Redirections) input = redirection.HereDocument ?? input;
        return input;
    }

    /// <summary>How the arguments of a wrapper end and the inner command begins.</summary>
    /// <param name="ValueFlags">The short options that take a value.</param>
    /// <param name="ValueOptions">The long options whose value is the next word.</param>
    /// <param name="Operands">How many operands of the wrapper come first.</param>
    /// <param name="TakesAssignments">Whether <c>name=value</c> can come before the command.</param>
    /// <param name="NotWith">The short options with which it does not run a command.</param>
    private sealed record Wrapper(
        string ValueFlags = "", string[]? ValueOptions = null, int Operands = 0, bool TakesAssignments = false, string NotWith = "")
    {
        public bool Excludes(string option) => option.Length > 1 && option[1] != '-' && option.AsSpan(1).IndexOfAny(NotWith) >= 0;

        public bool TakesNext(string option) => option is ['-', '-', ..]
            ? ValueOptions is not null && ValueOptions.Contains(option)
            : option.Length > 1 && option.AsSpan(1).IndexOfAny(ValueFlags) == option.Length - 2;
    }
}
