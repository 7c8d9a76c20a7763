using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The image, or its base, has the tag latest, which moves.</summary>
internal sealed class ImageTaggedLatest : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8014", "The image has the tag latest", Severity.Warning)
    {
        Aliases = ["dockle:DKL-DI-0006", "trivy:DS-0001"],
        IsRecommended = false,
    };

    public override bool NeedsFiles => false;

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.Inputs.Reference is { EffectiveTag: "latest" } own && own.Digest is null)
        {
            findings.ReportImage(
                own.FamiliarName, $"'{own.FamiliarName}:latest' names a different image after each push. Add a tag with the version.");
        }

        if (image.Inputs.Base?.Reference is { EffectiveTag: "latest", Digest: null } known)
        {
            findings.ReportAt(null, known.FamiliarName, $"The base image '{known.FamiliarName}' has the tag latest. Use a "
                + "version and a digest.");
        }
    }
}
