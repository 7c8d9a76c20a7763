namespace ContainerGuard.Text;

/// <summary>
/// The text of one file, and the offsets of its lines. All spans of the syntax tree are offsets in <see cref="Text"/>.
/// Only <c>\n</c> ends a line, as in BuildKit.
/// </summary>
internal sealed class SourceText
{
    private const char ByteOrderMark = '\uFEFF';

    private int[]? _lineStarts;

    private SourceText(string text, string path)
    {
        Text = text;
        Path = path;
    }

    public string Text { get; }

    /// <summary>The name of the file in diagnostics; not necessarily an existing path.</summary>
    public string Path { get; }

    public int Length => Text.Length;

    public bool HasByteOrderMark => Text.Length > 0 && Text[0] == ByteOrderMark;

    public int LineCount => LineStarts.Length;

    private int[] LineStarts => _lineStarts ??= FindLineStarts(Text);

    /// <summary>The line ending of the first line.</summary>
    public string NewLine => Text.IndexOf('\n') is > 0 and var first && Text[first - 1] == '\r' ? "\r\n" : "\n";

    public static SourceText From(string text, string path) => new(text, path);

    /// <summary>
    /// Reads UTF-8 without loss: a byte that is not valid UTF-8 becomes the lone surrogate U+DC00 + byte
    /// (PEP 383, "surrogateescape"), and a byte order mark stays as U+FEFF.
    /// </summary>
    public static SourceText FromBytes(ReadOnlySpan<byte> bytes, string path) => new(LosslessUtf8.Decode(bytes), path);

    /// <summary>The bytes that <see cref="FromBytes"/> read.</summary>
    public byte[] ToBytes() => LosslessUtf8.Encode(Text);

    public string Slice(TextSpan span) => Text.Substring(span.Start, span.Length);

    public ReadOnlySpan<char> AsSpan(TextSpan span) => Text.AsSpan(span.Start, span.Length);

    /// <summary>The line and column of an offset. A byte order mark does not count as a column, because editors do not show it.</summary>
    public TextPosition GetPosition(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)Text.Length);
        var line = GetLineIndex(offset);
        var column = offset - LineStarts[line] + 1;
        if (line == 0 && column > 1 && HasByteOrderMark)
        {
            column--;
        }

        return new TextPosition(line + 1, column);
    }

    /// <summary>The offset of a position; the end of the text for a line after it.</summary>
    public int GetOffset(TextPosition position)
    {
        if (position.Line > LineCount) return Length;
        var mark = position is { Line: 1, Column: > 1 } && HasByteOrderMark ? 1 : 0;
        return Math.Min(Length, LineStarts[position.Line - 1] + position.Column - 1 + mark);
    }

    /// <summary>The line of an offset, counted from 1.</summary>
    public int GetLine(int offset) => GetLineIndex(offset) + 1;

    /// <summary>The span of a line (counted from 1) without its line ending.</summary>
    public TextSpan GetLineSpan(int line)
    {
        var start = LineStarts[line - 1];
        var end = line < LineStarts.Length ? LineStarts[line] : Text.Length;
        while (end > start && Text[end - 1] is '\n' or '\r')
        {
            end--;
        }

        return TextSpan.FromBounds(start, end);
    }

    private int GetLineIndex(int offset)
    {
        int low = 0, high = LineStarts.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (LineStarts[middle] <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private static int[] FindLineStarts(string text)
    {
        var starts = new int[text.AsSpan().Count('\n') + 1];
        var line = 0;
        for (var at = text.IndexOf('\n'); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            starts[++line] = at + 1;
        }

        return starts;
    }
}
