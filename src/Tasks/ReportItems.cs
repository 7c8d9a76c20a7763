using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Reports;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Reads <c>ContainerGuardReport</c> items: a path, with <c>Format</c> where the file name does not imply it.</summary>
internal static class ReportItems
{
    /// <summary>False if an item has an unknown format.</summary>
    /// <param name="items">The items.</param>
    /// <param name="reports">The path as the project names it, and the name of the format.</param>
    /// <param name="reason">The fact and the remedy.</param>
    public static bool TryRead(
        ITaskItem[] items, out IReadOnlyList<(string Path, string Format)> reports, [NotNullWhen(false)] out string? reason)
    {
        List<(string, string)> read = [];
        reports = read;
        reason = null;
        foreach (var item in items)
        {
            var format = item.GetMetadata("Format").Trim();
            if (format.Length == 0) format = ReportFormats.NameFor(item.ItemSpec) ?? "";
            if (!ReportFormats.Names.Contains(format, StringComparer.OrdinalIgnoreCase))
            {
                var names = string.Join(", ", ReportFormats.Names);
                reason = format.Length == 0
                    ? $"ContainerGuardReport '{item.ItemSpec}' has a name that does not imply a format. Add Format: {names}."
                    : $"ContainerGuardReport '{item.ItemSpec}' has the unknown Format '{format}'. Use one of: {names}.";
                return false;
            }

            read.Add((item.ItemSpec, format.ToLowerInvariant()));
        }

        return true;
    }
}
