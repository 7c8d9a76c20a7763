namespace ContainerGuard;

/// <summary>Known vulnerabilities of the container tasks that come with the .NET SDK.</summary>
internal static class ContainerSdk
{
    /// <summary>
    /// The first runtime whose SDKs are fixed: CVE-2026-50526 (dotnet/announcements#415, 14 July 2026). Another user of the machine could
    /// bring files into an image. Every SDK has the runtime of the same release, and the bands of SDKs have no common order.
    /// </summary>
    private static readonly Version Fixed = new(10, 0, 10);

    /// <summary>What is wrong with the SDK and what to do; null if nothing is known.</summary>
    /// <param name="runtime">The runtime that the SDK brings, <c>BundledNETCoreAppPackageVersion</c>.</param>
    /// <param name="sdk">Its own version.</param>
    public static string? Problem(string runtime, string sdk)
    {
        var release = runtime.Split('-')[0];
        if (!Version.TryParse(release, out var version) || version.Major != Fixed.Major || version >= Fixed) return null;
        return $"The container tasks of the .NET SDK {sdk} have the vulnerability CVE-2026-50526: another user of this machine can bring "
            + $"files into the image. Update to an SDK with the runtime {Fixed} or later.";
    }
}
