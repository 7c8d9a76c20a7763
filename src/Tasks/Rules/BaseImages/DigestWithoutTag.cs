namespace ContainerGuard.Rules.BaseImages;

/// <summary>A bare digest is exact and unreadable: neither a person nor an update tool knows which version it is.</summary>
internal sealed class DigestWithoutTag : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2004", "An image has a digest and no tag", Severity.Warning);

    public override void Check(RuleContext context)
    {
        foreach (var image in context.Images)
        {
            if (image.Reference is { Tag: null, Digest: { } digest })
            {
                context.Report(image.Use.Span,
                    $"'{image.Reference.FamiliarName}' is pinned by a digest alone: nobody can read which version that is, and no update can know which tag to follow. Write the tag before it: '{image.Reference.FamiliarName}:<version>@{digest.ToString()[..14]}…'.");
            }
        }
    }
}
