namespace ContainerGuard.Packages.Versions;

/// <summary>Numbers of any length as runs of ASCII digits.</summary>
internal static class Digits
{
    /// <summary>Compares two runs of digits by their values. An empty run is 0.</summary>
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length - right.Length : left.SequenceCompareTo(right);
    }

    /// <summary>Whether the text is a number.</summary>
    public static bool Are(ReadOnlySpan<char> text) => text.Length > 0 && Count(text) == text.Length;

    /// <summary>Whether the text is a number with the value 0.</summary>
    public static bool AreZero(ReadOnlySpan<char> text) => text.Length > 0 && text.TrimStart('0').IsEmpty;

    /// <summary>How many digits the text starts with.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    /// <summary>Takes the digits at the start of the text.</summary>
    public static ReadOnlySpan<char> Take(scoped ref ReadOnlySpan<char> text) => Leading.Take(ref text, Count(text));
}
