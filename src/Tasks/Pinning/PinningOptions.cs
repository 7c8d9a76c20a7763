using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>The settings that decide how images are pinned.</summary>
internal sealed record PinningOptions
{
    /// <summary>The lock file, absolute (<c>ContainerGuardLockFile</c>).</summary>
    public required string LockFile { get; init; }

    /// <summary><c>ContainerGuardPinning</c>.</summary>
    public PinningMode Mode { get; init; } = PinningMode.Require;

    /// <summary><c>ContainerGuardLocked</c>: a lock file that would change is an error, found without network access.</summary>
    public bool Locked { get; init; }

    /// <summary>
    /// Whether a person or job asked for pins by name (<c>-t:ContainerGuardPin</c>): then the lock file adopts digests that a Dockerfile
    /// has. A publish leaves them to the check, or projects that share a lock file would overwrite each other's digests.
    /// </summary>
    public bool AdoptsDigests { get; init; }

    /// <summary>The target that pins the same images by request; a remedy names it.</summary>
    public string PinTarget { get; init; } = "ContainerGuardPin";

    /// <summary><c>ContainerGuardOffline</c>: no network access.</summary>
    public bool Offline { get; init; }

    /// <summary><c>ContainerGuardMirror</c>.</summary>
    public ImageMirrors Mirrors { get; init; } = ImageMirrors.None;

    /// <summary><c>ContainerGuardMirrorInFiles</c>: whether Dockerfiles of people get the mirror's name where one is edited.</summary>
    public bool MirrorInFiles { get; init; }

    /// <summary>Whether the project's Dockerfile is generated, so that a project without containers can switch it off.</summary>
    public bool Generates { get; init; }

    /// <summary>Credentials, insecure hosts, time-outs.</summary>
    public RegistryOptions Registry { get; init; } = new();

    /// <summary>The folder of the file by which writers of the lock file take turns; outside the source tree.</summary>
    public required string TemporaryFolder { get; init; }
}
