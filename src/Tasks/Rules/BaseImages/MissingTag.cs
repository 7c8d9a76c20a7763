using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>An image has neither a tag nor a digest, so a build uses what <c>latest</c> refers to on that day.</summary>
internal sealed class MissingTag : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2001", "An image has no tag", Severity.Warning)
    {
        Aliases = ["hadolint:DL3006", "trivy:DS-0001", "checkov:CKV_DOCKER_7", "kics:Image Version Not Explicit"],
        AppliesToCompose = true,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var image in file.Images)
        {
            if (image.Reference is { Tag: null, Digest: null })
            {
                findings.Report(image.Use.Span,
                    $"{image.Name} has no tag, so the {(file.Model.Compose is null ? "build" : "service")} uses 'latest'. "
                        + image.VersionAdvice);
            }
        }
    }
}
