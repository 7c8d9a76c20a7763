using ContainerGuard.Pinning;
using ContainerGuard.Rules;

namespace ContainerGuard.Tool.Commands;

/// <summary>The options of <c>containerguard check</c>.</summary>
internal sealed record CheckOptions
{
    /// <summary>Files, folders, globs, or <c>-</c>; empty for the current folder.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Globs of files to leave out.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>The name of the standard input in findings, relative to the current folder.</summary>
    public string StandardInputName { get; init; } = "Dockerfile";

    public Level Level { get; init; } = Level.Recommended;

    public PinningMode Pinning { get; init; } = PinningMode.Require;

    /// <summary>The format of the standard output: <c>text</c>, or one of a report.</summary>
    public string Format { get; init; } = "text";

    /// <summary>Reports to write: a path, or <c>format=path</c>.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    /// <summary>The baseline; null for <c>containerguard.baseline.json</c> in the current folder, if it exists.</summary>
    public string? Baseline { get; init; }

    /// <summary>The build context; null to find it.</summary>
    public string? Context { get; init; }

    /// <summary>The lock file; null for the one in the context.</summary>
    public string? LockFile { get; init; }

    /// <summary>The ShellCheck to use; null for the one on the PATH, <c>false</c> for none.</summary>
    public string? ShellCheck { get; init; }

    /// <summary>Registries that images may come from; empty for any.</summary>
    public IReadOnlyList<string> TrustedRegistries { get; init; } = [];

    /// <summary>The lowest severity that makes the exit code 1; null for none.</summary>
    public Severity? FailOn { get; init; } = Severity.Error;

    /// <summary>Whether reports and the standard output have suppressed findings.</summary>
    public bool IncludesSuppressed { get; init; } = true;
}
