using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>Of some instructions only the last of a stage counts: the others are reported, as BuildKit's MultipleInstructionsDisallowed does.</summary>
internal static class Overridden
{
    private static readonly string[] BuildPrograms =
        ["apk", "apt", "apt-get", "chmod", "chown", "cp", "dnf", "echo", "export", "ln", "make", "mkdir", "mv", "rm", "sed", "source", "sysctl", "touch", "yum"];

    public static void Report(RuleContext context, InstructionKind kind)
    {
        foreach (var stage in context.Model.Stages)
        {
            InstructionSyntax? earlier = null;
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind != kind) continue;
                if (earlier is not null)
                {
                    context.Report(context.FromFirstLine(earlier, earlier.KeywordSpan),
                        $"The {kind.ToKeyword()} of line {instruction.StartLine} takes this one's place: only the last of a stage counts. Delete the one that is not meant.",
                        fix: IsBuildStep(earlier) || !context.Model.Problems.IsEmpty ? null : InstructionEdits.Delete(earlier));
                }

                earlier = instruction;
            }
        }
    }

    /// <summary>A CMD that installs or moves something was meant to be a RUN: what a person has to see.</summary>
    private static bool IsBuildStep(InstructionSyntax instruction)
    {
        if (instruction.Kind != InstructionKind.Cmd) return false;

        var words = instruction.IsExecForm ? instruction.Arguments.Select(static word => word.Text).ToArray() : (instruction.Command?.Text ?? "").Split(' ');
        return words is [var program, ..] && (Array.IndexOf(BuildPrograms, program[(program.LastIndexOf('/') + 1)..].Trim()) >= 0
            || Array.Exists(words, static word => word is "install" or "build" or "&&" or "restore" or "publish" or "ci"));
    }
}
