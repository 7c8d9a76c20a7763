using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>The form of the arguments of an instruction.</summary>
internal enum ArgumentForm
{
    /// <summary>The instruction has no arguments.</summary>
    None,

    /// <summary>Words separated by blanks: <see cref="InstructionSyntax.Arguments"/>.</summary>
    Words,

    /// <summary>One text up to the end of the line: the only element of <see cref="InstructionSyntax.Arguments"/>.</summary>
    Text,

    /// <summary>A JSON array of strings: its elements are <see cref="InstructionSyntax.Arguments"/>.</summary>
    Exec,

    /// <summary>A command for the shell: <see cref="InstructionSyntax.Command"/>.</summary>
    Shell,

    /// <summary>Names and values: <see cref="InstructionSyntax.Pairs"/>.</summary>
    Pairs,

    /// <summary>Another instruction: <see cref="InstructionSyntax.Trigger"/>.</summary>
    Trigger,
}

/// <summary>One instruction: its keyword, flags and arguments, each with its place in the source.</summary>
internal sealed class InstructionSyntax
{
    private CommandText? _command;
    private ImmutableArray<MountSyntax> _mounts;

    internal InstructionSyntax(DockerfileSyntax root, LogicalText line, InstructionKind kind, int keywordStart, int keywordLength)
    {
        Root = root;
        Line = line;
        Kind = kind;
        KeywordSpan = line.ToSource(keywordStart, keywordLength);
    }

    public InstructionKind Kind { get; }

    public SourceText Source => Root.Source;

    /// <summary>The keyword as written.</summary>
    public string Keyword => Source.Slice(KeywordSpan);

    public TextSpan KeywordSpan { get; }

    /// <summary>
    /// From the keyword, or from lines with only an escape character before it, to the end of the last line of the instruction, including
    /// heredocs, without the line ending.
    /// </summary>
    public TextSpan Span { get; internal set; }

    /// <summary>The lines of the instruction: <see cref="Span"/> without heredocs.</summary>
    public TextSpan HeaderSpan { get; internal set; }

    /// <summary>The first line of the instruction in the source, counted from 1.</summary>
    public int StartLine => Source.GetLine(HeaderSpan.Start);

    public ImmutableArray<FlagSyntax> Flags { get; internal set; } = [];

    /// <summary>A <c>--</c> that ends the flags; empty if the instruction does not contain it.</summary>
    public TextSpan FlagTerminatorSpan { get; internal set; }

    public ArgumentForm Form { get; internal set; }

    public bool IsExecForm => Form == ArgumentForm.Exec;

    /// <summary>
    /// Words, JSON elements or one text, depending on <see cref="Form"/>. For HEALTHCHECK in exec form, the elements after CMD.
    /// Empty in shell form, where <see cref="Command"/> contains the text.
    /// </summary>
    public ImmutableArray<WordSyntax> Arguments { get; internal set; } = [];

    /// <summary>The pairs of ENV, LABEL and ARG.</summary>
    public ImmutableArray<KeyValueSyntax> Pairs { get; internal set; } = [];

    /// <summary>The command for the shell, in the shell form of RUN, CMD, ENTRYPOINT, SHELL (invalid) and HEALTHCHECK CMD.</summary>
    public CommandText? Command => Form == ArgumentForm.Shell ? _command ??= CommandText.Create(this) : null;

    /// <summary>
    /// The text after the keyword and the flags, up to the end of the lines of the instruction, without heredocs; may be empty.
    /// </summary>
    public TextSpan ArgumentsSpan => Line.ToSource(ArgumentsStart, ArgumentsLength);

    /// <summary>The word after HEALTHCHECK: CMD or NONE in any casing, or an invalid word.</summary>
    public WordSyntax? HealthcheckType { get; internal set; }

    public ImmutableArray<HeredocSyntax> Heredocs { get; internal set; } = [];

    /// <summary>The instruction after ONBUILD.</summary>
    public InstructionSyntax? Trigger { get; internal set; }

    /// <summary>The ONBUILD that contains this trigger; null for other instructions.</summary>
    public InstructionSyntax? Onbuild { get; internal set; }

    /// <summary>The comment lines directly above the instruction, without blank lines between, in order.</summary>
    public ImmutableArray<CommentSyntax> LeadingComments => PrecedingComments[^LeadingCommentCount..];

    /// <summary>
    /// The comment lines since the last instruction or the last empty comment, with or without blank lines between them.
    /// BuildKit reads <c>check=skip</c> and descriptions from them.
    /// </summary>
    public ImmutableArray<CommentSyntax> PrecedingComments => Root.Comments.Slice(FirstPrecedingComment, PrecedingCommentCount);

    /// <summary>The blank lines between the continued lines, about which BuildKit warns.</summary>
    public TextSpan[] EmptyContinuationLines { get; internal set; } = [];

    /// <summary>The errors in an ONBUILD trigger, which BuildKit refuses only when another stage is based on this one.</summary>
    public ImmutableArray<SyntaxProblem> DeferredProblems { get; internal set; } = [];

    /// <summary>COPY, ADD: all arguments except the last.</summary>
    public ImmutableArray<WordSyntax> Sources => Arguments.IsEmpty ? [] : Arguments[..^1];

    /// <summary>COPY, ADD: the last argument.</summary>
    public WordSyntax? Destination => Arguments.IsEmpty ? null : Arguments[^1];

    /// <summary>The flags as written, separated by one space.</summary>
    public string FlagsText => string.Join(' ', Flags.Select(flag => Source.Slice(flag.Span)));

    /// <summary>The first flag with a name; null if it does not exist.</summary>
    public FlagSyntax? FindFlag(string name)
    {
        foreach (var flag in Flags)
        {
            if (flag.Is(name))
            {
                return flag;
            }
        }

        return null;
    }

    /// <summary>RUN: the mounts, in the order of their flags.</summary>
    public ImmutableArray<MountSyntax> Mounts => _mounts.IsDefault ? _mounts = MountSyntax.ReadAll(this) : _mounts;

    internal DockerfileSyntax Root { get; }

    /// <summary>The instruction as one line, without heredocs.</summary>
    internal LogicalText Line { get; }

    internal int ArgumentsStart { get; set; }

    internal int ArgumentsLength { get; set; }

    internal int CommandStart { get; set; }

    internal int FirstPrecedingComment { get; set; }

    internal int PrecedingCommentCount { get; set; }

    internal int LeadingCommentCount { get; set; }

    public override string ToString() => Source.Slice(Span);
}
