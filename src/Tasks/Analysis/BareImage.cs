using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>Images without a shell and without tools: by the facts in the lock file, or by the documentation of the image.</summary>
internal static class BareImage
{
    /// <summary>The name of a stage's base in messages, if the base certainly has no shell; null for every other base.</summary>
    public static string? KindOf(Stage stage, FileFacts facts)
    {
        if (stage.Root.IsScratch) return "an image from scratch";
        if (StageBase.Of(stage) is not { } image) return null;
        return facts.Known(image)?.Config?.HasShell switch
        {
            true => null,
            false => $"'{image.Familiar}'",
            null => KindOf(facts.Mirrors.Original(image)),
        };
    }

    /// <summary>
    /// Whether a COPY, an ADD or a RUN may have added a program: it copies a file of that name, or into a folder of the PATH.
    /// </summary>
    /// <param name="state">The settings before the instruction.</param>
    /// <param name="instruction">The instruction.</param>
    /// <param name="program">The program: a name or a path.</param>
    public static bool MayBring(StageState state, InstructionSyntax instruction, string program)
    {
        if (instruction.Kind == InstructionKind.Run) return true;
        if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add)) return false;

        var target =
            instruction.Destination is { } destination ? AbsolutePath.Join(state.WorkingDirectory.Value ?? "/", destination.Value) : "/";
        if (LastOf(target) is "" or "bin" or "sbin" or "usr" or "local") return true;
        var name = LastOf(program);
        return instruction.Arguments.Any(word => LastOf(word.Value) is var last
            && (last == name
                || last.StartsWith(name + "-", StringComparison.Ordinal)
                || last.Contains("busybox", StringComparison.Ordinal)));
    }

    /// <summary>Whether an instruction of a stage, or of one that it is based on, may have added a program.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="program">The program: a name or a path.</param>
    /// <param name="byRun">Whether a RUN counts, which can do everything.</param>
    public static bool MayHave(Stage stage, string program, bool byRun) => stage.WithParents.Any(one => one.Instructions.Any(instruction =>
        (byRun || instruction.Kind != InstructionKind.Run) && MayBring(one.StateBefore(instruction), instruction, program)));

    private static string? KindOf(ImageReference image) => image switch
    {
        { Registry: "gcr.io" } when image.Repository.StartsWith("distroless/", StringComparison.Ordinal) =>
            image.Tag?.Contains("debug", StringComparison.Ordinal) == true ? null : "a distroless image",
        { Registry: "mcr.microsoft.com" } when image.Repository.StartsWith("dotnet/", StringComparison.Ordinal) =>
            image.Tag?.Contains("chiseled", StringComparison.Ordinal) == true ? "a chiseled image"
                : image.Tag?.Contains("distroless", StringComparison.Ordinal) == true ? "a distroless image"
                : null,
        _ => null,
    };

    /// <summary>The last part of a path in an image, which may end with a slash.</summary>
    public static string LastOf(string path)
    {
        var trimmed = path.TrimEnd('/');
        return trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }
}
