namespace ContainerGuard.Packages.Versions;

/// <summary>Takes pieces from the start of a text that is read from left to right, and compares them.</summary>
internal static class Leading
{
    /// <summary>Takes a number of characters.</summary>
    public static ReadOnlySpan<char> Take(scoped ref ReadOnlySpan<char> text, int length)
    {
        var piece = text[..length];
        text = text[length..];
        return piece;
    }

    /// <summary>Takes the characters before a separator, and the separator. Without a separator, takes the whole text.</summary>
    public static ReadOnlySpan<char> TakeUntil(scoped ref ReadOnlySpan<char> text, char separator)
    {
        var end = text.IndexOf(separator);
        var piece = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return piece;
    }

    /// <summary>Removes a character from the start, if the text starts with one of these.</summary>
    public static bool Skip(scoped ref ReadOnlySpan<char> text, ReadOnlySpan<char> any)
    {
        if (text.IsEmpty || !any.Contains(text[0])) return false;
        text = text[1..];
        return true;
    }

    /// <summary>Removes a word from the start, ignoring case.</summary>
    public static bool SkipWord(scoped ref ReadOnlySpan<char> text, ReadOnlySpan<char> word)
    {
        if (!text.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return false;
        text = text[word.Length..];
        return true;
    }

    /// <summary>Compares in lower case, in which the underscore precedes all letters.</summary>
    public static int CompareInLowerCase(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var result = char.ToLowerInvariant(left[i]) - char.ToLowerInvariant(right[i]);
            if (result != 0) return result;
        }

        return left.Length - right.Length;
    }
}
