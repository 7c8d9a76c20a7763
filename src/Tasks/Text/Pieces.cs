namespace ContainerGuard.Text;

/// <summary>
/// The pieces of a text between separators, at least one: <c>foreach (var label in host.PiecesAt('.'))</c>. The span splitter of the
/// framework would have to be compiled in every new build process.
/// </summary>
internal ref struct Pieces(ReadOnlySpan<char> text, char separator)
{
    private ReadOnlySpan<char> _rest = text;
    private bool _isOver;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly Pieces GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_isOver)
        {
            return false;
        }

        var end = _rest.IndexOf(separator);
        _isOver = end < 0;
        Current = _isOver ? _rest : _rest[..end];
        _rest = _isOver ? default : _rest[(end + 1)..];
        return true;
    }
}

internal static class PiecesOfText
{
    public static Pieces PiecesAt(this ReadOnlySpan<char> text, char separator) => new(text, separator);
}
