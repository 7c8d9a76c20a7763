namespace ContainerGuard.Rules.BaseImages;

/// <summary>A digest without a tag does not show the version, neither to a person nor to an update tool.</summary>
internal sealed class DigestWithoutTag : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2004", "An image is pinned by digest without a tag", Severity.Warning);

    public override void Check(RuleContext context)
    {
        foreach (var image in context.Images)
        {
            if (image.Reference is { Tag: null, Digest: { } digest })
            {
                context.Report(image.Use.Span,
                    $"'{image.Reference.FamiliarName}' has a digest but no tag. Write the tag before the digest: '{image.Reference.FamiliarName}:<version>@{digest.ToString()[..14]}…'.");
            }
        }
    }
}
