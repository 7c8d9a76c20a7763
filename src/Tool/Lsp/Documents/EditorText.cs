using ContainerGuard.Text;
using ContainerGuard.Tool.Lsp.Protocol;

namespace ContainerGuard.Tool.Lsp.Documents;

/// <summary>
/// A text with the positions of the protocol. A line ends with <c>\n</c>, <c>\r\n</c> or <c>\r</c> there, and not only with <c>\n</c> as
/// for a builder. A position outside the text stands for the nearest one inside.
/// </summary>
internal sealed class EditorText
{
    private readonly PositionEncoding _encoding;
    private readonly int[] _starts;

    public EditorText(string text, PositionEncoding encoding)
    {
        (Text, _encoding) = (text, encoding);
        List<int> starts = [0];
        for (var at = text.AsSpan().IndexOfAny('\r', '\n'); at >= 0;)
        {
            if (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n') at++;
            starts.Add(++at);
            var next = text.AsSpan(at).IndexOfAny('\r', '\n');
            at = next < 0 ? -1 : at + next;
        }

        _starts = [.. starts];
    }

    public string Text { get; }

    public Position PositionOf(int offset)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        var line = Array.BinarySearch(_starts, offset);
        if (line < 0) line = ~line - 1;
        return new Position(line, _encoding.LengthOf(Text.AsSpan(_starts[line], offset - _starts[line])));
    }

    public PositionRange RangeOf(TextSpan span) => new(PositionOf(span.Start), PositionOf(span.End));

    public int OffsetOf(Position position)
    {
        if (position.Line < 0) return 0;
        if (position.Line >= _starts.Length) return Text.Length;
        var start = _starts[position.Line];
        var end = position.Line + 1 < _starts.Length ? _starts[position.Line + 1] : Text.Length;
        var line = Text.AsSpan(start, end - start).TrimEnd("\r\n");
        return start + _encoding.OffsetOf(line, Math.Max(0, position.Character));
    }

    public TextSpan SpanOf(PositionRange range)
    {
        var (from, to) = (OffsetOf(range.Start), OffsetOf(range.End));
        return TextSpan.FromBounds(Math.Min(from, to), Math.Max(from, to));
    }

    /// <summary>The text after a change.</summary>
    public EditorText With(ContentChange change) => new(
        change.Range is { } range ? TextEdit.Apply(Text, [new TextEdit(SpanOf(range), change.Text)]) : change.Text, _encoding);
}
