using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>Reports instructions that a later one of the same stage overrides, as BuildKit's MultipleInstructionsDisallowed does.</summary>
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
                        $"The {kind.ToKeyword()} in line {instruction.StartLine} overrides this {kind.ToKeyword()}. Delete one of the two.",
                        fix: IsBuildStep(earlier) || !context.Model.Problems.IsEmpty ? null : InstructionEdits.Delete(earlier));
                }

                earlier = instruction;
            }
        }
    }

    /// <summary>Whether a CMD looks like a build step and was probably intended as a RUN, so that a person has to decide.</summary>
    private static bool IsBuildStep(InstructionSyntax instruction)
    {
        if (instruction.Kind != InstructionKind.Cmd) return false;

        var words = instruction.IsExecForm ? instruction.Arguments.Select(static word => word.Text).ToArray() : (instruction.Command?.Text ?? "").Split(' ');
        return words is [var program, ..] && (Array.IndexOf(BuildPrograms, program[(program.LastIndexOf('/') + 1)..].Trim()) >= 0
            || Array.Exists(words, static word => word is "install" or "build" or "&&" or "restore" or "publish" or "ci"));
    }
}
