using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>A digest without a tag does not show the version, neither to a person nor to an update tool.</summary>
internal sealed class DigestWithoutTag : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2004", "An image is pinned by digest without a tag", Severity.Warning)
    {
        AppliesToCompose = true,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var image in file.Images)
        {
            if (image.Reference is { Tag: null, Digest: { } digest })
            {
                findings.Report(image.Use.Span,
                    $"'{image.Reference.FamiliarName}' has a digest but no tag. "
                        + $"Write the tag before the digest: '{image.Reference.FamiliarName}:<version>@{digest.ToString()[..14]}…'.");
            }
        }
    }
}
