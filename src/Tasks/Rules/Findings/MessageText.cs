namespace ContainerGuard.Rules;

/// <summary>How messages quote text of the user.</summary>
internal static class MessageText
{
    private const int LongestQuote = 80;

    /// <summary>A text on one line, cut after 80 characters with an ellipsis.</summary>
    public static string Cut(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= LongestQuote) return line;

        // A surrogate pair stays whole.
        var end = char.IsHighSurrogate(line[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return $"{line[..end].TrimEnd()}…";
    }
}
