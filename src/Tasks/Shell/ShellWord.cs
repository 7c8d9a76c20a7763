using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Shell;

/// <summary>
/// One word of a command (POSIX.1-2024, Shell Command Language, 2.2 and 2.6), without quotes and with expansions as written.
/// </summary>
internal sealed class ShellWord
{
    private readonly ShellText _source;
    private readonly int _start;
    private readonly int _end;

    private string? _unquoted;

    /// <param name="source">The text that contains the word.</param>
    /// <param name="start">The offset of its first character.</param>
    /// <param name="end">The offset after its last character.</param>
    /// <param name="unquoted">Its text without quotes; null when it is the same as written.</param>
    /// <param name="expansions">The expansions in it.</param>
    /// <param name="isQuoted">Whether any part of it is quoted.</param>
    internal ShellWord(ShellText source, int start, int end, string? unquoted, ImmutableArray<ShellExpansion> expansions, bool isQuoted)
    {
        (_source, _start, _end, _unquoted) = (source, start, end, unquoted);
        (Expansions, IsQuoted) = (expansions, isQuoted);
        Span = source.SpanOf(start, end);
    }

    /// <summary>An argument that is not parsed by a shell: an element of the exec form.</summary>
    public ShellWord(string value, TextSpan span)
    {
        var origins = new int[value.Length + 1];
        // A JSON string begins with a quote. If it has escapes, the offset is approximate, and stays inside the string.
        var (first, last) = span.Length >= 2 ? (span.Start + 1, span.End - 1) : (span.Start, span.End);
        for (var i = 0; i < origins.Length; i++) origins[i] = Math.Min(first + i, last);
        (_source, _start, _end, _unquoted) = (new ShellText(value, origins), 0, value.Length, value);
        (Expansions, IsQuoted, IsLiteral, Span) = ([], true, true, span);
    }

    /// <summary>The position, including quotes.</summary>
    public TextSpan Span { get; }

    /// <summary>The text without quotes, with expansions as written.</summary>
    public string Text => _unquoted ??= _source.Text[_start.._end];

    /// <summary>
    /// The argument that the command receives; null when the word has an expansion. A pattern such as <c>*.txt</c> is treated as plain
    /// text.
    /// </summary>
    public string? Value => Expansions.IsEmpty ? Text : null;

    /// <summary>The expansions in source order. Expansions inside <c>${name:-word}</c> follow the outer one.</summary>
    public ImmutableArray<ShellExpansion> Expansions { get; }

    /// <summary>Whether any part of it is quoted.</summary>
    public bool IsQuoted { get; }

    private bool IsLiteral { get; }

    public bool Is(string value) =>
        Expansions.IsEmpty && (_unquoted is null ? _source.Text.AsSpan(_start, _end - _start) : _unquoted).SequenceEqual(value);

    public override string ToString() => Text;

    /// <summary>
    /// This word as a script, as <c>sh -c</c> reads it. Expansions of the outer shell are treated as expansions of the inner one.
    /// Null when it is nested too deeply.
    /// </summary>
    internal ShellText? ToScript()
    {
        if (_source.Depth >= ShellScript.MaximumDepth) return null;
        if (IsLiteral) return new ShellText(_source.Text, Origins(_source, _source.Text.Length), _source.Depth + 1);

        var origins = new List<int>(_end - _start + 1);
        var text = ShellParser.Unquote(_source, _start, _end, origins);
        return new ShellText(text, [.. origins], _source.Depth + 1);
    }

    /// <summary>The name and value of an argument <c>name=value</c>, as for <c>env</c> or <c>export</c>; null for other words.</summary>
    internal ShellAssignment? ToAssignment()
    {
        var equals = ShellAssignment.FindEqualsSign(_source.Text, _start, _end);
        if (equals < 0) return null;

        var name = _source.Text[_start..(_source.Text[equals - 1] == '+' ? equals - 1 : equals)];
        var value = IsLiteral
            ? new ShellWord(_source.Text[(equals + 1)..], _source.SpanOf(equals + 1, _end))
            : ShellParser.ReadWord(_source, equals + 1, _end);
        return new ShellAssignment(name, value, Span);
    }

    private static int[] Origins(ShellText text, int length)
    {
        var origins = new int[length + 1];
        for (var i = 0; i <= length; i++) origins[i] = text.ToOuter(i);
        return origins;
    }
}

/// <summary>The kind of an expansion.</summary>
internal enum ShellExpansionKind
{
    /// <summary><c>$name</c>, <c>${name…}</c>, <c>$1</c>, <c>$?</c>.</summary>
    Parameter,

    /// <summary><c>$(…)</c> and <c>`…`</c>.</summary>
    Command,

    /// <summary><c>$((…))</c>.</summary>
    Arithmetic,

    /// <summary><c>&lt;(…)</c> and <c>&gt;(…)</c>.</summary>
    Process,
}

/// <summary>A part of a word that the shell replaces.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Span">The position, beginning with the <c>$</c>.</param>
/// <param name="Name">The parameter's name; empty for other kinds.</param>
/// <param name="Body">The commands inside; null for an expansion without commands.</param>
internal sealed record ShellExpansion(ShellExpansionKind Kind, TextSpan Span, string Name, ShellList? Body);

/// <summary>An assignment <c>name=value</c>, before a command or alone.</summary>
/// <param name="Name">The variable, with its index for an element of an array.</param>
/// <param name="Value">The value. The value of an array is not static.</param>
/// <param name="Span">The span from the name to the end of the value.</param>
internal sealed record ShellAssignment(string Name, ShellWord Value, TextSpan Span)
{
    /// <summary>
    /// The offset of the equals sign that makes a text an assignment (POSIX 2.10.2 rule 7); -1 when it is not an assignment.
    /// </summary>
    internal static int FindEqualsSign(string text, int start, int end)
    {
        if (start >= end || !(char.IsAsciiLetter(text[start]) || text[start] == '_')) return -1;

        var at = start + 1;
        while (at < end && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) at++;
        if (at < end && text[at] == '[')
        {
            while (at < end && text[at] is not (']' or ' ' or '\t' or '\n')) at++;
            if (at < end && text[at] == ']') at++;
        }

        if (at + 1 < end && text[at] == '+') at++;
        return at < end && text[at] == '=' ? at : -1;
    }
}
