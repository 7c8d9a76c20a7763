using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>go installs or runs a module without a version.</summary>
internal sealed class GoUnpinned() : UnpinnedPackages("go")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5081", "go installs modules without a pinned version", Severity.Warning)
    {
        Aliases = ["hadolint:DL3062"],
    };

    protected override bool IsExempt(PackageInstall install) =>
        install.Command.Line is { SubCommand: "run", Operands: [{ } program, ..] } && !IsModule(program.Text);

    protected override bool IsOpen(PackageOperand package) => package is { Kind: PackageKind.Named, Version: null or "latest" };

    protected override bool IsOwn(FileAnalysis file, RunScript run, PackageOperand package) =>
        file.GoBuild.IsOwnPackage(package.Name, run);

    protected override string? WhyNotPinnable(RunScript run) => GoBuild.VersionWithoutModules(run.Stage) is { } version
        ? $"Go {version} cannot pin one. Use a supported version of Go, and write '@<version>' after the name."
        : null;

    /// <summary>Whether the first element of a path has a dot, as a domain has.</summary>
    private static bool IsModule(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return path.AsSpan(0, slash < 0 ? path.Length : slash).Contains('.') && !path.EndsWith(".go", StringComparison.Ordinal);
    }
}
