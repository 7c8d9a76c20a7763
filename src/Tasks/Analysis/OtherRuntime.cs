using ContainerGuard.Dockerfile;

namespace ContainerGuard.Analysis;

/// <summary>Whether the final image may contain a .NET runtime that its base image does not have.</summary>
internal static class OtherRuntime
{
    /// <summary>
    /// Whether a RUN of the image names an installer or a package of .NET, or a COPY brings a folder of that name or a whole file system.
    /// </summary>
    public static bool MayBeIn(FileAnalysis file)
    {
        if (file.Image is not { } image) return false;
        for (var stage = image.Stage; stage is not null; stage = stage.Parent)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind == InstructionKind.Run ? Installs(instruction.ToString()) : Copies(instruction)) return true;
            }
        }

        return false;
    }

    private static bool Installs(string text) =>
        text.Contains("dotnet-", StringComparison.OrdinalIgnoreCase)
        || text.Contains("aspnetcore", StringComparison.OrdinalIgnoreCase)
        || text.Contains("/dotnet", StringComparison.OrdinalIgnoreCase)
        || text.Contains("dotnet.microsoft.com", StringComparison.OrdinalIgnoreCase);

    private static bool Copies(InstructionSyntax instruction) =>
        instruction.Kind is InstructionKind.Copy or InstructionKind.Add
        && instruction.Arguments.Any(static word =>
            word.Value.Contains("dotnet", StringComparison.OrdinalIgnoreCase) || word.Value == "/")
        && instruction.FindFlag("from") is not null;
}
