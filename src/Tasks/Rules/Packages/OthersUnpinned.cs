using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>cargo, composer, conda or dotnet installs a package without a version.</summary>
internal sealed class OthersUnpinned() : UnpinnedPackages(["cargo", "composer", "conda", "dotnet", "pnpm", "yarn"], "typescript@5.9.3")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5082", "cargo, composer, conda, dotnet, pnpm or yarn installs in whatever version there is", Severity.Message)
    {
        IsRecommended = false,
    };

    protected override string ExampleFor(string manager) => manager switch
    {
        "cargo" => "ripgrep@15.1.0",
        "composer" => "monolog/monolog:3.9.0",
        "conda" => "numpy=2.3.5",
        "dotnet" => "dotnet-ef --version 10.0.0",
        _ => base.ExampleFor(manager),
    };

    protected override bool IsExempt(PackageInstall install) => install.Command.Line.Has("--path", "--git") && install.Command.Line.Has("--path", "--rev", "--tag");
}
