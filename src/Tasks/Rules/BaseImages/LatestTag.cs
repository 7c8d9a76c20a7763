using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>The tag <c>latest</c> does not show a version, and moves across major versions.</summary>
internal sealed class LatestTag : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2002", "An image uses the latest tag", Severity.Warning)
    {
        Aliases = ["hadolint:DL3007", "trivy:DS-0001", "checkov:CKV_DOCKER_7", "kics:Image Version Using 'latest'"],
        AppliesToCompose = true,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var image in file.Images)
        {
            if (image.Reference is { Tag: "latest", Digest: null })
            {
                findings.Report(image.Use.Span,
                    $"{image.Name} moves to the next major version without notice. {image.VersionAdvice}");
            }
        }
    }
}
