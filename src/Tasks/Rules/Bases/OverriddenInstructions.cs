using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>Reports instructions that a later one of the same stage overrides, as BuildKit's MultipleInstructionsDisallowed does.</summary>
internal static class OverriddenInstructions
{
    private static readonly string[] BuildPrograms =
        ["chmod", "chown", "cp", "echo", "export", "ln", "make", "mkdir", "mv", "rm", "sed", "source", "sysctl", "touch"];

    public static void Report(FileAnalysis file, Findings findings, InstructionKind kind)
    {
        foreach (var stage in file.Model.Stages)
        {
            InstructionSyntax? earlier = null;
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind != kind) continue;
                if (earlier is not null)
                {
                    findings.Report(file.FromFirstLine(earlier, earlier.KeywordSpan),
                        $"The {kind.ToKeyword()} in line {instruction.StartLine} overrides this {kind.ToKeyword()}. Delete one of the two.",
                        fix: IsBuildStep(earlier) || !file.Model.Problems.IsEmpty ? null : Edits.Delete(earlier));
                }

                earlier = instruction;
            }
        }
    }

    /// <summary>Whether a CMD looks like a build step and was probably intended as a RUN, so that a person has to decide.</summary>
    private static bool IsBuildStep(InstructionSyntax instruction)
    {
        if (instruction.Kind != InstructionKind.Cmd) return false;

        var words = instruction.IsExecForm
            ? instruction.Arguments.Select(static word => word.Text).ToArray()
            : (instruction.Command?.Text ?? "").Split(' ');
        return words is [var program, ..] && (IsForBuild(program[(program.LastIndexOf('/') + 1)..].Trim())
            || Array.Exists(words, static word => word is "install" or "build" or "&&" or "restore" or "publish" or "ci"));
    }

    private static bool IsForBuild(string program) => Array.IndexOf(BuildPrograms, program) >= 0 || PackageManagers.IsOfSystem(program);
}
