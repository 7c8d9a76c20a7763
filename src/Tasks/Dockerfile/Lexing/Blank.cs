namespace ContainerGuard.Dockerfile;

/// <summary>
/// The two sets of white space that BuildKit uses. Blanks separate a keyword from its arguments, and words from each other.
/// Unicode white space is trimmed from lines, and separates pairs and flags.
/// </summary>
internal static class Blank
{
    public static bool Is(char c) => c is ' ' or '\t' or '\r' or '\v' or '\f';

    /// <summary>The index of the first blank from <paramref name="start"/> on, or the length of the text.</summary>
    public static int IndexIn(ReadOnlySpan<char> text, int start)
    {
        var at = text[start..].IndexOfAny(" \t\r\v\f");
        return at < 0 ? text.Length : start + at;
    }

    /// <summary>The index of the first character from <paramref name="start"/> on that is not a blank, or the length of the text.</summary>
    public static int Skip(ReadOnlySpan<char> text, int start)
    {
        while (start < text.Length && Is(text[start]))
        {
            start++;
        }

        return start;
    }

    /// <summary>
    /// The index of the first character from <paramref name="start"/> on that is not Unicode white space, or the length of the text.
    /// </summary>
    public static int SkipWhiteSpace(ReadOnlySpan<char> text, int start)
    {
        while (start < text.Length && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return start;
    }
}
