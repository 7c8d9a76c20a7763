namespace ContainerGuard.Rules.Packages;

/// <summary>gem installs a package without a version.</summary>
internal sealed class GemUnpinned() : UnpinnedPackages("gem")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5080", "gem installs packages without a pinned version", Severity.Warning)
    {
        Aliases = ["hadolint:DL3028", "kics:Gem Install Without Version"],
    };
}
