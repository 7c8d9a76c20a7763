namespace ContainerGuard.Rules.Packages;

/// <summary>
/// apk installs a package without a version. The example pins the branch, because a release's index has only the newest build.
/// </summary>
internal sealed class ApkUnpinned() : UnpinnedPackages("apk")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5031", "apk installs packages without a pinned version", Severity.Message)
    {
        Aliases = ["hadolint:DL3018", "kics:Unpinned Package Version in Apk Add"],
        IsRecommended = false,
    };
}
