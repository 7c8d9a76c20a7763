using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>cargo, composer, conda, dotnet, pnpm or yarn installs a package without a version.</summary>
internal sealed class OthersUnpinned() : UnpinnedPackages("cargo", "composer", "conda", "dotnet", "pnpm", "yarn")
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG5082", "cargo, conda, dotnet and others install without a version", Severity.Message)
    {
        IsRecommended = false,
    };

    protected override bool IsExempt(PackageInstall install) =>
        install.Command.Line.Has("--path", "--git") && install.Command.Line.Has("--path", "--rev", "--tag");
}
