namespace ContainerGuard.Dockerfile;

/// <summary>
/// Spans in a list that is filled over and over. The framework's own list of a structure of ours would be compiled anew in every build's
/// cold process, and slowly at first; this one is compiled ahead of time.
/// </summary>
internal sealed class SpanList
{
    private TextSpan[] _spans = new TextSpan[8];

    public int Count { get; private set; }

    public TextSpan this[int index] => _spans[index];

    public void Add(TextSpan span)
    {
        if (Count == _spans.Length)
            _spans = Copy(Count * 2);
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
