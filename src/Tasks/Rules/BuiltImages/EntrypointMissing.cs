using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The program of the image, or the file of the application that it gets, is not in the image.</summary>
internal sealed class EntrypointMissing : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8023", "The entrypoint does not exist in the image", Severity.Error);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.IsWindows || !image.HasAllFiles || image.Process is not { } process
            || process.Program.Contains('$', StringComparison.Ordinal))
        {
            return;
        }

        if (process.File is null)
        {
            // Another rule reports a shell form without a shell.
            if (process.IsShellForm) return;
            findings.ReportSetting(
                Kind(image), process.Program,
                $"The program '{MessageText.Cut(process.Program)}' does not exist in the image, so no container starts. Copy "
                    + "the program, or correct ENTRYPOINT or CMD.");
        }
        else if (process.TryGetApplication(out var application) && process.InWorkingDirectory(application) is null)
        {
            findings.ReportSetting(
                Kind(image), application,
                $"'{MessageText.Cut(application)}' does not exist in '{image.Config.WorkingDirectory}', so the application does "
                    + "not start. Copy it, or correct the path.");
        }
    }

    private static InstructionKind Kind(ImageAnalysis image) =>
        image.Config.Entrypoint is null ? InstructionKind.Cmd : InstructionKind.Entrypoint;
}
