namespace ContainerGuard.Tool.Lsp.Documents;

/// <summary>The unit of a character in positions (LSP 3.17, PositionEncodingKind).</summary>
/// <param name="Name">The name in the protocol.</param>
internal sealed record PositionEncoding(string Name)
{
    public static PositionEncoding Utf16 { get; } = new("utf-16");

    public static PositionEncoding Utf8 { get; } = new("utf-8");

    public static PositionEncoding Utf32 { get; } = new("utf-32");

    /// <summary>Null for an unknown name.</summary>
    public static PositionEncoding? Find(string name) => Array.Find([Utf16, Utf8, Utf32], one => one.Name == name);

    /// <summary>The number of units of a text.</summary>
    public int LengthOf(ReadOnlySpan<char> text)
    {
        if (this == Utf16) return text.Length;
        var length = 0;
        foreach (var rune in text.EnumerateRunes()) length += UnitsOf(rune);
        return length;
    }

    /// <summary>The offset of a unit. A unit inside a character stands for its beginning, one after the end for the end.</summary>
    public int OffsetOf(ReadOnlySpan<char> line, int units)
    {
        if (this == Utf16) return Math.Min(units, line.Length);
        var offset = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            units -= UnitsOf(rune);
            if (units < 0) break;
            offset += rune.Utf16SequenceLength;
        }

        return offset;
    }

    /// <summary>A lone surrogate is read as U+FFFD, which has the length of the three bytes that an editor counts.</summary>
    private int UnitsOf(System.Text.Rune rune) => this == Utf8 ? rune.Utf8SequenceLength : 1;
}
