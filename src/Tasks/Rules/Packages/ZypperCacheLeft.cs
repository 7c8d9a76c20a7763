namespace ContainerGuard.Rules.Packages;

/// <summary>The cache of zypper remains in the layer.</summary>
internal sealed class ZypperCacheLeft() : PackageCacheLeft("zypper")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5061", "The zypper cache remains in the image", Severity.Warning)
    {
        Aliases = ["hadolint:DL3036", "trivy:DS-0020", "kics:Missing Zypper Clean"],
    };
}
