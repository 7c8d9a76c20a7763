namespace ContainerGuard.Tool;

/// <summary>The exit codes, which docs/tool.md describes.</summary>
internal static class ExitCode
{
    /// <summary>No finding at or above <c>--fail-on</c>.</summary>
    public const int Success = 0;

    /// <summary>Findings, or an image that differs from the lock file.</summary>
    public const int Findings = 1;

    /// <summary>Wrong arguments, or a file that cannot be read or written.</summary>
    public const int Usage = 2;

    /// <summary>A bug in ContainerGuard.</summary>
    public const int Defect = 3;

    /// <summary>Ctrl+C.</summary>
    public const int Cancelled = 130;
}
