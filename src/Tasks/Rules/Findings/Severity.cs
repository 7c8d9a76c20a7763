namespace ContainerGuard.Rules;

/// <summary>How much a finding weighs: MSBuild's own three classes of diagnostics.</summary>
internal enum Severity
{
    /// <summary>Style, and what the field disputes. Shown, never fails a build.</summary>
    Message,

    /// <summary>A violated practice.</summary>
    Warning,

    /// <summary>What cannot build, or is dangerous by itself.</summary>
    Error,
}
