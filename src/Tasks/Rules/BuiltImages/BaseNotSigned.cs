using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The base image has no signature of Notation or cosign. Only a registry knows, so the rule needs one.</summary>
internal sealed class BaseNotSigned : ImageRule
{
    /// <summary>The task asks a registry only if the rule is on.</summary>
    public static readonly RuleDescriptor Own = new("CG8002", "The base image is not signed", Severity.Message)
    {
        Aliases = ["dockle:CIS-DI-0005", "cis:4.5"],
        IsRecommended = false,
    };

    public override RuleDescriptor Descriptor => Own;

    public override bool NeedsFiles => false;

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.Inputs is not { IsBaseSigned: false, Base: { } known }) return;
        findings.ReportAt(
            null, known.Reference.FamiliarName,
            $"'{known.Reference.FamiliarName}' has no signature (Notation, cosign) in its registry. Use a signed base image if "
                + "your policy requires signatures.");
    }
}
