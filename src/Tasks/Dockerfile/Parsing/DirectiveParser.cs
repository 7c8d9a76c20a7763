namespace ContainerGuard.Dockerfile;

/// <summary>
/// Reads the parser directives: lines <c># name=value</c> at the top of the file. The first other line ends them (moby/buildkit,
/// frontend/dockerfile/parser/directives.go). After a <c>#!</c> line, syntax and check are still directives, but escape is not.
/// </summary>
internal sealed class DirectiveParser(SourceText source, List<SyntaxProblem> problems)
{
    private bool _isOver;
    private bool _isAfterShebang;

    public List<DirectiveSyntax> Directives { get; } = [];

    public char EscapeCharacter { get; private set; } = '\\';

    /// <summary>Ends the directives: a line is neither a directive nor a comment.</summary>
    public void End() => _isOver = true;

    /// <summary>Reads a comment line as a directive; returns false if it is a plain comment.</summary>
    public bool TryRead(int hash, int end)
    {
        if (_isOver)
            return false;

        if (hash == (source.HasByteOrderMark ? 1 : 0) && source.AsSpan(TextSpan.FromBounds(hash, end)).StartsWith("#!"))
        {
            _isAfterShebang = true;
            return false;
        }

        if (!TryParse(hash, end, out var directive) || (_isAfterShebang && directive.Kind == DirectiveKind.Escape))
        {
            _isOver = true;
            return false;
        }

        foreach (var earlier in Directives)
        {
            if (earlier.Kind != directive.Kind)
                continue;
            var name = NameOf(directive.Kind);
            problems.Add(new SyntaxProblem(
                SyntaxProblemKind.DuplicateDirective, directive.Span,
                $"The {name} directive occurs twice. Remove this line or the first one."));
            Directives.Add(directive);
            return true;
        }

        Directives.Add(directive);
        if (directive.Kind == DirectiveKind.Escape)
            SetEscapeCharacter(directive);
        else if (directive.Kind == DirectiveKind.Check)
            CheckCheckOptions(directive);
        return true;
    }

    private void CheckCheckOptions(DirectiveSyntax directive)
    {
        if (CheckOptions.Read(directive.Value, out _) is { } error)
        {
            problems.Add(new SyntaxProblem(
                SyntaxProblemKind.InvalidCheckDirective, directive.ValueSpan, $"The check directive is not valid: {error}."));
        }
    }

    private void SetEscapeCharacter(DirectiveSyntax directive)
    {
        if (directive.Value is "\\" or "`")
        {
            EscapeCharacter = directive.Value[0];
            return;
        }

        problems.Add(new SyntaxProblem(
            SyntaxProblemKind.InvalidEscapeDirective, directive.ValueSpan,
            $"'{directive.Value}' is not a valid escape character. Use a backslash (\\) or a backtick (`)."));
    }

    private bool TryParse(int hash, int end, out DirectiveSyntax directive)
    {
        directive = null!;
        if (!TryParse(source.Text.AsSpan(0, end), hash + 1, out var kind, out var value))
            return false;
        directive = new DirectiveSyntax(kind, TextSpan.FromBounds(hash, end), value, source.Slice(value));
        return true;
    }

    /// <summary>Reads <c>name=value</c> from <paramref name="start"/> to the end of a text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, int start, out DirectiveKind kind, out TextSpan value)
    {
        kind = default;
        value = default;
        var nameStart = Blank.SkipWhiteSpace(text, start);
        var nameEnd = nameStart;
        while (nameEnd < text.Length && char.IsAsciiLetterOrDigit(text[nameEnd]))
            nameEnd++;
        if (Parse(text[nameStart..nameEnd]) is not { } parsed)
            return false;

        var equalsSign = SkipSpace(text, nameEnd);
        if (equalsSign == text.Length || text[equalsSign] != '=')
            return false;
        var valueStart = SkipSpace(text, equalsSign + 1);
        var valueEnd = text.Length;
        while (valueEnd > valueStart && IsSpace(text[valueEnd - 1]))
            valueEnd--;
        if (valueStart == valueEnd)
        {
            // In BuildKit's pattern, a value that consists of blanks is one blank.
            if (valueEnd == equalsSign + 1)
                return false;
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

    private static string NameOf(DirectiveKind kind) => kind switch
    {
        DirectiveKind.Syntax => "syntax",
        DirectiveKind.Escape => "escape",
        _ => "check",
    };

    private static int SkipSpace(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && IsSpace(text[at]))
            at++;
        return at;
    }

    /// <summary>White space in Go's regular expressions.</summary>
    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n' or '\f';
}
