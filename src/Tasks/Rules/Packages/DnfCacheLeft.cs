namespace ContainerGuard.Rules.Packages;

/// <summary>The cache of dnf remains in the layer.</summary>
internal sealed class DnfCacheLeft() : PackageCacheLeft("dnf", "tdnf")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5051", "The dnf cache remains in the image", Severity.Warning)
    {
        Aliases = ["hadolint:DL3040", "trivy:DS-0019", "kics:Missing Dnf Clean All"],
    };
}
