using ContainerGuard.Advisories;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Packages;
using ContainerGuard.Rules;

namespace ContainerGuard.Scanning.Bases;

/// <summary>An image that could be the base, with its known vulnerabilities.</summary>
internal sealed record BaseOption
{
    public required BaseCandidate Candidate { get; init; }

    /// <summary>What it contains; null if its registry did not answer.</summary>
    public BaseContents? Contents { get; init; }

    /// <summary>The severity of each vulnerability by its identifier; null if they are not known.</summary>
    public IReadOnlyDictionary<string, AdvisorySeverity>? Vulnerabilities { get; init; }

    /// <summary>Why the vulnerabilities are not known, a clause; null if they are.</summary>
    public string? WhyNotKnown { get; init; }

    /// <summary>The number of vulnerabilities by severity; null if they are not known.</summary>
    public SeverityCounts? Counts => Vulnerabilities is null ? null : SeverityCounts.Of([.. Vulnerabilities.Values]);

    /// <summary>The vulnerabilities of the present base that this one does not have, sorted; null if they are not known.</summary>
    public IReadOnlyList<string>? Fixes { get; init; }

    /// <summary>The vulnerabilities that the present base does not have, sorted; null if they are not known.</summary>
    public IReadOnlyList<string>? Adds { get; init; }

    /// <summary>What a change to this image has to consider, clauses.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Judges an image.</summary>
    /// <param name="candidate">The image.</param>
    /// <param name="contents">What it contains.</param>
    /// <param name="table">The data.</param>
    public static BaseOption Of(BaseCandidate candidate, BaseContents contents, AdvisoryTable table)
    {
        var option = new BaseOption { Candidate = candidate, Contents = contents };
        if (contents.Packages is not { } packages) return option with { WhyNotKnown = contents.WhyNotKnown };
        if (packages.Count == 0) return option with { WhyNotKnown = "no packages were found" };
        var matcher = new PackageMatcher(table, new Accepted([], []));
        Dictionary<string, AdvisorySeverity> found = new(StringComparer.Ordinal);
        foreach (var group in packages.Where(static one => !PackageLookup.IsLeftOut(one) && !PackageLookup.IsOfKernel(one))
            .GroupBy(PackageMatcher.KeyOf))
        {
            List<Package> same = [.. group];
            foreach (var row in matcher.Find(same, ScanCodes.VulnerableSystemPackage)?.Rows ?? [])
            {
                found[row.Id] = found.TryGetValue(row.Id, out var other) && other > row.Severity ? other : row.Severity;
            }
        }

        return matcher.NotLookedAt.Count > 0
            ? option with { WhyNotKnown = $"no data of {string.Join(", ", matcher.NotLookedAt.Keys)}" }
            : option with { Vulnerabilities = found };
    }

    /// <summary>The same with what a change from the present base fixes and brings.</summary>
    public BaseOption ComparedWith(BaseOption present)
    {
        var option = this with { Warnings = [.. WarningsAgainst(present)] };
        if (Vulnerabilities is not { } mine || present.Vulnerabilities is not { } others) return option;
        return option with
        {
            Fixes = [.. others.Keys.Where(id => !mine.ContainsKey(id)).Order(StringComparer.Ordinal)],
            Adds = [.. mine.Keys.Where(id => !others.ContainsKey(id)).Order(StringComparer.Ordinal)],
        };
    }

    private IEnumerable<string> WarningsAgainst(BaseOption present)
    {
        if (Contents is not { } mine || present.Contents is not { } other) yield break;
        if (mine.IsMusl == true && other.IsMusl != true) yield return "musl instead of glibc";
        if (mine.HasIcu == false && other.HasIcu != false) yield return "no ICU";
        if (mine.HasShell == false && other.HasShell != false) yield return "no shell";
    }
}
