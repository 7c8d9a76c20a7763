namespace ContainerGuard.Rules.Packages;

/// <summary>zypper installs a package without a version.</summary>
internal sealed class ZypperUnpinned() : UnpinnedPackages("zypper")
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG5062", "zypper installs packages without a pinned version", Severity.Message)
    {
        Aliases = ["hadolint:DL3037", "kics:Zypper Install Without Version"],
        IsRecommended = false,
    };
}
