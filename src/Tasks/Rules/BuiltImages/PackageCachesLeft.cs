using ContainerGuard.Rules.Bases;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>A layer of ours has the cache of a package manager.</summary>
internal sealed class PackageCachesLeft : FilesLeftInLayer
{
    /// <summary>Below the home of a user.</summary>
    private static readonly (string Folder, string Tool)[] OfHome =
    [
        (".cache/pip/", "pip"), (".cache/uv/", "uv"), (".cache/pypoetry/", "Poetry"), (".npm/_cacache/", "npm"), (".cache/yarn/", "Yarn"),
        (".yarn/berry/cache/", "Yarn"), (".cache/pnpm/", "pnpm"), (".local/share/pnpm/store/", "pnpm"), (".cache/go-build/", "Go"),
        (".nuget/packages/", "NuGet"), (".local/share/NuGet/", "NuGet"), (".m2/repository/", "Maven"), (".gradle/caches/", "Gradle"),
        (".cargo/registry/", "Cargo"), (".bundle/cache/", "Bundler"), (".composer/cache/", "Composer"),
    ];

    private static readonly (string Folder, string Tool)[] OfSystem =
    [
        ("var/cache/apt/", "apt"), ("var/cache/dnf/", "dnf"), ("var/cache/libdnf5/", "dnf"), ("var/cache/yum/", "yum"),
        ("var/cache/zypp/", "zypper"), ("var/cache/apk/", "apk"), ("usr/local/share/.cache/yarn/", "Yarn"), ("go/pkg/mod/cache/", "Go"),
    ];

    public override RuleDescriptor Descriptor { get; } = new("CG8013", "A layer contains the cache of a package manager", Severity.Warning)
    {
        Aliases = ["dockle:DKL-DI-0004", "dockle:DKL-LI-0003", "trivy:DS-0025"],
    };

    private protected override string? KindOf(string path)
    {
        foreach (var (folder, tool) in OfSystem)
        {
            if (path.StartsWith(folder, StringComparison.Ordinal)) return IsCachedPackage(path, tool) ? tool : null;
        }

        var home = path.StartsWith("root/", StringComparison.Ordinal) ? path[5..]
            : path.StartsWith("home/", StringComparison.Ordinal) && path.IndexOf('/', 5) is > 0 and var slash ? path[(slash + 1)..]
            : null;
        foreach (var (folder, tool) in OfHome)
        {
            if (home?.StartsWith(folder, StringComparison.Ordinal) == true) return tool;
        }

        return null;
    }

    private protected override string Message(string kind, string example, string size) =>
        $"The layer contains the cache of {kind} ({size}, '/{example}'). Clear it in the RUN that fills it, or use RUN --mount=type=cache.";

    /// <summary>Another rule reports lists of repositories.</summary>
    private static bool IsCachedPackage(string path, string tool) => tool switch
    {
        "apt" => path.EndsWith(".deb", StringComparison.Ordinal) || path.EndsWith(".bin", StringComparison.Ordinal),
        "apk" => path.EndsWith(".apk", StringComparison.Ordinal),
        "dnf" or "yum" or "zypper" => path.EndsWith(".rpm", StringComparison.Ordinal),
        _ => true,
    };
}
