using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ContainerGuard.Text;

namespace ContainerGuard.Shell;

/// <summary>
/// Parses commands (POSIX.1-2024, Shell Command Language, 2.10; also <c>[[</c>, <c>((</c>, <c>function</c> and <c>&lt;(</c> of bash).
/// One pass, by recursive descent, to a limited depth. Text that it cannot parse is skipped and noted; the parser does not throw.
/// </summary>
internal sealed partial class ShellParser
{
    private const int MaximumDepth = 100;

    /// <summary>How many times the length of a text the search for the ends of <c>((</c> can read. Real scripts need much less.</summary>
    private const int MaximumLooks = 20;

    private readonly ShellText _source;
    private readonly string _text;
    private readonly List<PendingHereDocument> _pending = [];

    /// <summary>The words of the commands that are being parsed. The words of an inner command follow those of its outer command.</summary>
    private readonly List<ShellWord> _words = [];
    private int _at;
    private int _end;
    private int _depth;
    private bool _isWellFormed = true;

    /// <summary>The remaining number of characters for look-ahead.</summary>
    private long _lookahead;

    private ShellParser(ShellText source, int start, int end)
    {
        _source = source;
        _text = source.Text;
        _at = start;
        _end = end;
        _lookahead = (long)MaximumLooks * (end - start);
    }

    private bool AtEnd => _at >= _end;

    private char Current => _text[_at];

    public static ShellScript Parse(ShellText source)
    {
        var parser = new ShellParser(source, 0, source.Text.Length);
        var body = parser.ParseListTo(closing: null);
        return new ShellScript(body, parser._isWellFormed && parser._pending.Count == 0);
    }

    private char Peek(int distance = 1) => _at + distance < _end ? _text[_at + distance] : '\0';

    /// <summary>
    /// Parses pipelines up to the end, or up to a keyword or parenthesis that closes the surrounding construct, which is not consumed.
    /// </summary>
    private ShellList ParseList()
    {
        var pipelines = ImmutableArray.CreateBuilder<ShellPipeline>();
        var start = _at;
        while (true)
        {
            SkipLines();
            if (AtEnd || AtCloser()) break;

            var before = _at;
            if (ParsePipeline() is { } pipeline) pipelines.Add(pipeline);
            if (_at == before) SkipStray();
        }

        return new ShellList(pipelines.DrainToImmutable(), _source.SpanOf(start, _at));
    }

    /// <summary>
    /// Parses pipelines up to <paramref name="closing"/>, which is not consumed, or the end. Closing keywords without a counterpart are
    /// skipped.
    /// </summary>
    private ShellList ParseListTo(char? closing)
    {
        var list = ParseList();
        if (AtEnd || Current == closing) return list;

        var pipelines = list.Pipelines.ToBuilder();
        while (!AtEnd && Current != closing)
        {
            SkipStrayCloser();
            pipelines.AddRange(ParseList().Pipelines);
        }

        return new ShellList(pipelines.DrainToImmutable(), TextSpan.FromBounds(list.Span.Start, _source.SpanOf(0, _at).End));
    }

    private ShellPipeline? ParsePipeline()
    {
        var isNegated = false;
        while (TryKeyword("!"))
        {
            isNegated = !isNegated;
            SkipBlanks();
        }

        var elements = ImmutableArray.CreateBuilder<ShellNode>(1);
        while (ParseElement() is { } element)
        {
            elements.Add(element);
            SkipBlanks();
            if (AtEnd || Current != '|' || Peek() == '|') break;
            _at += Peek() == '&' ? 2 : 1;
            SkipLines();
        }

        var join = ParseJoin();
        return elements.Count == 0 ? null : new ShellPipeline(elements.DrainToImmutable(), isNegated, join);
    }

    private ShellJoin ParseJoin()
    {
        SkipBlanks();
        if (AtEnd) return ShellJoin.None;
        switch (Current)
        {
            case '&':
                var isAnd = Peek() == '&';
                _at += isAnd ? 2 : 1;
                return isAnd ? ShellJoin.And : ShellJoin.Background;
            case '|' when Peek() == '|':
                _at += 2;
                return ShellJoin.Or;
            case ';' when Peek() is not (';' or '&'):
                _at++;
                return ShellJoin.Semicolon;
            case '\n' or '#':
                // Not consumed here: SkipLines handles comments and heredocs.
                return ShellJoin.NewLine;
            default:
                return ShellJoin.None;
        }
    }

