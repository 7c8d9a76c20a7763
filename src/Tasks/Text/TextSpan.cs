namespace ContainerGuard.Text;

/// <summary>A part of a <see cref="SourceText"/>, in UTF-16 code units.</summary>
internal readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The offset after the last character.</summary>
    public int End => Start + Length;

    public bool IsEmpty => Length == 0;

    public static TextSpan FromBounds(int start, int end) => new(start, end - start);

    public bool Contains(int offset) => offset >= Start && offset < End;

    public bool Contains(TextSpan other) => other.Start >= Start && other.End <= End;
}

/// <summary>A line and a column, both counted from 1. Columns are UTF-16 code units.</summary>
internal readonly record struct TextPosition(int Line, int Column);

/// <summary>A region between two positions.</summary>
/// <param name="Start">The first character.</param>
/// <param name="End">The position after the last character.</param>
internal sealed record TextRegion(TextPosition Start, TextPosition End);
