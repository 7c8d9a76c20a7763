namespace ContainerGuard.Text;

/// <summary>
/// A reusable list of spans. A <c>List&lt;T&gt;</c> of our own structure would have to be compiled in every new build process; this class
/// is compiled ahead of time.
/// </summary>
internal sealed class SpanList
{
    private TextSpan[] _spans = new TextSpan[8];

    public int Count { get; private set; }

    public TextSpan this[int index] => _spans[index];

    public void Add(TextSpan span)
    {
        if (Count == _spans.Length)
        {
            _spans = Copy(Count * 2);
        }

        _spans[Count++] = span;
    }

    public void Clear() => Count = 0;

    public TextSpan[] ToArray() => Copy(Count);

    private TextSpan[] Copy(int length)
    {
        var copy = new TextSpan[length];
        Array.Copy(_spans, copy, Count);
        return copy;
    }
}
