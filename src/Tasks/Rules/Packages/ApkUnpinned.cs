namespace ContainerGuard.Rules.Packages;

/// <summary>apk installs a package without a version.</summary>
internal sealed class ApkUnpinned() : UnpinnedPackages(["apk"], "curl=8.14.1-r2' or 'curl~8.14")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5031", "apk installs packages in whatever version there is", Severity.Message)
    {
        Aliases = ["hadolint:DL3018", "kics:Unpinned Package Version in Apk Add"],
        IsRecommended = false,
    };
}
