namespace ContainerGuard.Text;

/// <summary>
/// A set of ASCII characters, for simple loops over short texts. Vectorized searches and LINQ would have to be compiled in every new build
/// process, which takes longer than the loops.
/// </summary>
internal readonly struct Characters
{
    public static readonly Characters Capitals = Of("A-Z");
    public static readonly Characters Digits = Of("0-9");
    public static readonly Characters LowerHexadecimal = Of("0-9a-f");
    public static readonly Characters Hexadecimal = Of("0-9a-fA-F");

    private readonly ulong _low;
    private readonly ulong _high;

    private Characters(ulong low, ulong high) => (_low, _high) = (low, high);

    /// <summary>A set of the given characters.</summary>
    /// <param name="characters">Single characters, and ranges such as <c>a-z</c>. A hyphen at the end is a character.</param>
    public static Characters Of(string characters)
    {
        var (low, high) = (0UL, 0UL);
        for (var i = 0; i < characters.Length; i++)
        {
            var last = i + 2 < characters.Length && characters[i + 1] == '-' ? characters[i + 2] : characters[i];
            for (var c = characters[i]; c <= last; c++)
            {
                if (c < 64) low |= 1UL << c;
                else high |= 1UL << (c - 64);
            }

            if (last != characters[i]) i += 2;
        }

        return new Characters(low, high);
    }

    public bool Contain(char c) => c < 128 && ((c < 64 ? _low >> c : _high >> (c - 64)) & 1) != 0;

    /// <summary>Whether a text consists of characters of the set.</summary>
    public bool ContainAll(ReadOnlySpan<char> text) => FirstOther(text) < 0;

    /// <summary>The index of the first character in the set, or -1.</summary>
    public int FirstIn(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (Contain(text[i])) return i;
        }

        return -1;
    }

    /// <summary>The index of the first character that is not in the set, or -1.</summary>
    public int FirstOther(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!Contain(text[i])) return i;
        }

        return -1;
    }
}
