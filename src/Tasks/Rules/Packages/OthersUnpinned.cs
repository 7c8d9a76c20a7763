using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>cargo, composer, conda, dotnet, pnpm or yarn installs a package without a version.</summary>
internal sealed class OthersUnpinned() : UnpinnedPackages(["cargo", "composer", "conda", "dotnet", "pnpm", "yarn"], "typescript", "@", "5.9.3")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5082", "cargo, conda, dotnet and others install without a version", Severity.Message)
    {
        IsRecommended = false,
    };

    protected override string SeparatorOf(PackageInstall install) => install.Manager switch
    {
        "composer" => ":",
        "conda" => "=",
        "dotnet" => " --version ",
        _ => base.SeparatorOf(install),
    };

    protected override bool IsExempt(PackageInstall install) => install.Command.Line.Has("--path", "--git") && install.Command.Line.Has("--path", "--rev", "--tag");
}
