using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>The first WORKDIR of a chain of stages is relative: to what, the base image decides.</summary>
internal sealed class RelativeWorkdir : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1022", "WORKDIR is relative to a folder that the base image sets", Severity.Warning)
    {
        Aliases = ["buildkit:WorkdirRelativePath"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction is not { Kind: InstructionKind.Workdir, Arguments: [var word] }) continue;

                var state = stage.StateBefore(instruction);
                if (state.WorkingDirectory.Origin == SettingOrigin.File) break;
                var path = state.Expand(word, context.Syntax.EscapeCharacter);
                if (path.Error is null && !IsAbsolute(path.Text, stage))
                {
                    var whole = path.IsKnown ? AbsolutePath.Join("/", path.Text) : "/app";
                    context.Report(context.FromFirstLine(instruction, word.Span),
                        $"'{word.RawText}' is relative to the folder that the base image happens to set, and moves when that does. Write the whole path, such as {whole}.");
                }

                break;
            }
        }
    }

    /// <summary>On Windows a path from the root on may have backslashes, and the system drive before it.</summary>
    private static bool IsAbsolute(string path, Stage stage)
    {
        if (path.StartsWith('/')) return true;
        if (!TargetSystem.IsWindows(stage)) return false;
        var root = path is ['c' or 'C', ':', ..] ? path.AsSpan(2) : path;
        return root is ['/' or '\\', ..];
    }
}
