using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>pip or pipx installs a package without a version.</summary>
internal sealed class PipUnpinned() : UnpinnedPackages("pip", "pipx")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5070", "pip installs packages without a pinned version", Severity.Warning)
    {
        Aliases = ["hadolint:DL3013", "kics:Unpinned Package Version in Pip Install"],
    };

    protected override bool IsExempt(PackageInstall install) => install.Command.Line.Has("-r", "--requirement", "-c", "--constraint");

    protected override bool IsOpen(PackageOperand package) =>
        base.IsOpen(package) && (package.Kind == PackageKind.Url || !package.Name.Contains('/', StringComparison.Ordinal));
}
