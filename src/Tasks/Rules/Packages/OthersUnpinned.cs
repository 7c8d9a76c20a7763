using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>cargo, composer, conda or dotnet installs a package without a version.</summary>
internal sealed class OthersUnpinned() : UnpinnedPackages(["cargo", "composer", "conda", "dotnet", "pnpm", "yarn"], "ripgrep@15.1.0")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5082", "cargo, composer, conda, dotnet, pnpm or yarn installs in whatever version there is", Severity.Message)
    {
        IsRecommended = false,
    };

    protected override bool IsExempt(PackageInstall install) => install.Command.Line.Has("--path", "--git") && install.Command.Line.Has("--path", "--rev", "--tag");
}
