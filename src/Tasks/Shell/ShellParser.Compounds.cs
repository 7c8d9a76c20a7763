using System.Collections.Immutable;

namespace ContainerGuard.Shell;

/// <summary>Compound commands (POSIX 2.9.4 and 2.9.5).</summary>
internal sealed partial class ShellParser
{
    private static readonly string[] ClosingKeywords = ["then", "do", "done", "fi", "else", "elif", "esac", "}"];

    /// <summary>Parses a compound command; returns null, and consumes no text, when the position has none.</summary>
    private ShellCompound? ParseCompound()
    {
        var start = _at;
        if (Current == '(')
        {
            return Peek() == '(' && FindArithmeticEnd() is var close and > 0 ? ParseArithmeticCommand(close) : ParseSubshell();
        }

        if (TryKeyword("{")) return ParseGroup(start);
        if (!char.IsAsciiLetterLower(Current)) return null;
        if (TryKeyword("if")) return ParseIf(start);
        if (TryKeyword("while")) return ParseLoop(ShellCompoundKind.While, start);
        if (TryKeyword("until")) return ParseLoop(ShellCompoundKind.Until, start);
        if (TryKeyword("for") || TryKeyword("select")) return ParseFor(start);
        if (TryKeyword("case")) return ParseCase(start);
        if (TryKeyword("function")) return ParseFunctionKeyword(start);
        return null;
    }

    private ShellCompound ParseSubshell()
    {
        var start = _at++;
        var body = ParseListTo(')');
        Expect(')');
        return Compound(ShellCompoundKind.Subshell, start, body);
    }

    private ShellCompound ParseGroup(int start)
    {
        var body = ParseList();
        Expect("}");
        return Compound(ShellCompoundKind.Group, start, body);
    }

    private ShellCompound ParseIf(int start)
    {
        var lists = ImmutableArray.CreateBuilder<ShellList>();
        do
        {
            lists.Add(ParseList());
        }
        while (TryKeyword("then") || TryKeyword("elif") || TryKeyword("else"));

        Expect("fi");
        return new ShellCompound(ShellCompoundKind.If, [], lists.DrainToImmutable(), _source.SpanOf(start, _at));
    }

    private ShellCompound ParseLoop(ShellCompoundKind kind, int start)
    {
        var condition = ParseList();
        Expect("do");
        var body = ParseList();
        Expect("done");
        return Compound(kind, start, condition, body);
    }

    private ShellCompound ParseFor(int start)
    {
        var words = ImmutableArray.CreateBuilder<ShellWord>();
        SkipBlanks();
        if (Peek(0) == '(' && Peek() == '(' && FindArithmeticEnd() is var close and > 0) _at = close;
        else if (!AtEnd && !AtDelimiter()) ParseWord();

        SkipLines();
        if (TryKeyword("in"))
        {
            while (true)
            {
                SkipBlanks();
                if (AtEnd || AtDelimiter()) break;
                words.Add(ParseWord());
            }
        }

        SkipBlanks();
        if (!AtEnd && Current == ';') _at++;
        SkipLines();
        var closing = TryKeyword("{") ? "}" : "done";
        if (closing == "done") Expect("do");
        var body = ParseList();
        Expect(closing);
        return new ShellCompound(ShellCompoundKind.For, words.DrainToImmutable(), [body], _source.SpanOf(start, _at));
    }

    private ShellCompound ParseCase(int start)
    {
        var words = ImmutableArray.CreateBuilder<ShellWord>();
        var lists = ImmutableArray.CreateBuilder<ShellList>();
        SkipBlanks();
        if (!AtEnd && !AtDelimiter()) words.Add(ParseWord());
        SkipLines();
        Expect("in");
        while (true)
        {
            SkipLines();
            if (TryKeyword("esac")) break;
            if (AtEnd || !ParsePatterns(words))
            {
                _isWellFormed = false;
                break;
            }

            lists.Add(ParseList());
            if (Peek(0) == ';') _at += Peek() == ';' && Peek(2) == '&' ? 3 : Math.Min(2, _end - _at);
        }

        return new ShellCompound(ShellCompoundKind.Case, words.DrainToImmutable(), lists.DrainToImmutable(), _source.SpanOf(start, _at));
    }

    private bool ParsePatterns(ImmutableArray<ShellWord>.Builder words)
    {
        if (Current == '(') _at++;
        while (true)
        {
            SkipBlanks();
            if (AtEnd) return false;
            if (Current == ')')
            {
                _at++;
                return true;
            }

            if (Current == '|') _at++;
            else if (AtDelimiter()) return false;
            else words.Add(ParseWord());
        }
    }

    /// <summary>
    /// Parses the function <c>name()</c> from its parenthesis; returns null, and consumes no text, when it is not a function.
    /// </summary>
    private ShellCompound? TryFunction(ShellWord name, int start)
    {
        var open = _at++;
        SkipBlanks();
        if (AtEnd || Current != ')')
        {
            _at = open;
            return null;
        }

        _at++;
        return ParseFunctionBody(name, start);
    }

