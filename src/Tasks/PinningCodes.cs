using ContainerGuard.Pinning;
using ContainerGuard.Registry;
using ContainerGuard.Rules;

namespace ContainerGuard;

/// <summary>The code of each failure of pinning.</summary>
internal static class PinningCodes
{
    public static RuleDescriptor Of(PinningProblem problem) => problem.Kind switch
    {
        PinningProblemKind.LockFileUnusable => OfLockFile(problem.LockFile!),
        PinningProblemKind.LockWouldChange => GuardCodes.LockFileWouldChange,
        PinningProblemKind.OfflineAndMissing => GuardCodes.OfflineAndNotLocked,
        PinningProblemKind.NotInLockFile => GuardCodes.InvalidValue,
        PinningProblemKind.Source => GuardCodes.SourceNotLocked,
        _ => OfRegistry(problem.RegistryProblem!),
    };

    public static RuleDescriptor OfLockFile(LockFileProblem error) => error.Kind switch
    {
        LockFileProblemKind.Newer => GuardCodes.LockFileNewer,
        LockFileProblemKind.Unreadable => GuardCodes.CannotReadFile,
        LockFileProblemKind.Unwritable => GuardCodes.CannotWriteFile,
        _ => GuardCodes.LockFileMalformed,
    };

    public static RuleDescriptor OfRegistry(RegistryProblem problem) => problem.Kind switch
    {
        RegistryProblemKind.Unreachable or RegistryProblemKind.Timeout => GuardCodes.RegistryUnreachable,
        RegistryProblemKind.UntrustedCertificate => GuardCodes.CertificateUntrusted,
        RegistryProblemKind.Unauthorized or RegistryProblemKind.Configuration => GuardCodes.RegistryDenied,
        RegistryProblemKind.NotFound => GuardCodes.ImageNotFound,
        RegistryProblemKind.NotTrusted => GuardCodes.RegistryNotAsked,
        RegistryProblemKind.RateLimited => GuardCodes.RegistryLimited,
        _ => GuardCodes.RegistryFailed,
    };
}
