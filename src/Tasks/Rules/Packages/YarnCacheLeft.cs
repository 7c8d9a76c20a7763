namespace ContainerGuard.Rules.Packages;

/// <summary>yarn keeps what it downloaded in the image.</summary>
internal sealed class YarnCacheLeft() : PackageCacheLeft(["yarn", "yarnpkg"], ["install", "add", "global"], ["/usr/local/share/.cache", "/root/.cache/yarn"], "cache clean")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5004", "yarn's cache stays in the image", Severity.Message)
    {
        Aliases = ["hadolint:DL3060"],
        IsRecommended = false,
    };
}
