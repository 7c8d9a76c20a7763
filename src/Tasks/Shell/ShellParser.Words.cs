using System.Collections.Immutable;
using System.Globalization;
using ContainerGuard.Text;

namespace ContainerGuard.Shell;

/// <summary>Words: quotes and expansions (POSIX 2.2 and 2.6; bash's <c>$'…'</c> and extended patterns).</summary>
internal sealed partial class ShellParser
{
    private static readonly Characters Delimiters = Characters.Of(" \t\r\n;&|<>()");
    private static readonly Characters DelimitersAndQuotes = Characters.Of(" \t\r\n;&|<>()\\'\"$`");

    /// <summary>The word between two offsets, with any characters.</summary>
    public static ShellWord ReadWord(ShellText source, int start, int end) => new ShellParser(source, start, end).ParseWord(isWhole: true);

    /// <summary>
    /// The text between two offsets without quotes, with expansions as written. <paramref name="origins"/> receives, for every character
    /// and for the end, its offset in the outermost text.
    /// </summary>
    public static string Unquote(ShellText source, int start, int end, List<int> origins)
    {
        var parser = new ShellParser(source, start, end);
        var word = new WordBuilder(origins);
        parser.ReadPieces(word, isWhole: true);
        origins.Add(source.ToOuter(parser._at));
        return word.Text.ToString();
    }

    private static bool IsDelimiter(char c) => Delimiters.Contain(c);

    private bool AtDelimiter() => IsDelimiter(Current);

    private ShellWord ParseWord(bool isWhole = false)
    {
        var start = _at;
        var plain = DelimitersAndQuotes.FirstIn(_text.AsSpan(_at, _end - _at));
        if (plain < 0) plain = _end - _at;
        if (plain > 0 && (_at + plain == _end || (!isWhole && IsDelimiter(_text[_at + plain]) && _text[_at + plain] != '(')))
        {
            _at += plain;
            return new ShellWord(_source, start, _at, unquoted: null, [], isQuoted: false);
        }

        var word = new WordBuilder();
        ReadPieces(word, isWhole);
        return new ShellWord(_source, start, _at, word.Text.ToString(), word.Expansions?.DrainToImmutable() ?? [], word.IsQuoted);
    }

    private void ReadPieces(WordBuilder word, bool isWhole)
    {
        while (!AtEnd)
        {
            switch (Current)
            {
                case '\\':
                    ReadEscape(word);
                    break;
                case '\'':
                    ReadSingleQuotes(word);
                    break;
                case '"':
                    ReadDoubleQuotes(word);
                    break;
                case '$':
                    ReadDollar(word, isQuoted: false);
                    break;
                case '`':
                    ReadBackquotes(word);
                    break;
                case '<' or '>' when Peek() == '(':
                    ReadProcess(word);
                    break;
                case '(' when !isWhole && _at > 0 && word.Text.Length > 0 && _text[_at - 1] is '?' or '*' or '+' or '@' or '!':
                    ReadExtendedPattern(word);
                    break;
                case var c when !isWhole && IsDelimiter(c):
                    return;
                default:
                    Take(word, 1);
                    break;
            }
        }
    }

    private void ReadEscape(WordBuilder word)
    {
        if (Peek() == '\n')
        {
            _at += 2;
            return;
        }

        word.IsQuoted = true;
        if (_at + 1 < _end) _at++;
        Take(word, 1);
    }

    private void ReadSingleQuotes(WordBuilder word)
    {
        word.IsQuoted = true;
        _at++;
        var length = _text.AsSpan(_at, _end - _at).IndexOf('\'');
        if (length < 0) _isWellFormed = false;
        Take(word, length < 0 ? _end - _at : length);
        if (length >= 0) _at++;
    }

    private void ReadDoubleQuotes(WordBuilder word)
    {
        word.IsQuoted = true;
        _at++;
        ReadQuoted(word, '"');
        Expect('"');
    }

    /// <summary>
    /// Text in which only expansions and the escapes of <c>"…"</c> are special, up to <paramref name="closing"/>, which is not consumed.
    /// </summary>
    private void ReadQuoted(WordBuilder word, char closing)
    {
        while (!AtEnd && Current != closing)
        {
            if (Current == '$')
            {
                ReadDollar(word, isQuoted: true);
            }
            else if (Current == '`')
            {
                ReadBackquotes(word);
            }
            else if (Current == '\\' && Peek() == '\n')
            {
                _at += 2;
            }
            else
            {
                if (Current == '\\' && Peek() is '$' or '`' or '"' or '\\') _at++;
                Take(word, 1);
            }
        }
    }

    /// <summary>The expansions in the body of a heredoc. The body is the whole text of this parser.</summary>
    private ImmutableArray<ShellExpansion> ReadQuotedText()
    {
        var word = new WordBuilder();
        ReadQuoted(word, closing: '\0');
        return word.Expansions?.DrainToImmutable() ?? [];
    }

    private void ReadDollar(WordBuilder word, bool isQuoted)
    {
        var start = _at;
        var next = Peek();
        if (!isQuoted && next == '\'')
        {
            ReadAnsiQuotes(word);
        }
        else if (!isQuoted && next == '"')
        {
            _at++;
        }
        else if (next == '(' && _depth < MaximumDepth)
        {
            _depth++;
            if (Peek(2) == '(') ReadArithmetic(word);
            else ReadCommand(word);
            _depth--;
        }
        else if (next == '{' && _depth < MaximumDepth)
        {
            _depth++;
            ReadBraces(word, isQuoted);
            _depth--;
        }
        else if (char.IsAsciiLetter(next) || next == '_')
        {
            _at += 2;
            while (!AtEnd && (char.IsAsciiLetterOrDigit(Current) || Current == '_')) _at++;
            Add(word, ShellExpansionKind.Parameter, start, _text[(start + 1).._at]);
        }
        else if (char.IsAsciiDigit(next) || next is '@' or '*' or '#' or '?' or '-' or '$' or '!')
        {
            _at += 2;
            Add(word, ShellExpansionKind.Parameter, start, next.ToString());
        }
        else
        {
            Take(word, 1);
        }
    }