    private ShellNode? ParseElement()
    {
        SkipBlanks();
        if (AtEnd) return null;

        var start = _at;
        if (_depth < MaximumDepth)
        {
            _depth++;
            var compound = ParseCompound();
            _depth--;
            if (compound is not null) return WithRedirections(compound);
        }

        return ParseSimple(start);
    }

    private ShellNode? ParseSimple(int start)
    {
        ImmutableArray<ShellAssignment>.Builder? assignments = null;
        ImmutableArray<ShellRedirection>.Builder? redirections = null;
        var first = _words.Count;
        var last = start;
        while (true)
        {
            SkipBlanks();
            if (AtEnd || Current is '\n' or ';' or '|' or ')' or '#') break;
            if (TryRedirection() is { } redirection)
            {
                (redirections ??= ImmutableArray.CreateBuilder<ShellRedirection>(1)).Add(redirection);
            }
            else if (Current == '&')
            {
                break;
            }
            else if (Current == '(')
            {
                if (_words.Count == first + 1 && assignments is null && redirections is null && _depth < MaximumDepth
                    && TryFunction(_words[first], start) is { } function)
                {
                    _words.RemoveAt(first);
                    return WithRedirections(function);
                }

                SkipStray();
                continue;
            }
            else if (_words.Count == first && ParseAssignment() is { } assignment)
            {
                (assignments ??= ImmutableArray.CreateBuilder<ShellAssignment>(1)).Add(assignment);
            }
            else
            {
                _words.Add(ParseWord());
                if (_words.Count == first + 1 && _words[first].Is("[[")) ParseTest();
            }

            last = _at;
        }

        if (_words.Count == first && assignments is null && redirections is null) return null;
        return new ShellCommand(assignments?.DrainToImmutable() ?? [], TakeWords(first), _source.SpanOf(start, last))
        {
            Redirections = redirections?.DrainToImmutable() ?? [],
        };
    }

    private ImmutableArray<ShellWord> TakeWords(int first)
    {
        var taken = new ShellWord[_words.Count - first];
        _words.CopyTo(first, taken, 0, taken.Length);
        _words.RemoveRange(first, taken.Length);
        return ImmutableCollectionsMarshal.AsImmutableArray(taken);
    }

    /// <summary>The words of <c>[[ … ]]</c>, in which shell operators have no special meaning.</summary>
    private void ParseTest()
    {
        while (true)
        {
            SkipBlanks();
            if (AtEnd || Current == '\n')
            {
                _isWellFormed = false;
                return;
            }

            if (Current is '&' or '|' or '(' or ')' or '<' or '>' or ';')
            {
                _at++;
                continue;
            }

            _words.Add(ParseWord());
            if (_words[^1].Is("]]")) return;
        }
    }

    private ShellAssignment? ParseAssignment()
    {
        var start = _at;
        var equals = ShellAssignment.FindEqualsSign(_text, _at, _end);
        if (equals < 0) return null;

        var name = _text[start..(_text[equals - 1] == '+' ? equals - 1 : equals)];
        _at = equals + 1;
        var value = !AtEnd && Current == '(' ? ParseArray() : ParseWord();
        return new ShellAssignment(name, value, _source.SpanOf(start, _at));
    }

    /// <summary>The array assignment <c>name=(one two)</c> of bash: one word that is not static.</summary>
    private ShellWord ParseArray()
    {
        var start = _at++;
        var expansions = ImmutableArray.CreateBuilder<ShellExpansion>();
        expansions.Add(new ShellExpansion(ShellExpansionKind.Parameter, _source.SpanOf(start, _at), "", Body: null));
        while (true)
        {
            SkipLines();
            if (AtEnd || Current == ')') break;
            var before = _at;
            expansions.AddRange(ParseWord().Expansions);
            if (_at == before) SkipStray();
        }

        Expect(')');
        return new ShellWord(_source, start, _at, _text[start.._at], expansions.DrainToImmutable(), isQuoted: false);
    }

