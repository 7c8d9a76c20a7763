namespace ContainerGuard.Advisories.DotNet;

/// <summary>The NuGet packages that a project ships for one target framework and runtime identifier, as restore resolved them.</summary>
internal sealed record PackageGraph
{
    public static readonly PackageGraph Empty = new();

    /// <summary>The packages with at least one file that is published, by name.</summary>
    public IReadOnlyList<GraphPackage> Packages { get; init; } = [];

    /// <summary>The warnings of NuGet's own audit.</summary>
    public IReadOnlyList<AuditEntry> Audit { get; init; } = [];

    /// <summary>The addresses of advisories that <c>NuGetAuditSuppress</c> accepts.</summary>
    public IReadOnlyList<string> Suppressed { get; init; } = [];

    /// <summary>The addresses of the feeds on the network that restore used.</summary>
    public IReadOnlyList<Uri> Feeds { get; init; } = [];
}

/// <summary>A package of the graph.</summary>
/// <param name="Id">Its name, as restore spells it.</param>
/// <param name="Version">Its version.</param>
/// <param name="Path">From the project's own reference to this package, both included.</param>
internal sealed record GraphPackage(string Id, string Version, IReadOnlyList<string> Path)
{
    /// <summary>Whether the project itself references it.</summary>
    public bool IsDirect => Path.Count == 1;

    /// <summary>The file of the referenced project that brings it, absolute; null if this project does.</summary>
    public string? Project { get; init; }
}

/// <summary>An entry of NuGet's audit in project.assets.json.</summary>
/// <param name="Code"><c>NU1901</c> to <c>NU1904</c>.</param>
/// <param name="Package">The package.</param>
/// <param name="Url">The advisory.</param>
/// <param name="IsError">Whether restore has failed because of it.</param>
internal sealed record AuditEntry(string Code, string Package, string Url, bool IsError)
{
    public AdvisorySeverity Severity => Code switch
    {
        "NU1901" => AdvisorySeverity.Low,
        "NU1902" => AdvisorySeverity.Medium,
        "NU1903" => AdvisorySeverity.High,
        _ => AdvisorySeverity.Critical,
    };
}
