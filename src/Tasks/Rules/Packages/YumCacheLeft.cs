namespace ContainerGuard.Rules.Packages;

/// <summary>yum's cache stays in the layer.</summary>
internal sealed class YumCacheLeft() : RpmCacheLeft("yum")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5041", "yum's cache stays in the image", Severity.Warning)
    {
        Aliases = ["hadolint:DL3032", "trivy:DS-0015", "kics:Yum Clean All Missing"],
    };
}
