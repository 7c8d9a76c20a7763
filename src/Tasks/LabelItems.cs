using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Reads <c>ContainerGuardLabelSchema</c> items: the labels of a project's images, with <c>Type</c> and <c>Required</c>.</summary>
internal static class LabelItems
{
    public static bool TryRead(ITaskItem[] items, string? strict, [NotNullWhen(true)] out LabelSchema? schema, [NotNullWhen(false)] out string? reason)
    {
        // A strict that is neither has been reported with the other settings.
        var isStrict = bool.TryParse(strict, out var value) && value;
        var labels = items.Select(static item => (item.ItemSpec, item.GetMetadata("Type"), item.GetMetadata("Required")));
        if (LabelSchema.TryCreate(labels, isStrict, out schema, out reason)) return true;

        reason += " An item is <ContainerGuardLabelSchema Include=\"org.opencontainers.image.source\" Type=\"url\" Required=\"true\" />.";
        return false;
    }
}
