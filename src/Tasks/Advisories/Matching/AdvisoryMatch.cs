using ContainerGuard.Packages.Versions;

namespace ContainerGuard.Advisories.Matching;

/// <summary>A package in an image, as the advisories of its ecosystem name it.</summary>
/// <param name="Ecosystem">The ecosystem in OSV's spelling: <c>Debian:12</c>, <c>PyPI</c>.</param>
/// <param name="Name">The source package in the ecosystems that name these, otherwise the package.</param>
/// <param name="Version">The version of the same.</param>
/// <param name="Modularity">The module of an RPM package: <c>nodejs:18:8090020240301:rhel8</c>; empty if unknown.</param>
internal sealed record PackageVersion(string Ecosystem, string Name, string Version, string Modularity = "");

/// <summary>Whether an advisory is about a version of a package.</summary>
internal static class AdvisoryMatch
{
    /// <summary>The rows of a package that affect its version.</summary>
    /// <param name="package">The package.</param>
    /// <param name="rows">All rows of the package's name.</param>
    public static IEnumerable<Advisory> Affecting(PackageVersion package, IEnumerable<Advisory> rows)
    {
        if (VersionOrder.For(package.Ecosystem) is not { } order || package.Version.Length == 0) return [];
        return rows.Where(row => Affects(row, package, order));
    }

    private static bool Affects(Advisory row, PackageVersion package, VersionOrder order)
    {
        foreach (var range in row.Ranges)
        {
            var canUpdate = order is not RpmOrder || range.Upper is not { } upper
                || RpmModule.CanUpdate(row, upper, package.Version, package.Modularity);
            if (!canUpdate) continue;
            if (range.Contains(package.Version, order.Compare)) return true;
        }

        return row.Versions.Contains(package.Version, StringComparer.Ordinal)
            || row.Versions.Any(one => order.Compare(one, package.Version) == 0);
    }
}
