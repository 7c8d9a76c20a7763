namespace ContainerGuard.Rules.Packages;

/// <summary>dnf's cache stays in the layer.</summary>
internal sealed class DnfCacheLeft() : RpmCacheLeft("dnf", "dnf5", "tdnf")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5051", "dnf's cache stays in the image", Severity.Warning)
    {
        Aliases = ["hadolint:DL3040", "trivy:DS-0019", "kics:Missing Dnf Clean All"],
    };
}
