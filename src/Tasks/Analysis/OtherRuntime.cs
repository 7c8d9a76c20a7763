using ContainerGuard.Dockerfile;

namespace ContainerGuard.Analysis;

/// <summary>Whether the final image may contain a .NET runtime that its base image does not have.</summary>
internal static class OtherRuntime
{
    /// <summary>Words of an instruction that may bring a runtime.</summary>
    private static readonly string[] Bringers = ["dotnet", "aspnetcore", "curl", "wget", ".sh", "tar ", "snap ", "nix", "brew", "mount="];

    /// <summary>
    /// Whether a RUN of the image names an installer or a package of .NET, or a COPY brings a folder of that name or a whole file system.
    /// </summary>
    public static bool MayBeIn(FileAnalysis file) => file.Image?.Stage.AllInstructions.Any(static instruction =>
        instruction.Kind == InstructionKind.Run ? Installs(instruction.ToString()) : Copies(instruction)) == true;

    /// <summary>
    /// Whether the image is an operating system without .NET: the base is known, every RUN only runs commands that do not bring a
    /// runtime, and every COPY takes something else.
    /// </summary>
    public static bool IsPlainSystem(FileAnalysis file) =>
        file.Image is { } image && IsSystem(image) && !image.Stage.AllInstructions.Any(static instruction =>
            instruction.Kind == InstructionKind.Add || Copies(instruction)
            || (instruction.Kind == InstructionKind.Run && MayBring(instruction.ToString())));

    private static bool IsSystem(FinalImage image) =>
        image.Stage.Root.IsScratch
        || image.Base is { IsOfficial: true, Repository: "library/alpine" or "library/debian" or "library/ubuntu" or "library/busybox" };

    private static bool MayBring(string text) =>
        Array.Exists(Bringers, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

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
