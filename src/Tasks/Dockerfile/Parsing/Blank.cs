namespace ContainerGuard.Dockerfile;

/// <summary>
/// The two sets of white space that BuildKit uses: blanks separate a keyword from its arguments and words from words;
/// Unicode white space is trimmed from lines and separates pairs and flags.
/// </summary>
internal static class Blank
{
    public static bool Is(char c) => c is ' ' or '\t' or '\r' or '\v' or '\f';

    /// <summary>The first blank from <paramref name="start"/> on, or the text's length.</summary>
    public static int IndexIn(ReadOnlySpan<char> text, int start)
    {
        var at = text[start..].IndexOfAny(" \t\r\v\f");
        return at < 0 ? text.Length : start + at;
    }

    /// <summary>The first character from <paramref name="start"/> on that is no blank, or the text's length.</summary>
    public static int Skip(ReadOnlySpan<char> text, int start)
    {
        while (start < text.Length && Is(text[start]))
            start++;
        return start;
    }

    /// <summary>The first character from <paramref name="start"/> on that is no Unicode white space, or the text's length.</summary>
    public static int SkipWhiteSpace(ReadOnlySpan<char> text, int start)
    {
        while (start < text.Length && char.IsWhiteSpace(text[start]))
            start++;
        return start;
    }
}
