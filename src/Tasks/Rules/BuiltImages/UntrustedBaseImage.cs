using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The base image is not from a registry of ContainerGuardTrustedRegistry.</summary>
internal sealed class UntrustedBaseImage : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8017", "The base image is not from a trusted registry", Severity.Warning)
    {
        Aliases = ["dockle:CIS-DI-0002", "cis:4.2"],
    };

    public override bool NeedsFiles => false;

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.Inputs.Trusted.IsEmpty || BaseOf(image) is not { } known || image.Inputs.Trusted.Trust(known)) return;
        findings.ReportAt(
            null, known.FamiliarName,
            $"The base image '{known.FamiliarName}' is not from a trusted registry. Use another one, or add it to "
                + "ContainerGuardTrustedRegistry.");
    }

    /// <summary>The known base, else the one that a label names (OCI image specification, annotations.md).</summary>
    private static ImageReference? BaseOf(ImageAnalysis image) =>
        image.Inputs.Base?.Reference
        ?? image.Inputs.Dockerfile?.Image?.Base
        ?? (image.Config.Labels.GetValueOrDefault("org.opencontainers.image.base.name") is { } name
            && ImageReference.TryParse(name, out var reference, out _) ? reference : null);
}
