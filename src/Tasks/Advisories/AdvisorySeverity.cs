namespace ContainerGuard.Advisories;

/// <summary>How severe a vulnerability is, by whom <see cref="Advisory.SeveritySource"/> names. The order is that of the values.</summary>
internal enum AdvisorySeverity
{
    /// <summary>No source states one.</summary>
    Unknown,

    Low,

    /// <summary>Medium, which GHSA calls moderate.</summary>
    Medium,

    /// <summary>High, which Microsoft calls important.</summary>
    High,

    Critical,
}
