using ContainerGuard.Pinning;
using ContainerGuard.Registry;
using ContainerGuard.Rules;

namespace ContainerGuard;

/// <summary>The code of each failure of pinning.</summary>
internal static class PinningCodes
{
    public static RuleDescriptor Of(PinningFailure failure) => failure.Kind switch
    {
        PinningFailureKind.LockFileUnusable => OfLockFile(failure.LockFile!),
        PinningFailureKind.LockWouldChange => GuardCodes.LockFileWouldChange,
        PinningFailureKind.OfflineAndMissing => GuardCodes.OfflineAndNotLocked,
        PinningFailureKind.NotInLockFile => GuardCodes.InvalidValue,
        PinningFailureKind.Source => GuardCodes.SourceNotLocked,
        _ => OfRegistry(failure.RegistryFailure!),
    };

    public static RuleDescriptor OfLockFile(LockFileError error) => error.Fault switch
    {
        LockFileFault.Newer => GuardCodes.LockFileNewer,
        LockFileFault.Unreadable => GuardCodes.CannotReadFile,
        LockFileFault.Unwritable => GuardCodes.CannotWriteFile,
        _ => GuardCodes.LockFileMalformed,
    };

    public static RuleDescriptor OfRegistry(RegistryFailure failure) => failure.Kind switch
    {
        RegistryFailureKind.Unreachable or RegistryFailureKind.Timeout => GuardCodes.RegistryUnreachable,
        RegistryFailureKind.UntrustedCertificate => GuardCodes.CertificateUntrusted,
        RegistryFailureKind.Unauthorized or RegistryFailureKind.Configuration => GuardCodes.RegistryDenied,
        RegistryFailureKind.NotFound => GuardCodes.ImageNotFound,
        RegistryFailureKind.NotTrusted => GuardCodes.RegistryNotAsked,
        RegistryFailureKind.RateLimited => GuardCodes.RegistryLimited,
        _ => GuardCodes.RegistryFailed,
    };
}
