using ContainerGuard.Pinning;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>The state of locked images, as a table for a terminal.</summary>
internal static class OutdatedTable
{
    private static readonly string[] Heading = ["image", "digest", "patch", "minor", "major", "support"];

    public static IEnumerable<string> Lines(IReadOnlyList<PinState> states)
    {
        string[][] rows = [Heading, .. states.Select(Cells)];
        var widths = Enumerable.Range(0, Heading.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string[] Cells(PinState state) =>
    [
        state.Reference.Familiar,
        state.Current is null ? "tag is gone" : state.HasMoved ? "moved" : "unchanged",
        state.Newer.Patch ?? "-",
        state.Newer.Minor ?? "-",
        state.Newer.Major ?? "-",
        Support(state),
    ];

    private static string Support(PinState state)
    {
        if (state.Deprecated is { } given) return $"deprecated {SupportText.Day(given.Since)}";
        return state.Support.Count == 0 ? "-" : string.Join(", ", state.Support.Select(static status =>
            $"{status.Product} {status.Cycle} {(status.HasEnded ? "ended" : "ends")} {SupportText.Day(status.Ends!.Value)}"));
    }
}
