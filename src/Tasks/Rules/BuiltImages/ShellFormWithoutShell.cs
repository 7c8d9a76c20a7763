using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The command needs a shell, and the image has none.</summary>
internal sealed class ShellFormWithoutShell : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8027", "The entrypoint needs a shell that the image lacks", Severity.Error);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.IsWindows || !image.HasAllFiles || image.Process is not { IsShellForm: true, File: null } process) return;
        var kind = image.Config.Entrypoint is null ? InstructionKind.Cmd : InstructionKind.Entrypoint;
        findings.ReportSetting(
            kind, process.Program,
            $"{kind.ToKeyword()} needs '{process.Program}', which the image does not have, so no container starts. Use the exec form: "
                + $"{kind.ToKeyword()} [\"program\"].");
    }
}
