using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Users;

/// <summary>Files are copied as root, and a RUN gives them to a user: every one of them is stored a second time, in that RUN's layer.</summary>
internal sealed class RecursiveChown : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3004", "RUN chown -R changes what COPY --chown would have copied", Severity.Warning);

    public override void Check(RuleContext context)
    {
        foreach (var run in context.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (command.Name != "chown" || !command.Line.Has("-R", "--recursive") || command.Line.Operands is not [var owner, .. var paths]
                    || IsRoot(owner.Text)) continue;
                foreach (var path in command.Line.Has("--reference") ? command.Line.Operands : paths)
                {
                    if (FindCopy(run, path) is not { } copy) continue;

                    var keyword = copy.Kind.ToKeyword();
                    context.Report(run.Locate(command.Span),
                        $"'chown -R' changes files that {keyword} put there in line {copy.StartLine}: the layer holds each of them once more. Give them to their owner right away: {keyword} --chown={owner.Text}.");
                    break;
                }
            }
        }
    }

    /// <summary>The COPY or ADD of this stage, before the RUN and without an owner, whose target holds the path or lies below it.</summary>
    private static InstructionSyntax? FindCopy(RunScript run, ShellWord operand)
    {
        var expansion = WordExpander.Expand(operand.Text, '\\', run.State);
        if (!expansion.IsKnown || expansion.Error is not null || expansion.Text.Length == 0) return null;

        var changed = Absolute(expansion.Text, run.State);
        foreach (var instruction in run.Stage.Instructions)
        {
            if (instruction.KeywordSpan.Start > run.Instruction.KeywordSpan.Start) break;
            if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add)
                || instruction.FindFlag("chown") is not null || instruction.Destination is not { } destination) continue;

            var state = run.Stage.StateBefore(instruction);
            var target = state.Expand(destination, run.Stage.From.Root.EscapeCharacter);
            if (target is not { IsKnown: true, Error: null }) continue;

            var copied = Absolute(target.Text, state);
            if (Holds(changed, copied) || (Holds(copied, changed) && !IsMade(run, changed))) return instruction;
        }

        return null;
    }

    /// <summary>With a slash at the end; where the base image decides on the folder, below a root of its own.</summary>
    private static string Absolute(string path, StageState state)
    {
        List<string> parts = [];
        foreach (var part in (path.StartsWith('/') ? path : $"{state.WorkingDirectory.Value ?? "/~"}/{path}").Split('/'))
        {
            if (part == ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".." or "*")) parts.Add(part);
        }

        return parts.Count == 0 ? "/" : $"/{string.Join('/', parts)}/";
    }

    /// <summary>COPY gives files to root unless told otherwise.</summary>
    private static bool IsRoot(string owner) => owner.Split(':', '.')[0] is "root" or "0";

    /// <summary>Of a folder of the system itself, a copy into it says nothing: most of what is changed was there before.</summary>
    private static bool Holds(string folder, string path) =>
        folder is not ("/" or "/bin/" or "/etc/" or "/lib/" or "/run/" or "/sbin/" or "/tmp/" or "/usr/" or "/usr/local/" or "/var/" or "/var/lib/" or "/var/log/")
        && path.StartsWith(folder, StringComparison.Ordinal);

    /// <summary>Whether the folder is made by the same script, and so is not what was copied.</summary>
    private static bool IsMade(RunScript run, string folder) => run.Commands.Any(command =>
        command.Name == "mkdir" && command.Line.Operands.Any(made => Holds(folder, Absolute(made.Text, run.State))));
}
