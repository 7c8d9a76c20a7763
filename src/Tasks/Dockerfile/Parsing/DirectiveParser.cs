using ContainerGuard.Text;

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
        {
            return false;
        }

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
            {
                continue;
            }

            var name = NameOf(directive.Kind);
            problems.Add(new SyntaxProblem(
                SyntaxProblemKind.DuplicateDirective, directive.Span,
                $"The {name} directive occurs twice. Remove this line or the first one."));
            Directives.Add(directive);
            return true;
        }

        Directives.Add(directive);
        if (directive.Kind == DirectiveKind.Escape)
        {
            SetEscapeCharacter(directive);
        }
        else if (directive.Kind == DirectiveKind.Check)
        {
            CheckCheckOptions(directive);
        }

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
        if (!DirectiveText.TryParse(source.Text.AsSpan(0, end), hash + 1, out var kind, out var value))
        {
            return false;
        }

        directive = new DirectiveSyntax(kind, TextSpan.FromBounds(hash, end), value, source.Slice(value));
        return true;
    }

    private static string NameOf(DirectiveKind kind) => kind switch
    {
        DirectiveKind.Syntax => "syntax",
        DirectiveKind.Escape => "escape",
        _ => "check",
    };
}
