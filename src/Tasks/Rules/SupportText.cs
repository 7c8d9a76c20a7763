using System.Globalization;
using ContainerGuard.Images;

namespace ContainerGuard.Rules;

/// <summary>How messages speak of the end of support.</summary>
internal static class SupportText
{
    /// <summary>Product, cycle, date, the date of the table that says so, and where to go.</summary>
    public static string Ended(SupportStatus status)
    {
        var advice = status.Successors.Count == 0
            ? "Move to another product"
            : $"Move to {status.Product} {OneOf(status.Successors)}";
        return $"{status.Product} {status.Cycle} has had no security updates since {Day(status.Ends!.Value)} (endoflife.date as of {Day(EndOfLife.Retrieved)}). {advice}.";
    }

    /// <summary>As <see cref="Ended"/>, of support that is still there.</summary>
    public static string Ends(SupportStatus status)
    {
        var advice = status.Successors.Count == 0 ? "Plan a move to another product" : $"Plan the move to {status.Product} {OneOf(status.Successors)}";
        return $"{status.Product} {status.Cycle} gets security updates only until {Day(status.Ends!.Value)} (endoflife.date as of {Day(EndOfLife.Retrieved)}). {advice}.";
    }

    /// <summary>As ISO 8601 writes a day.</summary>
    public static string Day(DateOnly day) => day.ToString("o", CultureInfo.InvariantCulture);

    /// <summary>At most four, the nearest first: <c>22, 24 or 26</c>.</summary>
    public static string OneOf(IReadOnlyList<string> names) => names switch
    {
        [var only] => only,
        _ => $"{string.Join(", ", names.Take(Math.Min(names.Count, 4) - 1))} or {names[Math.Min(names.Count, 4) - 1]}",
    };
}
