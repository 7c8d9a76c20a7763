using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>The result of pinning.</summary>
/// <param name="options">The options of the run.</param>
/// <param name="lockFile">The lock file as it is now.</param>
/// <param name="problems">The images that could not be pinned.</param>
/// <param name="lockFileChanged">Whether the file was written.</param>
internal sealed class PinningResult(
    PinningOptions options, LockFile lockFile, IReadOnlyList<PinningProblem> problems, bool lockFileChanged)
{
    /// <summary>The lock file as it is now.</summary>
    public LockFile LockFile => lockFile;

    /// <summary>The images that could not be pinned, one failure for each; empty if all are pinned.</summary>
    public IReadOnlyList<PinningProblem> Problems => problems;

    /// <summary>Whether the lock file was written.</summary>
    public bool LockFileChanged => lockFileChanged;

    /// <summary>The digest of a reference: its own, or the lock file's; null if it is not pinned.</summary>
    public ImageDigest? DigestOf(ImageReference reference) =>
        reference.Digest ?? (options.Mode == PinningMode.Off ? null : lockFile.Find(reference)?.Digest);
}

/// <summary>The result of an update.</summary>
/// <param name="Changes">The images that moved.</param>
/// <param name="Problems">The images that could not be updated.</param>
internal sealed record UpdateResult(IReadOnlyList<PinChange> Changes, IReadOnlyList<PinningProblem> Problems)
{
    /// <summary>The Dockerfiles that were edited, or would be.</summary>
    public IReadOnlyList<DockerfileUpdate> Files { get; init; } = [];

    /// <summary>The moves that a person has to make.</summary>
    public IReadOnlyList<ManualMove> Manual { get; init; } = [];

    /// <summary>The images that are not old enough.</summary>
    public IReadOnlyList<YoungImage> Young { get; init; } = [];

    /// <summary>Entries of the lock file that this project no longer needs, and other projects may need.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>The text of the lock file before and after a dry run; null for a real update.</summary>
    public (string Before, string After)? LockFile { get; init; }
}

/// <summary>An image that moved to another digest.</summary>
/// <param name="Reference">As the lock file names it.</param>
/// <param name="From">Its digest before; null if it had none.</param>
/// <param name="To">Its digest now.</param>
internal sealed record PinChange(string Reference, ImageDigest? From, ImageDigest To)
{
    /// <summary>Its new reference; null if the tag is the same.</summary>
    public string? Successor { get; init; }

    public string Message =>
        Successor is null ? $"{Reference}: {From} -> {To}" : $"{Reference} -> {Successor} ({(From is null ? "" : $"{From} -> ")}{To})";
}
