using System.Globalization;

namespace ContainerGuard.Images;

/// <summary>
/// The release cycles that a generated Dockerfile names by itself: those with enough support left, from the table of
/// <see cref="EndOfLife"/>.
/// </summary>
internal static class OfferedCycles
{
    /// <summary>
    /// The support that a cycle must have left on the day of the table, in months. The day of the build does not count: the same project
    /// gives the same file on every day.
    /// </summary>
    private const int MonthsLeft = 6;

    /// <summary>
    /// The newest LTS release of Node.js: a release gets its name when its long-term support begins (nodejs/Release, README).
    /// </summary>
    public static ReleaseCycle LongTermNode { get; } = Of(EndOfLifeData.Node).First(static cycle => cycle.Codename is not null);

    /// <summary>The offered cycles of a product of <see cref="EndOfLifeData"/>, newest first.</summary>
    public static IReadOnlyList<ReleaseCycle> Of(string product)
    {
        var last = EndOfLife.Retrieved.AddMonths(MonthsLeft);
        return [.. All(product).Where(cycle => !cycle.HasEnded(last))];
    }

    /// <summary>All cycles of a product, newest first.</summary>
    public static IReadOnlyList<ReleaseCycle> All(string product) => Array.Find(EndOfLifeData.Products, one => one.Name == product)!.Cycles;

    /// <summary>The number of a cycle after a prefix: 14 for <c>3.14</c> after <c>3.</c>, 24 for <c>24</c> after an empty prefix.</summary>
    public static int NumberAfter(this ReleaseCycle cycle, string prefix) =>
        int.Parse(cycle.Name[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture);
}