    private void ReadCommand(WordBuilder word) => ReadSubshell(word, ShellExpansionKind.Command);

    /// <summary>Reads commands in parentheses, after a mark of two characters with the opening one.</summary>
    private void ReadSubshell(WordBuilder word, ShellExpansionKind kind)
    {
        var start = _at;
        _at += 2;
        var slot = word.ReserveExpansion();
        var body = ParseListTo(')');
        Expect(')');
        Add(word, kind, start, "", body, slot);
    }

    private void ReadProcess(WordBuilder word)
    {
        if (_depth >= MaximumDepth)
        {
            Take(word, 2);
            return;
        }

        _depth++;
        ReadSubshell(word, ShellExpansionKind.Process);
        _depth--;
    }

    private void ReadBackquotes(WordBuilder word)
    {
        var start = _at++;
        var close = _at;
        while (close < _end && _text[close] != '`') close += _text[close] == '\\' ? 2 : 1;
        close = Math.Min(close, _end);

        ShellList? body = null;
        var slot = word.ReserveExpansion();
        if (_depth < MaximumDepth)
        {
            var inner = new ShellParser(_source, _at, close) { _depth = _depth + 1 };
            body = inner.ParseListTo(closing: null);
            _isWellFormed &= inner._isWellFormed;
        }

        _at = close;
        Expect('`');
        Add(word, ShellExpansionKind.Command, start, "", body, slot);
    }

    private void ReadArithmetic(WordBuilder word)
    {
        var start = _at;
        _at += 3;
        var slot = word.ReserveExpansion();
        var inside = new WordBuilder();
        for (var open = 0; !AtEnd;)
        {
            if (Current == '$')
            {
                ReadDollar(inside, isQuoted: true);
                continue;
            }

            if (Current == '`')
            {
                ReadBackquotes(inside);
                continue;
            }

            if (Current == '(') open++;
            else if (Current == ')' && open-- == 0) break;
            _at++;
        }

        Expect(')');
        Expect(')');
        Add(word, ShellExpansionKind.Arithmetic, start, "", body: null, slot);
        word.AddExpansions(inside);
    }

    private void ReadBraces(WordBuilder word, bool isQuoted)
    {
        var start = _at;
        _at += 2;
        var slot = word.ReserveExpansion();
        var nameStart = _at;
        if (Peek(0) is '#' or '!' && Peek() != '}') nameStart = ++_at;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(Current) || Current == '_')) _at++;
        if (_at == nameStart && !AtEnd && Current != '}') _at++;
        var name = _text[nameStart.._at];

        var inside = new WordBuilder();
        while (!AtEnd && Current != '}')
        {
            switch (Current)
            {
                case '\\': ReadEscape(inside); break;
                case '\'' when !isQuoted && _text.AsSpan(_at + 1, _end - _at - 1).Contains('\''): ReadSingleQuotes(inside); break;
                case '"': ReadDoubleQuotes(inside); break;
                case '$': ReadDollar(inside, isQuoted); break;
                case '`': ReadBackquotes(inside); break;
                default: _at++; break;
            }
        }

        Expect('}');
        Add(word, ShellExpansionKind.Parameter, start, name, body: null, slot);
        word.AddExpansions(inside);
    }

    private void ReadExtendedPattern(WordBuilder word)
    {
        var open = 0;
        while (!AtEnd && Current is not ('\n' or ';'))
        {
            if (Current == '(') open++;
            else if (Current == ')') open--;
            Take(word, 1);
            if (open == 0) return;
        }

        _isWellFormed = false;
    }

    private void ReadAnsiQuotes(WordBuilder word)
    {
        word.IsQuoted = true;
        _at += 2;
        while (!AtEnd && Current != '\'')
        {
            if (Current == '\\' && _at + 1 < _end) ReadAnsiEscape(word);
            else Take(word, 1);
        }

        Expect('\'');
    }

    private void ReadAnsiEscape(WordBuilder word)
    {
        var start = _at;
        _at += 2;
        switch (_text[_at - 1])
        {
            case 'n': Put('\n'); break;
            case 't': Put('\t'); break;
            case 'r': Put('\r'); break;
            case 'a': Put('\a'); break;
            case 'b': Put('\b'); break;
            case 'e' or 'E': Put('\e'); break;
            case 'f': Put('\f'); break;
            case 'v': Put('\v'); break;
            case 'x': PutHexadecimal(2); break;
            case 'u': PutHexadecimal(4); break;
            case var c: Put(c); break;
        }

        void Put(char c) => word.Append(c, _source.ToOuter(start));

        void PutHexadecimal(int digits)
        {
            var from = _at;
            while (_at < _end && _at - from < digits && char.IsAsciiHexDigit(Current)) _at++;
            if (_at > from) Put((char)int.Parse(_text.AsSpan(from, _at - from), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Copies characters unchanged.</summary>
    private void Take(WordBuilder word, int count)
    {
        word.Append(_source, _at, count);
        _at += count;
    }

    private void Add(WordBuilder word, ShellExpansionKind kind, int start, string name, ShellList? body = null, int slot = -1)
    {
        word.Append(_source, start, _at - start);
        word.Set(slot, new ShellExpansion(kind, _source.SpanOf(start, _at), name, body));
    }
}
