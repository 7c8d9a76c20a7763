using ContainerGuard.Pinning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary><c>ContainerGuardImage</c> items name images, and sources of ADD by their addresses.</summary>
internal static class SourceItems
{
    public static (IReadOnlyList<string> Addresses, ITaskItem[] Images) Split(ITaskItem[] items) => (
        [.. items.Select(static item => item.ItemSpec).Where(SourcePinner.IsAddress)],
        [.. items.Where(static item => !SourcePinner.IsAddress(item.ItemSpec))]);

    /// <summary>Whether sources are left out: only images are named, or the refusal to ask has been reported for the images.</summary>
    public static bool AreSkipped(IReadOnlyCollection<string> addresses, ITaskItem[] images, bool isRefused) =>
        images.Length > 0 ? addresses.Count == 0 || isRefused : addresses.Count == 0 && isRefused;
}