    private ShellRedirection? TryRedirection()
    {
        var start = _at;
        var scan = _at;
        while (scan < _end && char.IsAsciiDigit(_text[scan])) scan++;
        var op = OperatorAt(scan);
        if (op is null || (op[0] == '&' && scan > start)) return null;

        _at = scan + op.Length;
        SkipBlanks();
        var target = ParseWord();
        var redirection =
            new ShellRedirection(op, target, _source.SpanOf(start, _at), HasOtherDescriptor: scan > start && _text[start..scan] != "1");
        if (op is "<<" or "<<-") _pending.Add(new PendingHereDocument(redirection, target.Text, op == "<<-", !target.IsQuoted));
        return redirection;
    }

    /// <summary>The redirection operator at the position. A process substitution <c>&lt;(</c> is not a redirection.</summary>
    private string? OperatorAt(int offset)
    {
        var rest = _text.AsSpan(offset, _end - offset);
        if (rest.IsEmpty || rest[0] is not ('<' or '>' or '&') || rest is [_, '(', ..]) return null;
        return rest switch
        {
            ['<', '<', '<', ..] => "<<<",
            ['<', '<', '-', ..] => "<<-",
            ['<', '<', ..] => "<<",
            ['<', '&', ..] => "<&",
            ['<', '>', ..] => "<>",
            ['<', ..] => "<",
            ['>', '>', ..] => ">>",
            ['>', '&', ..] => ">&",
            ['>', '|', ..] => ">|",
            ['>', ..] => ">",
            ['&', '>', '>', ..] => "&>>",
            ['&', '>', ..] => "&>",
            _ => null,
        };
    }

    private ShellCompound WithRedirections(ShellCompound node)
    {
        while (true)
        {
            SkipBlanks();
            if (AtEnd || TryRedirection() is not { } redirection) return node;
            node.Redirections = node.Redirections.Add(redirection);
        }
    }

    /// <summary>Skips spaces, tabs and line continuations.</summary>
    private void SkipBlanks()
    {
        while (!AtEnd)
        {
            if (Current is ' ' or '\t' or '\r') _at++;
            else if (Current == '\\' && Peek() == '\n') _at += 2;
            else return;
        }
    }

    /// <summary>Skips spaces, comments, empty lines, and the heredocs that begin after a line.</summary>
    private void SkipLines()
    {
        while (true)
        {
            SkipBlanks();
            if (AtEnd) return;
            if (Current == '#')
            {
                var newline = _text.AsSpan(_at, _end - _at).IndexOf('\n');
                _at = newline < 0 ? _end : _at + newline;
            }
            else if (Current == '\n')
            {
                _at++;
                if (_pending.Count > 0) ReadHereDocuments();
            }
            else
            {
                return;
            }
        }
    }

    private void ReadHereDocuments()
    {
        foreach (var document in _pending)
        {
            var start = _at;
            var bodyEnd = -1;
            while (!AtEnd && bodyEnd < 0)
            {
                var newline = _text.AsSpan(_at, _end - _at).IndexOf('\n');
                var line = _text.AsSpan(_at, (newline < 0 ? _end : _at + newline) - _at);
                if (document.StripsTabs) line = line.TrimStart('\t');
                if (line.TrimEnd('\r').SequenceEqual(document.Delimiter)) bodyEnd = _at;
                _at = newline < 0 ? _end : _at + newline + 1;
            }

            if (bodyEnd < 0)
            {
                _isWellFormed = false;
                bodyEnd = _end;
            }

            var expansions = document.Expands ? ReadHereDocumentExpansions(start, bodyEnd) : [];
            document.Redirection.HereDocument = new ShellHereDocument(_source, start, bodyEnd, document.StripsTabs, expansions);
        }

        _pending.Clear();
    }

    private ImmutableArray<ShellExpansion> ReadHereDocumentExpansions(int start, int bodyEnd) =>
        _text.AsSpan(start, bodyEnd - start).IndexOfAny('$', '`') < 0
            ? []
            : new ShellParser(_source, start, bodyEnd) { _depth = _depth }.ReadQuotedText();

    private void Expect(char expected)
    {
        if (!AtEnd && Current == expected) _at++;
        else _isWellFormed = false;
    }

    private void SkipStray()
    {
        _isWellFormed = false;
        if (!AtEnd) _at++;
    }

    private sealed record PendingHereDocument(ShellRedirection Redirection, string Delimiter, bool StripsTabs, bool Expands);
}
