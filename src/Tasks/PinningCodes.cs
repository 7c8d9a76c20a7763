using ContainerGuard.Pinning;
using ContainerGuard.Registry;
using ContainerGuard.Rules;

namespace ContainerGuard;

/// <summary>Which code says what pinning could not do.</summary>
internal static class PinningCodes
{
    public static RuleDescriptor Of(PinningFailure failure) => failure.Kind switch
    {
        PinningFailureKind.LockFileUnusable => OfLockFile(failure.LockFile!),
        PinningFailureKind.LockWouldChange => GuardCodes.LockFileWouldChange,
        PinningFailureKind.OfflineAndMissing => GuardCodes.OfflineAndNotLocked,
        PinningFailureKind.NotInLockFile => GuardCodes.InvalidValue,
        _ => OfRegistry(failure.RegistryFailure!),
    };

    public static RuleDescriptor OfLockFile(LockFileError error) => error.Fault == LockFileFault.Newer ? GuardCodes.LockFileNewer : GuardCodes.LockFileMalformed;

    private static RuleDescriptor OfRegistry(RegistryFailure failure) => failure.Kind switch
    {
        RegistryFailureKind.Unreachable or RegistryFailureKind.Timeout => GuardCodes.RegistryUnreachable,
        RegistryFailureKind.UntrustedCertificate => GuardCodes.CertificateUntrusted,
        RegistryFailureKind.Unauthorized or RegistryFailureKind.Configuration => GuardCodes.RegistryDenied,
        RegistryFailureKind.NotFound => GuardCodes.ImageNotFound,
        RegistryFailureKind.RateLimited => GuardCodes.RegistryLimited,
        _ => GuardCodes.RegistryFailed,
    };
}
