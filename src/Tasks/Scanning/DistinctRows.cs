using ContainerGuard.Advisories;

namespace ContainerGuard.Scanning;

/// <summary>One row for each vulnerability, where several records of a source or several sources describe the same one.</summary>
internal static class DistinctRows
{
    /// <summary>
    /// The rows without repetition. A vendor's update that fixes several vulnerabilities (DSA, ALSA) counts only for those that have no
    /// separate row.
    /// </summary>
    public static IReadOnlyList<Advisory> Of(IEnumerable<Advisory> rows)
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
        List<Advisory> distinct = [];
        foreach (var row in rows.OrderBy(static row => Vulnerabilities(row).Count())
            .ThenBy(static row => row.Severity == AdvisorySeverity.Unknown).ThenBy(static row => row.Id, StringComparer.Ordinal))
        {
            List<string> own = [.. Vulnerabilities(row)];
            var isKnown = own.Count > 0 ? own.TrueForAll(known.Contains) : row.Ids.Any(known.Contains);
            foreach (var id in row.Ids) known.Add(id);
            if (!isKnown) distinct.Add(row);
        }

        return distinct;
    }

    /// <summary>The name that a message shows: that of the CVE, which every database knows.</summary>
    public static Advisory WithCommonName(Advisory row) => row.Id.StartsWith("CVE-", StringComparison.Ordinal)
        || row.Id.StartsWith("GHSA-", StringComparison.Ordinal) || Vulnerabilities(row).ToList() is not [var only]
            ? row
            : row with { Id = only, Aliases = [.. row.Ids] };

    private static IEnumerable<string> Vulnerabilities(Advisory row) =>
        row.Ids.Where(static id => id.StartsWith("CVE-", StringComparison.Ordinal));
}
