namespace ContainerGuard.Rules.Packages;

/// <summary>microdnf's cache stays in the layer.</summary>
internal sealed class MicrodnfCacheLeft() : RpmCacheLeft("microdnf")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5052", "microdnf's cache stays in the image", Severity.Warning)
    {
        Aliases = ["hadolint:DL3040", "trivy:DS-0027"],
    };
}
