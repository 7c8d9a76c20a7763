namespace ContainerGuard.Text;

/// <summary>
/// A line as the builder reads it: continued lines are joined, without the comment lines between them. Each character can be mapped back to
/// the source. A line without continuations is not copied from the source.
/// </summary>
internal sealed class LogicalText
{
    private readonly string _text;
    private readonly int _start;
    private readonly Segment[]? _segments;

    /// <param name="text">The whole source, or the joined text if <paramref name="segments"/> is not null.</param>
    /// <param name="start">The start of the line in <paramref name="text"/>.</param>
    /// <param name="length">The length of the line.</param>
    /// <param name="segments">The places in the source of the parts of <paramref name="text"/>, in order; null if the text is the
    /// source.</param>
    public LogicalText(string text, int start, int length, Segment[]? segments)
    {
        _text = text;
        _start = start;
        Length = length;
        _segments = segments;
    }

    public int Length { get; }

    public ReadOnlySpan<char> AsSpan() => _text.AsSpan(_start, Length);

    public ReadOnlySpan<char> AsSpan(int start, int length) => AsSpan().Slice(start, length);

    public string Substring(int start, int length) => AsSpan(start, length).ToString();

    public LogicalText Slice(int start, int length) => new(_text, _start + start, length, _segments);

    public override string ToString() => AsSpan().ToString();

    /// <summary>The source offset of a character. For <c>offset == Length</c>, the offset after the last character.</summary>
    public int ToSource(int offset)
    {
        if (_segments is null)
        {
            return _start + offset;
        }

        if (offset == Length && offset > 0)
        {
            return ToSource(offset - 1) + 1;
        }

        var at = _start + offset;
        int low = 0, high = _segments.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (_segments[middle].TextStart <= at)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return _segments[low].SourceStart + (at - _segments[low].TextStart);
    }

    /// <summary>
    /// The source span from the first to the last character, including continuations between them.
    /// An empty span follows the character before it, not a later character after a continuation.
    /// </summary>
    public TextSpan ToSource(int start, int length) =>
        length == 0
            ? new TextSpan(start == 0 ? ToSource(0) : ToSource(start - 1) + 1, 0)
            : TextSpan.FromBounds(ToSource(start), ToSource(start + length - 1) + 1);

    internal void AppendTo(LogicalTextBuilder builder)
    {
        if (_segments is null)
        {
            builder.Append(_text, _start, Length);
            return;
        }

        for (var i = 0; i < _segments.Length; i++)
        {
            var from = Math.Max(_segments[i].TextStart, _start);
            var to = Math.Min(i + 1 < _segments.Length ? _segments[i + 1].TextStart : _text.Length, _start + Length);
            if (to > from)
            {
                builder.AppendMapped(_text.AsSpan(from, to - from), _segments[i].SourceStart + (from - _segments[i].TextStart));
            }
        }
    }

    /// <summary>
    /// A part of the text: from <paramref name="TextStart"/> on, a copy of the source from <paramref name="SourceStart"/> on.
    /// </summary>
    internal readonly record struct Segment(int TextStart, int SourceStart);
}
