using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Shell;

/// <summary>A command: simple or compound.</summary>
internal abstract class ShellNode(TextSpan span)
{
    public TextSpan Span { get; } = span;

    /// <summary>The pipeline that contains the command. A single command is a pipeline of one element.</summary>
    public ShellPipeline Pipeline { get; internal set; } = null!;

    public ImmutableArray<ShellRedirection> Redirections { get; internal set; } = [];
}

/// <summary>The operator after a pipeline in its list.</summary>
internal enum ShellJoin
{
    None,

    /// <summary><c>&amp;&amp;</c></summary>
    And,

    /// <summary><c>||</c></summary>
    Or,

    /// <summary><c>;</c></summary>
    Semicolon,

    NewLine,

    /// <summary><c>&amp;</c></summary>
    Background,
}

/// <summary>A list of pipelines, each with the operator that joins it to the next.</summary>
internal sealed record ShellList(ImmutableArray<ShellPipeline> Pipelines, TextSpan Span);

/// <summary>Commands that <c>|</c> joins.</summary>
internal sealed class ShellPipeline
{
    internal ShellPipeline(ImmutableArray<ShellNode> elements, bool isNegated, ShellJoin join)
    {
        (Elements, IsNegated, Join) = (elements, isNegated, join);
        foreach (var element in elements) element.Pipeline = this;
    }

    public ImmutableArray<ShellNode> Elements { get; }

    /// <summary>Whether the pipeline begins with <c>!</c>.</summary>
    public bool IsNegated { get; }

    /// <summary>The operator that joins it to the next pipeline.</summary>
    public ShellJoin Join { get; }

    public TextSpan Span => TextSpan.FromBounds(Elements[0].Span.Start, Elements[^1].Span.End);
}

internal enum ShellCompoundKind
{
    /// <summary><c>( … )</c></summary>
    Subshell,

    /// <summary><c>{ …; }</c></summary>
    Group,
    If,
    For,
    While,
    Until,
    Case,
    Function,

    /// <summary><c>(( … ))</c></summary>
    Arithmetic,
}

/// <summary>A compound command.</summary>
internal sealed class ShellCompound(
    ShellCompoundKind kind, ImmutableArray<ShellWord> words, ImmutableArray<ShellList> lists, TextSpan span) : ShellNode(span)
{
    public ShellCompoundKind Kind { get; } = kind;

    /// <summary>The words of <c>for</c>, the subject and patterns of <c>case</c>, or the name of a function.</summary>
    public ImmutableArray<ShellWord> Words { get; } = words;

    /// <summary>Conditions and bodies, in source order.</summary>
    public ImmutableArray<ShellList> Lists { get; } = lists;
}

/// <summary>A redirection of input or output.</summary>
/// <param name="Operator">The operator without the descriptor: <c>&gt;&gt;</c>.</param>
/// <param name="Target">The file, the descriptor, or the delimiter of a heredoc.</param>
/// <param name="Span">The span from the descriptor to the end of the target.</param>
/// <param name="HasOtherDescriptor">Whether a descriptor before the operator selects a stream other than standard output:
/// <c>2&gt;</c>.</param>
internal sealed record ShellRedirection(string Operator, ShellWord Target, TextSpan Span, bool HasOtherDescriptor)
{
    /// <summary>The heredoc of <c>&lt;&lt;</c>; null for other redirections.</summary>
    public ShellHereDocument? HereDocument { get; internal set; }

    /// <summary>Whether the output of the command is written to a file.</summary>
    public bool TakesOutput => WritesFile && !HasOtherDescriptor;

    public bool WritesFile => Operator is ">" or ">>" or ">|" or "&>" or "&>>" or "<>";
}

/// <summary>The lines that a command reads from standard input.</summary>
internal sealed class ShellHereDocument
{
    private readonly ShellText _source;
    private readonly int _start;
    private readonly int _end;
    private readonly bool _stripsTabs;

    internal ShellHereDocument(ShellText source, int start, int end, bool stripsTabs, ImmutableArray<ShellExpansion> expansions)
    {
        (_source, _start, _end, _stripsTabs) = (source, start, end, stripsTabs);
        Expansions = expansions;
        Span = source.SpanOf(start, end);
    }

    /// <summary>The body with its line ends, without the line of the delimiter.</summary>
    public TextSpan Span { get; }

    public ImmutableArray<ShellExpansion> Expansions { get; }

    public string Text => _source.Text[_start.._end];

    /// <summary>The body as a script, as <c>sh &lt;&lt;EOF</c> reads it; null when it is nested too deeply.</summary>
    internal ShellText? ToScript()
    {
        if (_source.Depth >= ShellScript.MaximumDepth) return null;

        var text = new System.Text.StringBuilder(_end - _start);
        var origins = new List<int>(_end - _start + 1);
        var atLineStart = true;
        for (var at = _start; at < _end; at++)
        {
            atLineStart = at == _start || _source.Text[at - 1] == '\n' || (atLineStart && _source.Text[at - 1] == '\t');
            if (_stripsTabs && atLineStart && _source.Text[at] == '\t') continue;
            text.Append(_source.Text[at]);
            origins.Add(_source.ToOuter(at));
        }

        origins.Add(_source.ToOuter(_end));
        return new ShellText(text.ToString(), [.. origins], _source.Depth + 1);
    }
}
