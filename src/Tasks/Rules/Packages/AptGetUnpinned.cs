using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get installs a package without a version.</summary>
internal sealed class AptGetUnpinned() : UnpinnedPackages("apt-get", "apt", "aptitude")
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG5013", "apt-get installs packages without a pinned version", Severity.Message)
    {
        Aliases = ["hadolint:DL3008", "kics:Apt Get Install Pin Version Not Defined"],
        IsRecommended = false,
    };

    /// <summary><c>name-</c> removes a package (apt-get(8)).</summary>
    protected override bool IsOpen(PackageOperand package) => base.IsOpen(package) && !package.Name.EndsWith('-');
}
