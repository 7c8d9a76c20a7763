using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Analysis;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Reads <c>ContainerGuardLabelSchema</c> items: the labels that a project's images may have, with <c>Type</c> and <c>Required</c>.
/// </summary>
internal static class LabelItems
{
    public static bool TryRead(
        ITaskItem[] items, string? strict, [NotNullWhen(true)] out LabelSchema? schema, [NotNullWhen(false)] out string? reason)
    {
        var labels = items.Select(static item => (item.ItemSpec, item.GetMetadata("Type"), Boolean(item.GetMetadata("Required"))));
        if (LabelSchema.TryCreate(labels, Setting.IsTrue(strict), out schema, out reason)) return true;

        reason += " For example: <ContainerGuardLabelSchema Include=\"org.opencontainers.image.source\" Type=\"url\" Required=\"true\" />.";
        return false;
    }

    /// <summary>A word for true or false as .NET reads it; any other text stays as it is, and is refused.</summary>
    private static string Boolean(string text) => Setting.IsTrue(text) ? "true" : Setting.IsFalse(text) ? "false" : text;
}
