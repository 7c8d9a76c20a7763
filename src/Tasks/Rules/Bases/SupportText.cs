using System.Globalization;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>The sentences of messages about the end of support.</summary>
internal static class SupportText
{
    /// <summary>
    /// Product, release cycle, end of life, the age of the data, and the supported releases: the end of a sentence, such as "'node:18'
    /// contains …".
    /// </summary>
    public static string Ended(SupportStatus status)
    {
        var advice = status.Successors.Count == 0
            ? "Move to a supported version, or to another product"
            : $"Move to {status.Product} {OneOf(status.Successors)}";
        return $"{status.Product} {status.Cycle}, which reached end of life on {Day(status.Ends!.Value)} (endoflife.date as of "
            + $"{Day(EndOfLife.Retrieved)}). {advice}.";
    }

    /// <summary>As <see cref="Ended"/>, for a release that is still supported.</summary>
    public static string Ends(SupportStatus status)
    {
        var advice = status.Successors.Count == 0
            ? "Plan the move to a supported version, or to another product"
            : $"Plan the move to {status.Product} {OneOf(status.Successors)}";
        return $"{status.Product} {status.Cycle}, which reaches end of life on {Day(status.Ends!.Value)} (endoflife.date as of "
            + $"{Day(EndOfLife.Retrieved)}). {advice}.";
    }

    /// <summary>A day in the format of ISO 8601.</summary>
    public static string Day(DateOnly day) => day.ToString("o", CultureInfo.InvariantCulture);

    /// <summary>At most four names, the nearest first: <c>22, 24 or 26</c>.</summary>
    public static string OneOf(IReadOnlyList<string> names) => WordList.Or(names, most: 4);
}
