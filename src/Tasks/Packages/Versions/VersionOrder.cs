namespace ContainerGuard.Packages.Versions;

/// <summary>
/// How an ecosystem orders the versions of its packages. The order is total: every text has its place, also one that the ecosystem does
/// not accept, and a comparison never throws. It takes linear time and no memory that depends on the numbers, which may have any length.
/// </summary>
internal abstract class VersionOrder : IComparer<string>
{
    /// <summary>The order of NuGet.</summary>
    public static VersionOrder NuGet { get; } = new NuGetOrder();

    /// <summary>
    /// Less than 0 when the left version is older, more than 0 when it is newer, 0 when the ecosystem treats both as equal.
    /// </summary>
    public abstract int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right);

    /// <summary>Whether the tools of the ecosystem accept the version. An order states where it places other versions.</summary>
    public abstract bool Accepts(ReadOnlySpan<char> version);

    public int Compare(string? x, string? y) => Compare(x.AsSpan(), y.AsSpan());

    /// <param name="ecosystem">
    /// A name of the OSV schema, with or without a release (<c>Debian:12</c>), or a type of package URL (<c>deb</c>), ignoring case.
    /// </param>
    /// <returns>Null for an ecosystem with an unknown order.</returns>
    public static VersionOrder? For(string ecosystem)
    {
        var name = ecosystem.AsSpan();
        if (name.IndexOf(':') is >= 0 and var colon) name = name[..colon];
        return Orders.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name.Trim(), out var order) ? order : null;
    }

    private static Dictionary<string, VersionOrder> Orders { get; } = Index(
        (new DebianOrder(), ["deb", "Debian", "Ubuntu", "Echo"]),
        (new RpmOrder(),
        [
            "rpm", "Red Hat", "RedHat", "AlmaLinux", "Rocky Linux", "Azure Linux", "CBL-Mariner", "Mageia", "openEuler", "openSUSE", "SUSE",
            "Photon OS", "Fedora", "Amazon Linux", "Oracle Linux",
        ]),
        (new ApkOrder(), ["apk", "Alpine", "Alpaquita", "BellSoft Hardened Containers", "Chainguard", "MinimOS", "Wolfi"]),
        (NuGet, ["nuget"]),
        (new SemanticOrder(), ["npm", "crates.io", "cargo", "Hex", "SwiftURL", "swift", "GitHub Actions", "Bitnami", "Julia", "semver"]),
        (new PubOrder(), ["pub"]),
        (new GoOrder(), ["Go", "golang"]),
        (new MavenOrder(), ["maven"]),
        (new PythonOrder(), ["pypi"]),
        (new GemOrder(), ["RubyGems", "gem"]),
        (new ComposerOrder(), ["Packagist", "composer"]),
        (new NumberListOrder(), ["CRAN", "Bioconductor", "Hackage", "GHC"]));

    private static Dictionary<string, VersionOrder> Index(params ReadOnlySpan<(VersionOrder Order, string[] Names)> orders)
    {
        var index = new Dictionary<string, VersionOrder>(StringComparer.OrdinalIgnoreCase);
        foreach (var (order, names) in orders)
        {
            foreach (var name in names) index.Add(name, order);
        }

        return index;
    }
}
