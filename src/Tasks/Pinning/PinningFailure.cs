using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>What kept an image from being pinned.</summary>
internal enum PinningFailureKind
{
    /// <summary>The lock file is there and cannot be read or written.</summary>
    LockFileUnusable,

    /// <summary>Locked mode, and the lock file lacks the image or would be updated.</summary>
    LockWouldChange,

    /// <summary>Offline, and the lock file lacks the image.</summary>
    OfflineAndMissing,

    /// <summary>The registry was asked and did not give the digest.</summary>
    Registry,

    /// <summary>An update names an image that is not in the lock file.</summary>
    NotInLockFile,
}

/// <summary>One failure, ready to be reported.</summary>
/// <param name="Kind">The class of failure.</param>
/// <param name="IsError">Whether it fails the build; else it is a warning.</param>
/// <param name="Message">One sentence, without a full stop.</param>
/// <param name="Remedy">What to do: one sentence or more.</param>
internal sealed record PinningFailure(PinningFailureKind Kind, bool IsError, string Message, string Remedy)
{
    /// <summary>The image that is not pinned; null where the failure is the lock file's.</summary>
    public ImageReference? Reference { get; init; }

    /// <summary>The place in the lock file; null where the failure is elsewhere.</summary>
    public LockFileError? LockFile { get; init; }

    /// <summary>What the registry did; null where it was not asked.</summary>
    public RegistryFailure? RegistryFailure { get; init; }

    public static PinningFailure OfLockFile(LockFileError error) =>
        new(PinningFailureKind.LockFileUnusable, IsError: true, error.Message, error.Remedy) { LockFile = error };

    public static PinningFailure Locked(ImageReference reference, PinningOptions options) => new(
        PinningFailureKind.LockWouldChange,
        IsError: true,
        $"{reference} is not in {Path.GetFileName(options.LockFile)}, which must not change in locked mode",
        "Publish once with ContainerGuardLocked set to false, and commit the lock file.")
    {
        Reference = reference,
    };

    public static PinningFailure UpdateLocked(PinningOptions options) => new(
        PinningFailureKind.LockWouldChange,
        IsError: true,
        $"{Path.GetFileName(options.LockFile)} must not change in locked mode, so nothing was updated",
        "Update with ContainerGuardLocked set to false, and commit the lock file.");

    public static PinningFailure UpdateOffline() => new(
        PinningFailureKind.OfflineAndMissing,
        IsError: true,
        "an update asks registries, and ContainerGuardOffline forbids it",
        "Update with ContainerGuardOffline set to false.");

    public static PinningFailure InspectOffline() => new(
        PinningFailureKind.OfflineAndMissing,
        IsError: true,
        "what has become of locked images only registries know, and ContainerGuardOffline forbids to ask them",
        "Ask with ContainerGuardOffline set to false.");

    public static PinningFailure NotInspected(ImageReference reference, ImageReference asked, RegistryFailure failure) => new(
        PinningFailureKind.Registry,
        IsError: true,
        $"what has become of {reference} could not be found out{AtMirror(reference, asked)}: {failure.Message}",
        failure.Remedy)
    {
        Reference = reference,
        RegistryFailure = failure,
    };

    public static PinningFailure NotLocked(string name, PinningOptions options) => new(
        PinningFailureKind.NotInLockFile,
        IsError: true,
        $"'{name}' is not in {Path.GetFileName(options.LockFile)}, so nothing can be said or done about it",
        "Name an image as the lock file does, or none to update all.");

    public static PinningFailure Offline(ImageReference reference, PinningOptions options) => new(
        PinningFailureKind.OfflineAndMissing,
        IsError: options.Mode == PinningMode.Require,
        $"{reference} is not in {Path.GetFileName(options.LockFile)}, and ContainerGuardOffline forbids to ask its registry",
        ThreeWaysOut("Set ContainerGuardOffline to false", options))
    {
        Reference = reference,
    };

    public static PinningFailure OfRegistry(ImageReference reference, ImageReference asked, RegistryFailure failure, PinningOptions options) => new(
        PinningFailureKind.Registry,
        IsError: options.Mode == PinningMode.Require,
        $"{reference} could not be pinned to a digest{AtMirror(reference, asked)}: {failure.Message}",
        $"{failure.Remedy} {ThreeWaysOut("Let the registry be reached, or name a mirror (ContainerGuardMirror)", options)}")
    {
        Reference = reference,
        RegistryFailure = failure,
    };

    private static string AtMirror(ImageReference reference, ImageReference asked) => asked.Name == reference.Name ? "" : $" at its mirror {asked.Name}";

    private static string ThreeWaysOut(string first, PinningOptions options) =>
        $"The ways out: 1. {first}; 2. publish where the registry can be reached, and commit {Path.GetFileName(options.LockFile)}; "
        + "3. set ContainerGuardPinning to prefer or off.";
}
