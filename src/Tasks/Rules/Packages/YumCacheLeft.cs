namespace ContainerGuard.Rules.Packages;

/// <summary>The cache of yum remains in the layer.</summary>
internal sealed class YumCacheLeft() : PackageCacheLeft("yum")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5041", "The yum cache remains in the image", Severity.Warning)
    {
        Aliases = ["hadolint:DL3032", "trivy:DS-0015", "kics:Yum Clean All Missing"],
    };
}
