using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>A comment line.</summary>
/// <param name="Source">The file that contains it.</param>
/// <param name="Span">From the <c>#</c> to the end of the line, without the line ending.</param>
/// <param name="IsInsideInstruction">Whether it is between the continued lines of an instruction.</param>
internal sealed record CommentSyntax(SourceText Source, TextSpan Span, bool IsInsideInstruction)
{
    /// <summary>The text after the <c>#</c>, trimmed.</summary>
    public string Text => Source.AsSpan(Span)[1..].Trim().ToString();

    /// <summary>Whether the <c>#</c> is indented. BuildKit does not read <c>check=</c> from such a comment.</summary>
    public bool IsIndented => Span.Start > 0 && Source.Text[Span.Start - 1] is not ('\n' or '\uFEFF');
}
