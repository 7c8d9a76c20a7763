namespace ContainerGuard.Rules.Packages;

/// <summary>dnf installs a package without a version.</summary>
internal sealed class DnfUnpinned() : UnpinnedPackages("dnf", "microdnf", "tdnf")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5053", "dnf installs packages without a pinned version", Severity.Message)
    {
        Aliases = ["hadolint:DL3041", "kics:Missing Version Specification In dnf install"],
        IsRecommended = false,
    };
}
