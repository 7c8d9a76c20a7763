using System.Collections.Immutable;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Shell;

/// <summary>One word of a command (POSIX.1-2024, Shell Command Language, 2.2 and 2.6): quotes are removed, expansions are kept as written.</summary>
internal sealed class ShellWord
{
    private readonly ShellText source;
    private readonly int start;
    private readonly int end;

    private string? unquoted;

    /// <param name="source">The text it is in.</param>
    /// <param name="start">Where it begins there.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="unquoted">Its text without quotes; null when it is the same as written.</param>
    /// <param name="expansions">What is expanded in it.</param>
    /// <param name="isQuoted">Whether any part of it is quoted.</param>
    internal ShellWord(ShellText source, int start, int end, string? unquoted, ImmutableArray<ShellExpansion> expansions, bool isQuoted)
    {
        (this.source, this.start, this.end, this.unquoted) = (source, start, end, unquoted);
        (Expansions, IsQuoted) = (expansions, isQuoted);
        Span = source.SpanOf(start, end);
    }

    /// <summary>An argument that no shell reads: an element of the exec form.</summary>
    public ShellWord(string value, TextSpan span)
    {
        var origins = new int[value.Length + 1];
        // A JSON string has its quote in front; where it has escapes too, the offset is the nearest one that is still inside.
        var (first, last) = span.Length >= 2 ? (span.Start + 1, span.End - 1) : (span.Start, span.End);
        for (var i = 0; i < origins.Length; i++) origins[i] = Math.Min(first + i, last);
        (source, start, end, unquoted) = (new ShellText(value, origins), 0, value.Length, value);
        (Expansions, IsQuoted, IsLiteral, Span) = ([], true, true, span);
    }

    /// <summary>Where it is written, quotes included.</summary>
    public TextSpan Span { get; }

    /// <summary>The text without quotes, its expansions as written.</summary>
    public string Text => unquoted ??= source.Text[start..end];

    /// <summary>What the command gets, when nothing in it is expanded; else null. A pattern such as <c>*.txt</c> counts as its own text.</summary>
    public string? Value => Expansions.IsEmpty ? Text : null;

    /// <summary>In the order they are written, those inside <c>${name:-word}</c> after the one they are in.</summary>
    public ImmutableArray<ShellExpansion> Expansions { get; }

    /// <summary>Whether any part of it is quoted.</summary>
    public bool IsQuoted { get; }

    private bool IsLiteral { get; }

    public bool Is(string value) =>
        Expansions.IsEmpty && (unquoted is null ? source.Text.AsSpan(start, end - start) : unquoted).SequenceEqual(value);

    public override string ToString() => Text;

    /// <summary>
    /// This word as a script of its own, as <c>sh -c</c> reads it; expansions of the outer shell are read as the inner one's.
    /// Null when it is nested too deeply to be followed.
    /// </summary>
    internal ShellText? ToScript()
    {
        if (source.Depth >= ShellScript.MaximumDepth) return null;
        if (IsLiteral) return new ShellText(source.Text, Origins(source, source.Text.Length), source.Depth + 1);

        var origins = new List<int>(end - start + 1);
        var text = ShellParser.Unquote(source, start, end, origins);
        return new ShellText(text, [.. origins], source.Depth + 1);
    }

    /// <summary>The name and value when this is <c>name=value</c>, as an argument of <c>env</c> or <c>export</c> is; else null.</summary>
    internal ShellAssignment? ToAssignment()
    {
        var equals = ShellAssignment.FindEqualsSign(source.Text, start, end);
        if (equals < 0) return null;

        var name = source.Text[start..(source.Text[equals - 1] == '+' ? equals - 1 : equals)];
        var value = IsLiteral
            ? new ShellWord(source.Text[(equals + 1)..], source.SpanOf(equals + 1, end))
            : ShellParser.ReadWord(source, equals + 1, end);
        return new ShellAssignment(name, value, Span);
    }

    private static int[] Origins(ShellText text, int length)
    {
        var origins = new int[length + 1];
        for (var i = 0; i <= length; i++) origins[i] = text.ToOuter(i);
        return origins;
    }
}

/// <summary>What an expansion is replaced by.</summary>
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

/// <summary>A piece of a word that the shell replaces.</summary>
/// <param name="Kind">What by.</param>
/// <param name="Span">Where it is written, from the <c>$</c> on.</param>
/// <param name="Name">The parameter's name; empty for other kinds.</param>
/// <param name="Body">The commands inside; null where there are none.</param>
internal sealed record ShellExpansion(ShellExpansionKind Kind, TextSpan Span, string Name, ShellList? Body);

/// <summary>A <c>name=value</c> before a command, or by itself.</summary>
/// <param name="Name">The variable; with its index, for an array's element.</param>
/// <param name="Value">The value; an array's is not static.</param>
/// <param name="Span">From the name to the end of the value.</param>
internal sealed record ShellAssignment(string Name, ShellWord Value, TextSpan Span)
{
    /// <summary>The offset of the equals sign that makes a text an assignment (POSIX 2.10.2 rule 7), or -1.</summary>
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
