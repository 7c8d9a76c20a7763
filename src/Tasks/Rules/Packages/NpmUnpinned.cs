namespace ContainerGuard.Rules.Packages;

/// <summary>npm installs a package without a version.</summary>
internal sealed class NpmUnpinned() : UnpinnedPackages("npm")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5003", "npm installs packages without a pinned version", Severity.Warning)
    {
        Aliases = ["hadolint:DL3016", "kics:NPM Install Command Without Pinned Version"],
    };
}
