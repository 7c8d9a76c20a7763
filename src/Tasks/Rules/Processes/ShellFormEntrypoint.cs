using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// CMD or ENTRYPOINT uses the shell form, so PID 1 is a shell, which does not forward signals. Like BuildKit's check, the rule does not
/// report anything after a SHELL instruction, which chooses the shell on purpose. HEALTHCHECK is not reported: it gets no signals, and
/// <c>|| exit 1</c> needs the shell.
/// </summary>
internal sealed class ShellFormEntrypoint : Rule
{
    private static readonly Characters Interpreted = Characters.Of("$'\"`\\|&;<>()*?[]{}~#!\r\n");

    /// <summary>Each CMD searches the instructions of its stage. In a longer file the fix is not offered, to keep the check fast.</summary>
    private const int LongestLook = 2_000;

    /// <summary>Commands that only a shell has.</summary>
    private static readonly string[] BuiltIn =
        [".", ":", "alias", "bg", "bind", "break", "builtin", "caller", "case", "cd", "command", "compgen", "complete", "continue",
            "coproc", "declare",
            "dirs", "disown", "do", "done", "elif", "else", "enable", "esac", "eval", "exec", "exit", "export", "fc", "fg", "fi",
            "for", "function", "getopts", "hash", "help", "history", "if", "in", "jobs", "let", "local", "logout", "mapfile", "popd",
            "pushd", "read", "readarray", "readonly", "return", "select", "set", "shift", "shopt", "source", "suspend", "then", "time",
            "times", "trap", "type", "typeset", "ulimit", "umask", "unalias", "unset", "until", "wait", "while"];

    public override RuleDescriptor Descriptor { get; } = new("CG6001", "CMD or ENTRYPOINT uses the shell form", Severity.Warning)
    {
        Aliases = ["hadolint:DL3025", "buildkit:JSONArgsRecommended", "kics:Not Using JSON In CMD And ENTRYPOINT Arguments"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (stage, outer, instruction) in file.Instructions.Of(InstructionKind.Cmd, InstructionKind.Entrypoint))
        {
            if (instruction.IsExecForm || stage.StateBefore(outer).Shell.Origin == SettingOrigin.File) continue;

            var (keyword, text) = (instruction.Kind.ToKeyword(), instruction.Command?.Text.Trim() ?? "");
            // Only cmd replaces %NAME%.
            var isWindows = TargetSystem.IsWindows(stage);
            var remedy = !(isWindows && text.Contains('%', StringComparison.Ordinal)) && ExecForm(text) is { } exec
                ? $"Write {keyword} {MessageText.Cut(exec)}."
                : text is "\"\"" or "''" ? $"Write {keyword} []."
                : isWindows
                    ? $"Write {keyword} [\"program\", \"argument\"], or with a shell, {keyword} [\"cmd\", \"/S\", \"/C\", \"…\"]."
                : $"Write {keyword} [\"program\", \"argument\"], or with a shell, {keyword} [\"/bin/sh\", \"-c\", \"exec …\"].";
            var script = ShellScript.Parse(text);
            var isArgument = instruction.Kind == InstructionKind.Cmd && stage.End.Cmd.Value == instruction
                && stage.End.Entrypoint is { Origin: SettingOrigin.File, Value.IsExecForm: true };
            var hasExec = EndsWithExec(script.Body) && !isArgument;
            var shell = isWindows ? "cmd /S /C" : "/bin/sh -c";
            var words = shell.Replace(" ", "', '", StringComparison.Ordinal);
            var isScript = script.Body.Pipelines is { Length: > 1 } or [{ Elements: [ShellCompound] }];
            var fact = isArgument ? $"ENTRYPOINT receives '{words}' and the text of CMD as arguments."
                : hasExec && isScript ? $"{keyword} starts a shell, which exec replaces at the end."
                : hasExec ? $"{keyword} starts a shell only to run exec."
                : text.StartsWith('[') ? $"{keyword} is not a valid JSON array, so '{shell}' runs it as text."
                : $"{keyword} runs in '{shell}', which does not forward signals.";
            findings.Report(instruction.HeaderSpan,
                $"{fact} {remedy}",
                hasExec ? Severity.Message : null,
                fix: outer == instruction && Fix(stage, instruction)
                    ? Edits.Replace(instruction.ArgumentsSpan, ExecForm(instruction.Command!.Text)!)
                    : null);
        }
    }

