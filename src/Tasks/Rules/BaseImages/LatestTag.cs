namespace ContainerGuard.Rules.BaseImages;

/// <summary>The tag <c>latest</c> does not show a version, and moves across major versions.</summary>
internal sealed class LatestTag : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2002", "An image uses the latest tag", Severity.Warning)
    {
        Aliases = ["hadolint:DL3007", "trivy:DS-0001", "checkov:CKV_DOCKER_7", "kics:Image Version Using 'latest'"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var image in context.Images)
        {
            if (image.Reference is { Tag: "latest", Digest: null })
            {
                context.Report(image.Use.Span,
                    $"{image.Name} moves to the next major version without notice. {image.VersionAdvice}");
            }
        }
    }
}
