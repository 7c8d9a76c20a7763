using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// CMD or ENTRYPOINT in shell form: the process is a shell, which passes no signal on. Silent where a SHELL instruction says that this
/// shell is meant, as BuildKit's check is. HEALTHCHECK is left alone: no signal goes to it, and <c>|| exit 1</c> needs the shell.
/// </summary>
internal sealed class ShellFormEntrypoint : Rule
{
    private static readonly Characters Interpreted = Characters.Of("$'\"`\\|&;<>()*?[]{}~#!=\r\n");

    private static readonly string[] Builtins = [".", ":", "alias", "cd", "eval", "exec", "exit", "export", "read", "set", "shift", "source", "trap", "ulimit", "umask", "unset", "wait"];

    public override RuleDescriptor Descriptor { get; } = new("CG6001", "CMD or ENTRYPOINT is in shell form", Severity.Warning)
    {
        Aliases = ["hadolint:DL3025", "buildkit:JSONArgsRecommended", "kics:Not Using JSON In CMD And ENTRYPOINT Arguments"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            foreach (var outer in stage.Instructions)
            {
                var instruction = outer.Trigger ?? outer;
                if (instruction.Kind is not (InstructionKind.Cmd or InstructionKind.Entrypoint) || instruction.IsExecForm
                    || stage.StateBefore(outer).Shell.Origin == SettingOrigin.File) continue;

                var keyword = instruction.Kind.ToKeyword();
                var exec = ExecForm(instruction.Command?.Text ?? "");
                var remedy = exec is not null
                    ? $"Write {keyword} {exec}."
                    : $"Write {keyword} [\"program\", \"argument\"]; where a shell is needed, {keyword} [\"/bin/sh\", \"-c\", \"exec …\"].";
                context.Report(instruction.HeaderSpan,
                    $"{keyword} is in shell form: the process is '/bin/sh -c', which passes no signal on, so the application is killed without having stopped. {remedy}",
                    fix: exec is not null && IsPlain(stage, instruction) ? [new TextEdit(instruction.ArgumentsSpan, exec)] : null);
            }
        }
    }

    /// <summary>
    /// Whether the exec form starts the same: on one line, no builtin of the shell, and no ENTRYPOINT or CMD whose part of the command line would
    /// become another.
    /// </summary>
    private static bool IsPlain(Stage stage, InstructionSyntax instruction) =>
        !TargetSystem.IsWindows(stage)
        && !instruction.Source.AsSpan(instruction.ArgumentsSpan).Contains('\n')
        && Array.IndexOf(Builtins, instruction.Command!.Text.Trim().Split(' ', '\t')[0]) < 0
        && (instruction.Kind == InstructionKind.Cmd ? stage.End.Entrypoint : stage.End.Cmd).Origin != SettingOrigin.File;

    /// <summary>The same command as a JSON array; null when it has anything that a shell would interpret.</summary>
    private static string? ExecForm(string command)
    {
        var text = command.Trim();
        if (text is ['"', .. var inner, '"'] && !inner.AsSpan().ContainsAny("\" \t")) text = inner;
        if (text.Length == 0 || Interpreted.FirstIn(text) >= 0) return null;
        return $"[{string.Join(", ", text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(static word => $"\"{word}\""))}]";
    }
}
