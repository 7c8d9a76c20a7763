using ContainerGuard.Dockerfile;

namespace ContainerGuard.Analysis;

/// <summary>The instructions before a command that restores packages.</summary>
internal static class RestoreStep
{
    /// <summary>The copies from the context that a command sees: those above it, in its stage and in the stages below it.</summary>
    public static IEnumerable<ContextCopy> Copies(FileAnalysis file, PublishCommand command)
    {
        var instruction = command.Run.Instruction;
        foreach (var copy in file.Copies)
        {
            if (copy.Instruction.Onbuild is null && command.Run.Stage.IsBasedOn(copy.Stage)
                && copy.Instruction.KeywordSpan.Start < instruction.KeywordSpan.Start)
            {
                yield return copy;
            }
        }
    }

    /// <summary>Whether files come into the stage from elsewhere: another stage, a mount, a download.</summary>
    public static bool HasOtherSources(PublishCommand command) => command.Run.Stage.AllInstructions.Any(static instruction =>
        instruction.Kind switch
        {
            InstructionKind.Copy or InstructionKind.Add => instruction.FindFlag("from") is not null,
            InstructionKind.Run => instruction.Mounts.Any(static mount => mount.Type == "bind")
                || instruction.ToString().Contains("git ", StringComparison.Ordinal),
            _ => false,
        });
}
