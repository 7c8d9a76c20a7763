using ContainerGuard.Dockerfile;
using ContainerGuard.Files;

namespace ContainerGuard.Analysis;

/// <summary>
/// Whether an instruction may bring one certain file into a stage (Dockerfile reference, COPY and ADD): by its name, in a folder, in an
/// archive that ADD unpacks, in a repository, or by a program that runs.
/// </summary>
internal static class BroughtFile
{
    /// <param name="file">The Dockerfile.</param>
    /// <param name="stage">The stage of the instruction.</param>
    /// <param name="instruction">The instruction.</param>
    /// <param name="path">The file, absolute, in the image: <c>/etc/passwd</c>.</param>
    /// <returns>False only if the instruction certainly does not bring the file.</returns>
    public static bool IsPossible(FileAnalysis file, Stage stage, InstructionSyntax instruction, string path)
    {
        if (instruction.Kind == InstructionKind.Run || instruction.Onbuild is not null) return true;
        if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add)) return false;
        if (TargetOf(stage, instruction) is not { } target || target == path) return true;

        var folder = target.TrimEnd('/') + "/";
        if (!path.StartsWith(folder, StringComparison.Ordinal)) return false;
        var rest = path[folder.Length..];
        return instruction.Sources.Any(source => TextOf(stage, instruction, source) is not { } text
            || (text.StartsWith("<<", StringComparison.Ordinal) ? text.TrimStart('<', '-').Trim('"', '\'') == rest
                : BareImage.LastOf(text) == rest || MayHold(file, stage, instruction, folder, text)));
    }

    /// <summary>Whether a source may be a folder or an archive, whose contents the target receives.</summary>
    private static bool MayHold(FileAnalysis file, Stage stage, InstructionSyntax instruction, string folder, string source)
    {
        var unpacks = instruction.Kind == InstructionKind.Add;
        switch (unpacks ? CopySource.Classify(source) : CopySourceKind.Local)
        {
            case CopySourceKind.Git:
                return true;

            // An archive from an address is unpacked on request only.
            case CopySourceKind.Http:
                return instruction.FindFlag("unpack") is { Value: not "false" };
        }

        if (unpacks && ArchiveName.IsOne(source)) return true;
        if (IsStarted(stage, folder + BareImage.LastOf(source))) return false;
        return instruction.FindFlag("from") is not null
            || file.Facts.Context?.Find(AbsolutePath.Join("/", source)[1..], out var entry) != true || entry.Kind != FileKind.File
            || (unpacks && !ArchiveName.IsNone(source));
    }

    /// <summary>Whether the container starts a program at this path, which therefore is a file and not a folder.</summary>
    private static bool IsStarted(Stage stage, string path) =>
        ((InstructionSyntax?[])[stage.End.Entrypoint.Value, stage.End.Cmd.Value]).Any(start =>
            start?.Arguments is [var program, ..]
            && AbsolutePath.Join(stage.End.WorkingDirectory.Value ?? "/", program.Value) == path);

    /// <summary>The absolute destination; null if it is not known.</summary>
    private static string? TargetOf(Stage stage, InstructionSyntax instruction)
    {
        if (instruction.Destination is not { } word || TextOf(stage, instruction, word) is not { } text) return null;
        if (text.StartsWith('/')) return AbsolutePath.Join("/", text);
        return stage.StateBefore(instruction).WorkingDirectory is { IsKnown: true, Origin: not SettingOrigin.BaseImage, Value: var folder }
            ? AbsolutePath.Join(folder ?? "/", text)
            : null;
    }

    private static string? TextOf(Stage stage, InstructionSyntax instruction, WordSyntax word) =>
        stage.StateBefore(instruction).Expand(word, instruction.Root.EscapeCharacter)
            is { IsKnown: true, Error: null, Undefined.IsEmpty: true } known
            ? known.Text
            : null;
}
