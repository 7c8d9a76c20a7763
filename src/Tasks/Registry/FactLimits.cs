using ContainerGuard.Text;

namespace ContainerGuard.Registry;

/// <summary>
/// The limits of what is kept of one image. Its authors write the configuration: it must not make a lock file that is too large to be read,
/// or lines that a terminal or a CI service reads as commands.
/// </summary>
internal static class FactLimits
{
    /// <summary>The number of values in a list, of labels, and of platforms.</summary>
    public const int Most = 128;

    /// <summary>In characters.</summary>
    public const int LongestLabel = 256;

    private const int LongestText = 1024;

    /// <summary>In characters, of all values of one list.</summary>
    private const int LongestList = 16 * 1024;

    /// <summary>A value, clean and cut; empty for a missing one.</summary>
    public static string Text(string? value) => value is null ? "" : PlainText.Of(value, LongestText);

    /// <summary>The first values of a list, each clean and cut.</summary>
    public static string[] Texts(IEnumerable<string> values)
    {
        List<string> kept = [];
        var length = 0;
        foreach (var value in values)
        {
            var text = Text(value);
            length += text.Length;
            if (kept.Count == Most || length > LongestList) break;
            kept.Add(text);
        }

        return [.. kept];
    }
}
