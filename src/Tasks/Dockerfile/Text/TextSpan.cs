namespace ContainerGuard.Dockerfile;

/// <summary>A stretch of a <see cref="SourceText"/>, in UTF-16 units.</summary>
internal readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The offset just past the last character.</summary>
    public int End => Start + Length;

    public bool IsEmpty => Length == 0;

    public static TextSpan FromBounds(int start, int end) => new(start, end - start);

    public bool Contains(int offset) => offset >= Start && offset < End;

    public bool Contains(TextSpan other) => other.Start >= Start && other.End <= End;
}

/// <summary>A place as people count it: line and column from 1, columns in UTF-16 units.</summary>
internal readonly record struct TextPosition(int Line, int Column);

/// <summary>A stretch between two places.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">One past its last.</param>
internal sealed record TextRegion(TextPosition Start, TextPosition End);
