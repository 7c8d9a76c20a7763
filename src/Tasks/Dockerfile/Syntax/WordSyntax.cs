using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>One argument: a word, an element of a JSON array, or the whole text after a keyword such as WORKDIR.</summary>
internal sealed class WordSyntax
{
    private readonly LogicalText _line;
    private readonly int _start;
    private readonly int _length;
    private readonly bool _isJson;
    private readonly char _escape;

    public WordSyntax(LogicalText line, int start, int length, bool isJson, char escape)
    {
        _line = line;
        _start = start;
        _length = length;
        _isJson = isJson;
        _escape = escape;
    }

    /// <summary>The place of the argument in the source, including quotes.</summary>
    public TextSpan Span => _line.ToSource(_start, _length);

    /// <summary>The argument as written, with continued lines joined.</summary>
    public string RawText => _line.Substring(_start, _length);

    /// <summary>The text that BuildKit expands: a word as written, or the decoded string of a JSON element.</summary>
    public string Text => _isJson ? JsonStringArray.Decode(Raw) : RawText;

    /// <summary>The text without quotes and escapes; variables are not expanded.</summary>
    public string Value => _isJson ? Text : WordExpander.Unquote(Raw, _escape);

    public bool IsEmpty => _length == (_isJson ? 2 : 0);

    internal ReadOnlySpan<char> Raw => _line.AsSpan(_start, _length);

    internal bool IsJson => _isJson;

    /// <summary>Compares <see cref="Text"/> without creating a string for a word.</summary>
    internal bool TextEquals(string other) => _isJson ? Text == other : Raw.SequenceEqual(other);

    public override string ToString() => RawText;
}
