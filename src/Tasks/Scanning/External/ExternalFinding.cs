using ContainerGuard.Advisories;

namespace ContainerGuard.Scanning.External;

/// <summary>A vulnerability that another scanner reports.</summary>
internal sealed record ExternalFinding
{
    /// <summary>All identifiers, the most common first.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>The package, as the scanner names it.</summary>
    public required string Package { get; init; }

    /// <summary>Its version; empty if the scanner does not name it.</summary>
    public string Version { get; init; } = "";

    /// <summary>The versions with the fix, as the scanner lists them; empty if it knows none.</summary>
    public IReadOnlyList<string> Fixes { get; init; } = [];

    public AdvisorySeverity Severity { get; init; }

    /// <summary>The digest of the unpacked layer that has the package; empty if the scanner does not name it.</summary>
    public string DiffId { get; init; } = "";

    /// <summary>Whether it is a package of the system; null if the scanner does not say so.</summary>
    public bool? IsOfSystem { get; init; }

    /// <summary>The versions of a list with commas.</summary>
    public static string[] VersionsIn(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What another scanner found.</summary>
/// <param name="Findings">The vulnerabilities.</param>
/// <param name="Others">The number of results that are not about a vulnerability.</param>
internal sealed record ExternalResult(IReadOnlyList<ExternalFinding> Findings, int Others);
