using ContainerGuard.Analysis;
using ContainerGuard.Images;
using ContainerGuard.Pinning;

namespace ContainerGuard.Tool.Hosting;

/// <summary>The facts about all Dockerfiles of a check without a project.</summary>
internal static class CheckFacts
{
    /// <param name="locked">The lock file.</param>
    /// <param name="pinning">How an unpinned image is reported.</param>
    /// <param name="trusted">The registries that images may come from.</param>
    /// <param name="today">The current day.</param>
    public static FileFacts Of(LockFile locked, PinningMode pinning, TrustedRegistries trusted, DateOnly today) => new()
    {
        Today = today,
        Pinning = pinning,
        Locked = locked.Find,
        LockedSource = address => locked.Sources.GetValueOrDefault(address),
        LockedAdvisories = locked.Advisories,
        Trusted = trusted,
    };
}
