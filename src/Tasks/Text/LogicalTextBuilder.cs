using System.Text;

namespace ContainerGuard.Text;

/// <summary>Builds a <see cref="LogicalText"/> from parts of the source.</summary>
internal sealed class LogicalTextBuilder(int capacity)
{
    private readonly StringBuilder _text = new(capacity);
    private LogicalText.Segment[] _segments = new LogicalText.Segment[4];
    private int _count;

    public void Append(string source, int start, int length) => AppendMapped(source.AsSpan(start, length), start);

    public void AppendMapped(ReadOnlySpan<char> text, int sourceStart)
    {
        if (text.IsEmpty)
        {
            return;
        }

        Add(new LogicalText.Segment(_text.Length, sourceStart));
        _text.Append(text);
    }

    public void Append(LogicalText line) => line.AppendTo(this);

    /// <summary>The text that was built.</summary>
    /// <param name="sourceStart">The place of the text in the source if it is empty.</param>
    public LogicalText ToLogicalText(int sourceStart)
    {
        if (_count == 0)
        {
            Add(new LogicalText.Segment(0, sourceStart));
        }

        return new LogicalText(_text.ToString(), 0, _text.Length, Copy(_count));
    }

    private void Add(LogicalText.Segment segment)
    {
        if (_count == _segments.Length)
        {
            _segments = Copy(_count * 2);
        }

        _segments[_count++] = segment;
    }

    private LogicalText.Segment[] Copy(int length)
    {
        var copy = new LogicalText.Segment[length];
        Array.Copy(_segments, copy, _count);
        return copy;
    }
}
