using ContainerGuard.Rules.Bases;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>A layer of ours has the lists of a package manager's repositories.</summary>
internal sealed class PackageListsLeft : FilesLeftInLayer
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG8004", "A layer contains the package lists of repositories", Severity.Warning)
        {
            Aliases = ["dockle:CIS-DI-0007", "dockle:DKL-DI-0005", "trivy:DS-0017", "cis:4.7"],
        };

    private protected override string? KindOf(string path) => path switch
    {
        _ when path.StartsWith("var/lib/apt/lists/", StringComparison.Ordinal) =>
            path.EndsWith("/lock", StringComparison.Ordinal) ? null : "'rm -rf /var/lib/apt/lists/*'",
        _ when path.StartsWith("var/cache/apk/APKINDEX", StringComparison.Ordinal)
            || path.StartsWith("etc/apk/cache/", StringComparison.Ordinal) => "'apk add --no-cache'",
        _ when IsRepositoryData(path, "var/cache/dnf/") || IsRepositoryData(path, "var/cache/libdnf5/") => "'dnf clean all'",
        _ when IsRepositoryData(path, "var/cache/yum/") => "'yum clean all'",
        _ when IsRepositoryData(path, "var/cache/tdnf/") => "'tdnf clean all'",
        _ when IsRepositoryData(path, "var/cache/zypp/") => "'zypper clean --all'",
        _ => null,
    };

    private protected override string Message(string kind, string example, string size) =>
        $"The layer contains package lists ({size}, '/{example}'), which soon become outdated. Use {kind} in the RUN that writes them.";

    private static bool IsRepositoryData(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && !path.EndsWith(".rpm", StringComparison.Ordinal);
}
