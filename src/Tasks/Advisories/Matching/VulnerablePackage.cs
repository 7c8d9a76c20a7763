namespace ContainerGuard.Advisories.Matching;

/// <summary>A package with the known vulnerabilities of its version.</summary>
/// <param name="Name">The package, as the project spells it.</param>
/// <param name="Version">The version.</param>
/// <param name="Rows">At least one row; exploited ones first, then the most severe, then the most probable.</param>
/// <param name="Fixed">The lowest version known to fix every vulnerability that has a fix; null if none has one.</param>
internal sealed record VulnerablePackage(string Name, string Version, IReadOnlyList<Advisory> Rows, string? Fixed)
{
    private const int MostRounds = 32;

    /// <summary>The highest severity.</summary>
    public AdvisorySeverity Worst => Rows.Max(static row => row.Severity);

    /// <summary>Whether one of them is known to be exploited.</summary>
    public bool IsExploited => Rows[0].IsExploited;

    /// <summary>The highest probability that one of them is exploited; null if none is known.</summary>
    public decimal? Epss => Rows.Max(static row => row.Epss);

    /// <summary>The highest severity of those that a version fixes; null if none has a fix.</summary>
    public AdvisorySeverity? WorstFixed { get; private init; }

    /// <summary>The name of who states that severity; empty if it is unknown.</summary>
    public string SeveritySource => Rows.First(row => row.Severity == Worst).SeveritySource;

    /// <summary>Finds the vulnerabilities of a version.</summary>
    /// <param name="name">The package.</param>
    /// <param name="version">Its version.</param>
    /// <param name="rows">All rows of the package.</param>
    /// <param name="order">The order of the ecosystem.</param>
    /// <param name="platform">The system where the package runs: <c>linux</c>; empty for any.</param>
    /// <returns>Null if the version has none.</returns>
    public static VulnerablePackage? Find(
        string name, string version, IReadOnlyList<Advisory> rows, Comparison<string> order, string platform = "")
    {
        var affecting = rows.Where(row => row.IsVulnerability && IsOn(row, platform) && row.Affects(version, order)).ToList();
        if (affecting.Count == 0) return null;

        // The fix of one vulnerability can be a version that another one affects.
        var target = Highest(affecting.Select(row => row.FixFor(version, order)), order);
        for (var round = 0; target is not null && round < MostRounds; round++)
        {
            var next = Highest(rows.Where(row => IsOn(row, platform)).Select(row => row.FixFor(target, order)), order);
            if (next is null || order(next, target) <= 0) break;
            target = next;
        }

        return new VulnerablePackage(
            name, version,
            [.. affecting.OrderByDescending(static row => row.IsExploited).ThenByDescending(static row => row.Severity)
                .ThenByDescending(static row => row.Epss ?? 0).ThenBy(static row => row.Id, StringComparer.Ordinal)],
            target)
        {
            WorstFixed = affecting.Where(row => row.FixFor(version, order) is not null)
                .Max(static row => (AdvisorySeverity?)row.Severity),
        };
    }

    /// <summary>
    /// Packages with an exploited vulnerability first, then the most severe, then those that are most probably exploited.
    /// </summary>
    public static IOrderedEnumerable<T> Order<T>(IEnumerable<T> all, Func<T, VulnerablePackage> found) => all
        .OrderByDescending(one => found(one).IsExploited).ThenByDescending(one => found(one).Worst)
        .ThenByDescending(one => found(one).Epss ?? 0);

    private static bool IsOn(Advisory row, string platform) =>
        row.Platforms.Count == 0 || platform.Length == 0 || row.Platforms.Contains(platform, StringComparer.OrdinalIgnoreCase);

    private static string? Highest(IEnumerable<string?> versions, Comparison<string> order)
    {
        string? highest = null;
        foreach (var version in versions)
        {
            if (version is not null && (highest is null || order(version, highest) > 0)) highest = version;
        }

        return highest;
    }
}
