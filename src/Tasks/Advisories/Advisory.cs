namespace ContainerGuard.Advisories;

/// <summary>One known vulnerability of one package: a row of the data, from any source and for any ecosystem.</summary>
internal sealed record Advisory
{
    /// <summary>The ecosystem of NuGet.</summary>
    public const string NuGet = "NuGet";

    /// <summary>The identifier that the source uses: <c>CVE-2024-43485</c>, <c>GHSA-8g4q-xg66-9fp4</c>, <c>DSA-5720-1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Other identifiers of the same vulnerability, such as the CVE of a GHSA record.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The ecosystem as OSV spells it, with its release: <c>NuGet</c>, <c>Debian:13</c>, <c>Alpine:v3.22</c>.</summary>
    public required string Ecosystem { get; init; }

    /// <summary>The package as the source spells it. NuGet compares names ignoring case.</summary>
    public required string Package { get; init; }

    public AdvisorySeverity Severity { get; init; }

    /// <summary>Who states the severity: the vendor's name, then <c>GHSA</c>, then <c>CVSS</c>; empty if it is unknown.</summary>
    public string SeveritySource { get; init; } = "";

    /// <summary>The affected versions: those in any of the intervals.</summary>
    public IReadOnlyList<AffectedRange> Ranges { get; init; } = [];

    /// <summary>More affected versions, one by one.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>The systems that are affected, in lower case (<c>windows</c>, <c>linux</c>, <c>macos</c>); empty for all.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>The page that explains it; empty if the source has none.</summary>
    public string Url { get; init; } = "";

    /// <summary>The module whose packages are affected, with its stream: <c>nodejs:18</c>; empty for packages outside modules.</summary>
    public string Module { get; init; } = "";

    /// <summary>Whether it is known to be exploited (CISA's KEV catalogue).</summary>
    public bool IsExploited { get; init; }

    /// <summary>The probability that it is exploited in the next 30 days, from 0 to 1 (EPSS); null if it is not known.</summary>
    public decimal? Epss { get; init; }

    /// <summary>
    /// Why a vendor does not fix it: <c>unimportant</c>, <c>no-dsa</c>, <c>end-of-life</c>; <c>disputed</c> if the vendor denies that it is
    /// a vulnerability; empty otherwise.
    /// </summary>
    public string VendorState { get; init; } = "";

    /// <summary>Whether it counts: not if the vendor of the system, or of the software, denies that it is one.</summary>
    public bool IsVulnerability => VendorState is not ("unimportant" or "disputed");

    /// <summary>All identifiers, without repetition.</summary>
    public IEnumerable<string> Ids => [.. new[] { Id }.Concat(Aliases).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Whether a version is affected.</summary>
    /// <param name="version">The installed version.</param>
    /// <param name="order">The order of the ecosystem. It never throws.</param>
    public bool Affects(string version, Comparison<string> order) =>
        Ranges.Any(range => range.Contains(version, order)) || Versions.Any(one => order(one, version) == 0);

    /// <summary>The version with the fix; null if none is known. Of several intervals with the version, the highest end counts.</summary>
    /// <param name="version">The installed version.</param>
    /// <param name="order">The order of the ecosystem. It never throws.</param>
    public string? FixFor(string version, Comparison<string> order)
    {
        string? highest = null;
        foreach (var range in Ranges)
        {
            if (!range.Contains(version, order) || range.Fixed is not { } candidate) continue;
            if (highest is null || order(candidate, highest) > 0) highest = candidate;
        }

        return highest;
    }
}
