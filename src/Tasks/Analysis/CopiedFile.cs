using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>Follows a file of the image back through COPY, in any stage, to a file of the build context.</summary>
internal static class CopiedFile
{
    private const int MostStages = 8;

    /// <param name="file">The Dockerfile.</param>
    /// <param name="context">Its build context.</param>
    /// <param name="path">Absolute, in the final image.</param>
    /// <param name="maximumBytes">The size of the largest file to read.</param>
    /// <returns>Null if no COPY takes the file from the context, as for the product of a build.</returns>
    public static SourceText? Of(FileAnalysis file, BuildContext context, string path, int maximumBytes) =>
        file.Image is { } image ? Find(file, context, image.Stage, path, maximumBytes, MostStages) : null;

    private static SourceText? Find(FileAnalysis file, BuildContext context, Stage? stage, string path, int maximumBytes, int left)
    {
        for (; stage is not null && left > 0; stage = stage.Parent)
        {
            foreach (var instruction in stage.Instructions.Reverse())
            {
                if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add)
                    || instruction.Destination is not { } destination || destination.Value.Contains('$'))
                {
                    continue;
                }

                var target = AbsolutePath.Join(stage.StateBefore(instruction).WorkingDirectory.Value ?? "/", destination.Value);
                if (instruction.FindFlag("from") is not null)
                {
                    if (file.Model.FindSource(instruction) is not { } other) continue;
                    foreach (var source in instruction.Sources)
                    {
                        if (EntryScript.SourceOf(path, AbsolutePath.Join("/", source.Value)[1..], target) is { } inner
                            && Find(file, context, other, $"/{inner}", maximumBytes, left - 1) is { } copied)
                        {
                            return copied;
                        }
                    }

                    continue;
                }

                foreach (var source in file.Copies.FirstOrDefault(copy => copy.Instruction == instruction)?.Sources ?? [])
                {
                    if (EntryScript.SourceOf(path, source.Text, target) is { } wanted
                        && context.ReadSource(wanted, maximumBytes) is { } text)
                    {
                        return text;
                    }
                }
            }
        }

        return null;
    }
}
