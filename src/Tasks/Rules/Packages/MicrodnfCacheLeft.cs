namespace ContainerGuard.Rules.Packages;

/// <summary>The cache of microdnf remains in the layer.</summary>
internal sealed class MicrodnfCacheLeft() : PackageCacheLeft("microdnf")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5052", "The microdnf cache remains in the image", Severity.Warning)
    {
        Aliases = ["hadolint:DL3040", "trivy:DS-0027"],
    };
}
