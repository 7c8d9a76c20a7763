namespace ContainerGuard.Rules.Packages;

/// <summary>The cache of yarn remains in the image.</summary>
internal sealed class YarnCacheLeft() : PackageCacheLeft("yarn")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5004", "The yarn cache remains in the image", Severity.Message)
    {
        Aliases = ["hadolint:DL3060"],
        IsRecommended = false,
    };
}
