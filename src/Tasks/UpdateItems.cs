using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Reads <c>ContainerGuardImage</c> items for an update: the images, and in <c>Policy</c> and <c>MinimumAge</c> their own settings.
/// </summary>
internal static class UpdateItems
{
    public static bool TryRead(
        ITaskItem[] items, [NotNullWhen(true)] out IReadOnlyList<NamedUpdate>? images, [NotNullWhen(false)] out string? reason)
    {
        List<NamedUpdate> read = [];
        images = read;
        reason = null;
        foreach (var item in items)
        {
            reason = SettingItems.Values(item, SettingTable.Find("ContainerGuardImage")!).FirstOrDefault()?.Message;
            if (reason is not null) return false;

            var (policy, age) = (item.GetMetadata("Policy"), item.GetMetadata("MinimumAge"));
            read.Add(new NamedUpdate(
                item.ItemSpec, policy.Length == 0 ? null : Setting.Read<UpdatePolicy>(policy),
                age.Length == 0 ? null : int.Parse(age, CultureInfo.InvariantCulture)));
        }

        return true;
    }
}
