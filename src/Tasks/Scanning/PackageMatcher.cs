using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Packages;
using ContainerGuard.Packages.Versions;
using ContainerGuard.Rules;

namespace ContainerGuard.Scanning;

/// <summary>Finds the vulnerabilities of the packages of an image, and counts what it has looked at.</summary>
/// <param name="table">The data.</param>
/// <param name="accepted">What the project accepts.</param>
internal sealed class PackageMatcher(AdvisoryTable table, Accepted accepted)
{
    private readonly SortedDictionary<string, int> _unknown = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _scanned = new(StringComparer.Ordinal);

    /// <summary>The number of scanned packages by ecosystem.</summary>
    public IReadOnlyDictionary<string, int> Scanned => _scanned;

    /// <summary>The number of packages without data, by ecosystem.</summary>
    public IReadOnlyDictionary<string, int> NotLookedAt => _unknown;

    /// <summary>Packages of one source are one finding. A package without data is a separate key.</summary>
    public static string KeyOf(Package package) => PackageLookup.Of(package) is { } known
        ? $"{known.Ecosystem}\n{PackageName.KeyOf(known.Ecosystem, known.Name)}\n{known.Version}"
        : $"{package.Type}\n{package.Name}\n{package.Version}";

    /// <summary>The vulnerabilities of packages with one key; null without one, and without data.</summary>
    /// <param name="packages">At least one.</param>
    /// <param name="rule">The rule that would report them.</param>
    public VulnerablePackage? Find(IReadOnlyList<Package> packages, RuleDescriptor rule)
    {
        var package = packages[0];
        var known = PackageLookup.Of(package);
        if (InstalledRuntime.OfPack(package.Name, package.Version) is { } runtime && package.Role == PackageRole.Runtime)
        {
            Count(_scanned, ".NET", 1);
            return runtime.Find(table, accepted, rule);
        }

        if (known is null || table.Find(known.Ecosystem, known.Name) is not { } rows)
        {
            Count(_unknown, NameOf(package, known), packages.Count);
            return null;
        }

        Count(_scanned, known.Ecosystem, packages.Count);
        var order = VersionOrder.For(known.Ecosystem)!;
        var affecting = DistinctRows.Of(AdvisoryMatch.Affecting(known, rows).Where(static row => row.IsVulnerability))
            .Select(DistinctRows.WithCommonName).ToList();
        if (affecting.Count == 0) return null;
        var remaining = accepted.Remaining(rule, package.Name, package.Version, affecting, static _ => true);
        return VulnerablePackage.Find(known.Name, known.Version, remaining, order.Compare, "linux");
    }

    private static string NameOf(Package package, PackageVersion? known) => known?.Ecosystem
        ?? (package.Version.Length == 0 ? $"{package.Type.Name()} without a version"
            : package.Distribution is { } system ? $"{system.Id} {system.Version}".TrimEnd()
            : $"{package.Type.Name()} of an unknown system");

    private static void Count(SortedDictionary<string, int> counts, string name, int number) =>
        counts[name] = counts.GetValueOrDefault(name) + number;
}