    private ShellCompound? ParseFunctionKeyword(int start)
    {
        SkipBlanks();
        if (AtEnd || AtDelimiter()) return Compound(ShellCompoundKind.Function, start);

        var name = ParseWord();
        SkipBlanks();
        if (Peek(0) == '(')
        {
            _at++;
            SkipBlanks();
            Expect(')');
        }

        return ParseFunctionBody(name, start);
    }

    private ShellCompound ParseFunctionBody(ShellWord name, int start)
    {
        SkipLines();
        var from = _at;
        _depth++;
        var element = AtEnd || AtCloser() ? null : ParseElement();
        _depth--;
        if (element is null)
        {
            _isWellFormed = false;
            return new ShellCompound(ShellCompoundKind.Function, [name], [], _source.SpanOf(start, _at));
        }

        var body = new ShellList([new ShellPipeline([element], isNegated: false, ShellJoin.None)], _source.SpanOf(from, _at));
        return new ShellCompound(ShellCompoundKind.Function, [name], [body], _source.SpanOf(start, _at));
    }

    private ShellCompound ParseArithmeticCommand(int close)
    {
        var start = _at;
        _at = close;
        return Compound(ShellCompoundKind.Arithmetic, start);
    }

    /// <summary>
    /// The offset after the <c>))</c> that ends the <c>((</c> here; 0 when these are two subshells. They are two if the inner parenthesis
    /// closes alone (bash, "Compound Commands"), or if two operands are adjacent, as in <c>((find x | xargs rm))</c>: bash does not accept
    /// that as arithmetic, and dash, which has no <c>((</c>, runs it as commands.
    /// </summary>
    private int FindArithmeticEnd()
    {
        var open = 0;
        var isOperand = false;
        var isBlank = false;
        for (var scan = _at + 2; scan < _end && _lookahead-- > 0; scan++)
        {
            var next = _text[scan];
            if (next is ' ' or '\t' or '\r' or '\n' || (next == '\\' && scan + 1 < _end && _text[scan + 1] == '\n'))
            {
                isBlank = true;
                scan += next == '\\' ? 1 : 0;
                continue;
            }

            if (char.IsAsciiLetterOrDigit(next) || next == '_')
            {
                if (isOperand && isBlank && open == 0) return 0;
                isOperand = true;
            }
            else
            {
                isOperand = false;
                if (next == '(') open++;
                else if (next == ')' && open-- == 0) return scan + 1 < _end && _text[scan + 1] == ')' ? scan + 2 : 0;
                else if (next is '$' or '\'' or '"' or '`' or '\\') scan = SkipOpaque(scan);
            }

            isBlank = false;
        }

        return 0;
    }

    /// <summary>The offset of the last character of quoted or expanded text, whose value can be anything, including an operator.</summary>
    private int SkipOpaque(int scan)
    {
        var first = _text[scan];
        if (first == '\\') return scan + 1;
        if (first == '$')
        {
            while (scan + 1 < _end && (char.IsAsciiLetterOrDigit(_text[scan + 1]) || _text[scan + 1] is '_' or '{' or '}')) scan++;
            return scan;
        }

        for (scan++; scan < _end && _text[scan] != first && _lookahead-- > 0; scan++)
        {
            if (_text[scan] == '\\' && first != '\'') scan++;
        }

        return scan;
    }

    private ShellCompound Compound(ShellCompoundKind kind, int start, params ReadOnlySpan<ShellList> lists) =>
        new(kind, [], [.. lists], _source.SpanOf(start, _at));

    /// <summary>Whether a reserved word is at the position: the characters after it cannot continue the word.</summary>
    private bool AtKeyword(string keyword)
    {
        if (_end - _at < keyword.Length || !_text.AsSpan(_at, keyword.Length).SequenceEqual(keyword)) return false;
        var after = _at + keyword.Length;
        return after == _end || IsDelimiter(_text[after]) || (_text[after] == '\\' && after + 1 < _end && _text[after + 1] == '\n');
    }

    private bool TryKeyword(string keyword)
    {
        if (!AtKeyword(keyword)) return false;
        _at += keyword.Length;
        return true;
    }

    private void Expect(string keyword)
    {
        SkipLines();
        if (!TryKeyword(keyword)) _isWellFormed = false;
    }

    private bool AtCloser()
    {
        if (Current == ')' || (Current == ';' && Peek() is ';' or '&')) return true;
        if (Current is not ('t' or 'd' or 'f' or 'e' or '}')) return false;
        foreach (var keyword in ClosingKeywords)
        {
            if (AtKeyword(keyword)) return true;
        }

        return false;
    }

    /// <summary>At the outermost level, a closing keyword or parenthesis has no counterpart.</summary>
    private void SkipStrayCloser()
    {
        _isWellFormed = false;
        if (Current is ')' or ';')
        {
            _at++;
            return;
        }

        while (!AtEnd && !IsDelimiter(Current)) _at++;
    }
}
