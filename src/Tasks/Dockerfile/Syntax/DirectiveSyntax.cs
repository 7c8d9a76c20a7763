using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>A parser directive: <c># syntax=</c>, <c># escape=</c> or <c># check=</c> at the very top of the file.</summary>
/// <param name="Kind">The kind of directive.</param>
/// <param name="Span">From the <c>#</c> to the end of the line, without the line ending.</param>
/// <param name="ValueSpan">The place of the value, trimmed.</param>
/// <param name="Value">The value, trimmed.</param>
internal sealed record DirectiveSyntax(DirectiveKind Kind, TextSpan Span, TextSpan ValueSpan, string Value);

internal enum DirectiveKind
{
    Syntax,
    Escape,
    Check,
}
