using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// A Dockerfile as written: its instructions, comments and directives, with their places in <see cref="Source"/>, and their errors.
/// Any text can be parsed; <see cref="Problems"/> lists the errors that BuildKit refuses.
/// </summary>
internal sealed class DockerfileSyntax
{
    internal DockerfileSyntax(SourceText source) => Source = source;

    public SourceText Source { get; }

    public ImmutableArray<InstructionSyntax> Instructions { get; internal set; } = [];

    /// <summary>The parser directives at the top of the file, in order.</summary>
    public ImmutableArray<DirectiveSyntax> Directives { get; internal set; } = [];

    /// <summary>All comment lines that are not directives, in order.</summary>
    public ImmutableArray<CommentSyntax> Comments { get; internal set; } = [];

    /// <summary>
    /// Whether the file has values in lines instead of instructions, so that a comment is about its own line, or the line below it.
    /// </summary>
    public bool HasLines { get; internal init; }

    /// <summary>The escape character, which also continues lines: a backslash, or a backtick if the escape directive sets it.</summary>
    public char EscapeCharacter { get; internal set; } = '\\';

    /// <summary>
    /// The errors in single instructions and lines, in source order. <see cref="DockerfileModel.Problems"/> contains all errors.
    /// </summary>
    public ImmutableArray<SyntaxProblem> Problems { get; internal set; } = [];

    public DirectiveSyntax? FindDirective(DirectiveKind kind)
    {
        foreach (var directive in Directives)
        {
            if (directive.Kind == kind)
            {
                return directive;
            }
        }

        return null;
    }

    /// <summary>The instruction that contains a source offset, including its heredocs; null between instructions.</summary>
    public InstructionSyntax? FindInstruction(int offset)
    {
        int low = 0, high = Instructions.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (Instructions[middle].Span.Start <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low <= high && Instructions[low].Span is var span && offset >= span.Start && offset <= span.End ? Instructions[low] : null;
    }

    /// <summary>The tokens of the file, in order. Each character of the source belongs to exactly one token.</summary>
    public IEnumerable<SyntaxToken> Tokens() => TokenWalk.Tokens(this);
}
