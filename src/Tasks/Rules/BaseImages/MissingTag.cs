namespace ContainerGuard.Rules.BaseImages;

/// <summary>An image has neither a tag nor a digest, so a build uses what <c>latest</c> refers to on that day.</summary>
internal sealed class MissingTag : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2001", "An image has no tag", Severity.Warning)
    {
        Aliases = ["hadolint:DL3006", "trivy:DS-0001", "checkov:CKV_DOCKER_7", "kics:Image Version Not Explicit"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var image in context.Images)
        {
            if (image.Reference is { Tag: null, Digest: null })
            {
                context.Report(image.Use.Span,
                    $"{image.Name} has no tag, so the build uses 'latest'. {image.VersionAdvice}");
            }
        }
    }
}
