using System.Collections.Immutable;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// A Dockerfile as written: instructions, comments and directives with their places in <see cref="Source"/>, and what is wrong with them.
/// Any text parses; <see cref="Problems"/> lists what BuildKit would refuse.
/// </summary>
internal sealed class DockerfileSyntax
{
    internal DockerfileSyntax(SourceText source) => Source = source;

    public SourceText Source { get; }

    public ImmutableArray<InstructionSyntax> Instructions { get; internal set; } = [];

    /// <summary>The parser directives at the top of the file, in order.</summary>
    public ImmutableArray<DirectiveSyntax> Directives { get; internal set; } = [];

    /// <summary>Every comment line that is no directive, in order.</summary>
    public ImmutableArray<CommentSyntax> Comments { get; internal set; } = [];

    /// <summary>The character that continues lines and escapes: a backslash, or a backtick by directive.</summary>
    public char EscapeCharacter { get; internal set; } = '\\';

    /// <summary>
    /// What BuildKit refuses in a single instruction or line, in source order; see <see cref="DockerfileModel.Problems"/> for
    /// the rest.
    /// </summary>
    public ImmutableArray<SyntaxProblem> Problems { get; internal set; } = [];

    public static DockerfileSyntax Parse(SourceText source) => DockerfileParser.Parse(source);

    public DirectiveSyntax? FindDirective(DirectiveKind kind)
    {
        foreach (var directive in Directives)
        {
            if (directive.Kind == kind)
                return directive;
        }

        return null;
    }

    /// <summary>The instruction that an offset of the source lies in, its heredocs included; null between instructions.</summary>
    public InstructionSyntax? FindInstruction(int offset)
    {
        int low = 0, high = Instructions.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (Instructions[middle].Span.Start <= offset)
                low = middle;
            else
                high = middle - 1;
        }

        return low <= high && Instructions[low].Span is var span && offset >= span.Start && offset <= span.End ? Instructions[low] : null;
    }

    /// <summary>Every character of the source, once, in order, as the token it belongs to.</summary>
    public IEnumerable<SyntaxToken> Tokens() => TokenWalk.Tokens(this);
}
