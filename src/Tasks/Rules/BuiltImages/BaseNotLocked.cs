using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The layers of the image do not begin with those of the locked base image.</summary>
internal sealed class BaseNotLocked : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8031", "The base image is not the locked one", Severity.Error);

    public override bool NeedsFiles => false;

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (!image.Inputs.IsLocked || image.Inputs.Base is not { } known || known.DiffIds.Count == 0 || image.Config.DiffIds.Count == 0)
        {
            return;
        }

        if (known.IsBelow(image.Config.DiffIds)) return;
        findings.ReportAt(
            null, known.Reference.FamiliarName,
            $"The image is not based on the locked image of {known.Reference.Familiar}. Build it again with the locked base image.");
    }
}
