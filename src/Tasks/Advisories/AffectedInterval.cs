namespace ContainerGuard.Advisories;

/// <summary>
/// The text of an interval: <c>[8.0.0, 8.0.5)</c>, <c>(, 1.10.2)</c>, <c>[1.0.0]</c>, as NuGet's feeds and our files write it. The
/// bracket <c>[</c> or <c>]</c> includes its version.
/// </summary>
internal static class AffectedInterval
{
    /// <summary>Null for a text that is not an interval.</summary>
    public static AffectedRange? Parse(string text)
    {
        text = text.Trim();
        if (text.Length < 3 || text[0] is not ('[' or '(') || text[^1] is not (']' or ')')) return null;
        var parts = text[1..^1].Split(',', StringSplitOptions.TrimEntries);
        var (lowerIncluded, upperIncluded) = (text[0] == '[', text[^1] == ']');
        return parts switch
        {
            [{ Length: > 0 } only] when lowerIncluded && upperIncluded => new AffectedRange(only, true, only, true),
            ["", ""] => new AffectedRange(null, false, null, false),
            [var lower, var upper] => new AffectedRange(Bound(lower), lowerIncluded, Bound(upper), upperIncluded),
            _ => null,
        };
    }

    public static string Write(AffectedRange range) =>
        $"{(range.IsLowerIncluded ? '[' : '(')}{range.Lower}, {range.Upper}{(range.IsUpperIncluded ? ']' : ')')}";

    private static string? Bound(string text) => text.Length == 0 ? null : text;
}
