using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>Everything that decides how images are pinned.</summary>
internal sealed record PinningOptions
{
    /// <summary>The lock file, absolute (<c>ContainerGuardLockFile</c>).</summary>
    public required string LockFile { get; init; }

    /// <summary><c>ContainerGuardPinning</c>.</summary>
    public PinningMode Mode { get; init; } = PinningMode.Require;

    /// <summary><c>ContainerGuardLocked</c>: a lock file that would change is an error, and no network is needed to find out.</summary>
    public bool Locked { get; init; }

    /// <summary><c>ContainerGuardOffline</c>: the network is never touched.</summary>
    public bool Offline { get; init; }

    /// <summary><c>ContainerGuardMirror</c>.</summary>
    public ImageMirrors Mirrors { get; init; } = ImageMirrors.None;

    /// <summary>Credentials, insecure hosts, time-outs.</summary>
    public RegistryOptions Registry { get; init; } = new();

    /// <summary>A folder outside the source tree, for the file by which writers of the lock file take turns.</summary>
    public required string TemporaryFolder { get; init; }
}