    /// <summary>
    /// Whether the array certainly starts the same process. It must name an installed program, because only a shell starts a script without
    /// a <c>#!</c> line. And the edit must not change how CMD and ENTRYPOINT combine.
    /// </summary>
    private static bool Fix(Stage stage, InstructionSyntax instruction)
    {
        if (TargetSystem.IsWindows(stage) || !stage.IsFinal || instruction.Command is not { } command
            || ExecForm(command.Text) is not ['[', '"', .. var array]
            || instruction.Source.AsSpan(instruction.HeaderSpan).Contains('\n'))
        {
            return false;
        }

        var program = array[..array.IndexOf('"', StringComparison.Ordinal)];
        var isInstalled = !program.Contains('/', StringComparison.Ordinal)
            || (program.StartsWith('/') && program.Contains("bin/", StringComparison.Ordinal));
        if (!isInstalled || program.EndsWith(".sh", StringComparison.Ordinal) || Array.IndexOf(BuiltIn, program) >= 0
            || IsOfThisFile(stage, SecretFiles.NameOf(program)))
        {
            return false;
        }

        return instruction.Kind == InstructionKind.Cmd
            ? stage.End.Entrypoint.Origin != SettingOrigin.File
            : stage.End.Cmd.Origin != SettingOrigin.File;
    }

    /// <summary>
    /// Whether a RUN writes a program of this name, or a COPY adds it or a folder that may contain it. Such a program may be a script.
    /// </summary>
    private static bool IsOfThisFile(Stage stage, string program)
    {
        var left = LongestLook;
        for (var current = stage; current is not null; current = current.Parent)
        {
            foreach (var instruction in current.Instructions)
            {
                if (left-- == 0) return true;
                if (instruction.Kind == InstructionKind.Run)
                {
                    var text = instruction.ToString();
                    if (text.Contains('>', StringComparison.Ordinal) && text.Contains("/" + program, StringComparison.Ordinal)) return true;
                }
                else if (instruction is { Kind: InstructionKind.Copy or InstructionKind.Add, Destination: { } destination }
                    && instruction.FindFlag("from") is null
                    && (destination.Value.TrimEnd('/') is var folder && (folder.EndsWith("/bin", StringComparison.Ordinal)
                        || folder.EndsWith("bin/" + program, StringComparison.Ordinal))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether the shell replaces itself with the program at the end, on every path, so that signals reach the program.</summary>
    private static bool EndsWithExec(ShellList list) => list.Pipelines is [.., { Elements: [var last] }] && last switch
    {
        ShellCommand command => command is { Name: "exec", Words.Length: > 1 },
        ShellCompound { Kind: ShellCompoundKind.Group, Lists: [.., var body] } => EndsWithExec(body),
        // Conditions and bodies alternate; a last list without a condition is the else.
        ShellCompound { Kind: ShellCompoundKind.If, Lists: { Length: > 2 } lists } when lists.Length % 2 == 1 =>
            lists.Where((_, index) => index % 2 == 1 || index == lists.Length - 1).All(EndsWithExec),
        _ => false,
    };

    /// <summary>The same command as a JSON array; null if it contains anything that a shell would interpret.</summary>
    private static string? ExecForm(string command)
    {
        var text = command.Trim();
        if (text is ['"', .. var inner, '"'] && !inner.AsSpan().ContainsAny("\" \t")) text = inner;
        if (text.StartsWith("exec ", StringComparison.Ordinal)) text = text["exec ".Length..].TrimStart();
        if (text.Length == 0 || text[0] == '-' || Interpreted.FirstIn(text) >= 0) return null;
        var first = text.Split([' ', '\t'], 2)[0];

        // The first word sets a variable, or only a shell has it: as a program, it does not exist (exit code 127).
        if (first.Contains('=', StringComparison.Ordinal) || Array.IndexOf(BuiltIn, first) >= 0) return null;
        return $"[{string.Join(", ", text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(static word => $"\"{word}\""))}"
            + "]";
    }
}
