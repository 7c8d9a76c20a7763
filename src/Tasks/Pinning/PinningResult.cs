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
/// <param name="Changes">The entries that moved.</param>
/// <param name="Failures">What could not be updated.</param>
internal sealed record UpdateResult(IReadOnlyList<PinChange> Changes, IReadOnlyList<PinningFailure> Failures);

/// <summary>An entry of the lock file that moved to another digest.</summary>
internal sealed record PinChange(string Reference, ImageDigest From, ImageDigest To);
