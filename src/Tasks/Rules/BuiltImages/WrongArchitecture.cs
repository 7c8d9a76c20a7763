using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The program of the image is for another architecture or system than the image.</summary>
internal sealed class WrongArchitecture : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8025", "The entrypoint is for another architecture", Severity.Error);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.IsWindows || image.Process is not { File: { } file, Note: { } note }) return;
        if (note.IsForeign)
        {
            findings.ReportFile(file, $"'/{file.Path}' is a program for Windows or macOS. Build it for linux/{image.Config.Architecture}.");
            return;
        }

        if (note.Architecture.Length == 0 || image.Config.Architecture is not { Length: > 0 } wanted || Runs(note.Architecture, wanted))
        {
            return;
        }

        findings.ReportFile(
            file, $"'/{file.Path}' is a program for {note.Architecture}, but the image is for {wanted}. Build the program for "
                + $"linux/{wanted}.");
    }

    /// <summary>A processor of 64 bits runs programs of 32 bits.</summary>
    private static bool Runs(string program, string image) =>
        program == image || (program, image) is ("386", "amd64") or ("arm", "arm64") or ("mips64le", "mips64");
}
