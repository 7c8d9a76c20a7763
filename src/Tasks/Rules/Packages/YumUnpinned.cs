namespace ContainerGuard.Rules.Packages;

/// <summary>yum installs a package without a version.</summary>
internal sealed class YumUnpinned() : UnpinnedPackages("yum")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5042", "yum installs packages without a pinned version", Severity.Message)
    {
        Aliases = ["hadolint:DL3033", "kics:Yum install Without Version"],
        IsRecommended = false,
    };
}
