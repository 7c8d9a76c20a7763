using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// The text of a parser directive after its <c>#</c>: <c>name=value</c> (moby/buildkit, frontend/dockerfile/parser/directives.go).
/// </summary>
internal static class DirectiveText
{
    /// <summary>Reads <c>name=value</c> from <paramref name="start"/> to the end of a text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, int start, out DirectiveKind kind, out TextSpan value)
    {
        kind = default;
        value = default;
        var nameStart = Blank.SkipWhiteSpace(text, start);
        var nameEnd = nameStart;
        while (nameEnd < text.Length && char.IsAsciiLetterOrDigit(text[nameEnd]))
        {
            nameEnd++;
        }

        if (Parse(text[nameStart..nameEnd]) is not { } parsed)
        {
            return false;
        }

        var equalsSign = SkipSpace(text, nameEnd);
        if (equalsSign == text.Length || text[equalsSign] != '=')
        {
            return false;
        }

        var valueStart = SkipSpace(text, equalsSign + 1);
        var valueEnd = text.Length;
        while (valueEnd > valueStart && IsSpace(text[valueEnd - 1]))
        {
            valueEnd--;
        }

        if (valueStart == valueEnd)
        {
            // In BuildKit's pattern, a value that consists of blanks is one blank.
            if (valueEnd == equalsSign + 1)
            {
                return false;
            }

            (valueStart, valueEnd) = (text.Length - 1, text.Length);
        }

        kind = parsed;
        value = TextSpan.FromBounds(valueStart, valueEnd);
        return true;
    }

    private static DirectiveKind? Parse(ReadOnlySpan<char> name) =>
        name.Equals("syntax", StringComparison.OrdinalIgnoreCase) ? DirectiveKind.Syntax
        : name.Equals("escape", StringComparison.OrdinalIgnoreCase) ? DirectiveKind.Escape
        : name.Equals("check", StringComparison.OrdinalIgnoreCase) ? DirectiveKind.Check
        : null;

    private static int SkipSpace(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && IsSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>White space in Go's regular expressions.</summary>
    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n' or '\f';
}
