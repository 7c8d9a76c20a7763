using ContainerGuard.Registry;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The options for registries from the items of a project.</summary>
internal static class RegistryItems
{
    /// <param name="insecure"><c>ContainerGuardInsecureRegistry</c> items.</param>
    /// <param name="trustedRealms"><c>ContainerGuardTrustedRealm</c> items.</param>
    /// <param name="credentials">Those of <c>ContainerGuardCredential</c> items.</param>
    /// <param name="note">Receives notes for the log.</param>
    /// <param name="isOfProject">Whether the project itself names a host, which then gets the SDK's variables.</param>
    public static RegistryOptions Options(
        ITaskItem[] insecure, ITaskItem[] trustedRealms, IReadOnlyList<NamedCredential> credentials, Action<string> note,
        Func<string, bool> isOfProject) =>
        RegistryOptions.FromEnvironment(
            Environment.GetEnvironmentVariable, insecure.Select(static item => item.ItemSpec), credentials, isOfProject) with
        {
            TrustedRealms = trustedRealms.Select(static item => item.ItemSpec).ToHashSet(StringComparer.OrdinalIgnoreCase),
            Note = note,
        };
}
