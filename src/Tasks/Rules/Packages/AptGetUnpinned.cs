using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get installs a package without a version.</summary>
internal sealed class AptGetUnpinned() : UnpinnedPackages(["apt-get", "apt", "aptitude"], "curl=7.88.1-10+deb12u8")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5013", "apt-get installs packages in whatever version there is", Severity.Message)
    {
        Aliases = ["hadolint:DL3008", "kics:Apt Get Install Pin Version Not Defined"],
        IsRecommended = false,
    };

    /// <summary><c>name-</c> removes a package (apt-get(8)).</summary>
    protected override bool IsOpen(PackageOperand package) => base.IsOpen(package) && !package.Name.EndsWith('-');
}
