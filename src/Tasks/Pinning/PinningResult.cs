using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>What pinning came to.</summary>
/// <param name="options">The options it ran with.</param>
/// <param name="lockFile">The lock file as it is now.</param>
/// <param name="failures">What could not be pinned.</param>
/// <param name="lockFileChanged">Whether the file was written.</param>
internal sealed class PinningResult(
    PinningOptions options, LockFile lockFile, IReadOnlyList<PinningFailure> failures, bool lockFileChanged)
{
    /// <summary>The lock file as it is now.</summary>
    public LockFile LockFile => lockFile;

    /// <summary>What could not be pinned, one entry per image; empty if all went well.</summary>
    public IReadOnlyList<PinningFailure> Failures => failures;

    /// <summary>Whether the lock file was written.</summary>
    public bool LockFileChanged => lockFileChanged;

    /// <summary>The digest to use for a reference: its own, or the lock file's; null where it is not pinned.</summary>
    public ImageDigest? DigestOf(ImageReference reference) =>
        reference.Digest ?? (options.Mode == PinningMode.Off ? null : lockFile.Find(reference)?.Digest);

    /// <summary>What is known of the very image a reference means; null where nothing is, or the lock file knows another digest.</summary>
    public ResolvedImage? Find(ImageReference reference) =>
        lockFile.Find(reference) is { } entry && (reference.Digest is null || reference.Digest == entry.Digest) ? entry : null;

    /// <summary>The reference as a Dockerfile has it: at its mirror, tag and digest together.</summary>
    public string Written(ImageReference reference) =>
        options.Mirrors.Apply(reference).WithDigest(DigestOf(reference)).Familiar;
}

/// <summary>What an update came to.</summary>
/// <param name="Changes">The images that moved.</param>
/// <param name="Failures">What could not be updated.</param>
internal sealed record UpdateResult(IReadOnlyList<PinChange> Changes, IReadOnlyList<PinningFailure> Failures)
{
    /// <summary>The Dockerfiles that were edited, or would be.</summary>
    public IReadOnlyList<DockerfileUpdate> Files { get; init; } = [];

    /// <summary>What is left to a person.</summary>
    public IReadOnlyList<ManualMove> Manual { get; init; } = [];

    /// <summary>What is left until it is older.</summary>
    public IReadOnlyList<YoungImage> Young { get; init; } = [];

    /// <summary>Entries of the lock file that this project needs no longer, and others may.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>The lock file's text, and what it would be; null where the update was made.</summary>
    public (string Before, string After)? LockFile { get; init; }
}

/// <summary>An image that moved to another digest.</summary>
/// <param name="Reference">As the lock file names it.</param>
/// <param name="From">Its digest before; null where it had none.</param>
/// <param name="To">Its digest now.</param>
internal sealed record PinChange(string Reference, ImageDigest? From, ImageDigest To)
{
    /// <summary>What it is called now; null where the tag is the same.</summary>
    public string? Successor { get; init; }

    public string Message => Successor is null ? $"{Reference}: {From} -> {To}" : $"{Reference} -> {Successor} ({(From is null ? "" : $"{From} -> ")}{To})";
}
