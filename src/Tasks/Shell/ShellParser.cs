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

    private readonly ShellText source;
    private readonly string text;
    private readonly List<PendingHereDocument> pending = [];

    /// <summary>The words of the commands that are being parsed. The words of an inner command follow those of its outer command.</summary>
    private readonly List<ShellWord> words = [];
    private int at;
    private int end;
    private int depth;
    private bool isWellFormed = true;

    /// <summary>The remaining number of characters for look-ahead.</summary>
    private long lookahead;

    private ShellParser(ShellText source, int start, int end)
    {
        this.source = source;
        text = source.Text;
        at = start;
        this.end = end;
        lookahead = (long)MaximumLooks * (end - start);
    }

    private bool AtEnd => at >= end;

    private char Current => text[at];

    public static ShellScript Parse(ShellText source)
    {
        var parser = new ShellParser(source, 0, source.Text.Length);
        var body = parser.ParseListTo(closing: null);
        return new ShellScript(body, parser.isWellFormed && parser.pending.Count == 0);
    }

    private char Peek(int distance = 1) => at + distance < end ? text[at + distance] : '\0';

    /// <summary>
    /// Parses pipelines up to the end, or up to a keyword or parenthesis that closes the surrounding construct, which is not consumed.
    /// </summary>
    private ShellList ParseList()
    {
        var pipelines = ImmutableArray.CreateBuilder<ShellPipeline>();
        var start = at;
        while (true)
        {
            SkipLines();
            if (AtEnd || AtCloser()) break;

            var before = at;
            if (ParsePipeline() is { } pipeline) pipelines.Add(pipeline);
            if (at == before) SkipStray();
        }

        return new ShellList(pipelines.DrainToImmutable(), source.SpanOf(start, at));
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

        return new ShellList(pipelines.DrainToImmutable(), TextSpan.FromBounds(list.Span.Start, source.SpanOf(0, at).End));
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
            at += Peek() == '&' ? 2 : 1;
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
                at += isAnd ? 2 : 1;
                return isAnd ? ShellJoin.And : ShellJoin.Background;
            case '|' when Peek() == '|':
                at += 2;
                return ShellJoin.Or;
            case ';' when Peek() is not (';' or '&'):
                at++;
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

        var start = at;
        if (depth < MaximumDepth)
        {
            depth++;
            var compound = ParseCompound();
            depth--;
            if (compound is not null) return WithRedirections(compound);
        }

        return ParseSimple(start);
    }

    private ShellNode? ParseSimple(int start)
    {
        ImmutableArray<ShellAssignment>.Builder? assignments = null;
        ImmutableArray<ShellRedirection>.Builder? redirections = null;
        var first = words.Count;
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
                if (words.Count == first + 1 && assignments is null && redirections is null && depth < MaximumDepth
                    && TryFunction(words[first], start) is { } function)
                {
                    words.RemoveAt(first);
                    return WithRedirections(function);
                }

                SkipStray();
                continue;
            }
            else if (words.Count == first && ParseAssignment() is { } assignment)
            {
                (assignments ??= ImmutableArray.CreateBuilder<ShellAssignment>(1)).Add(assignment);
            }
            else
            {
                words.Add(ParseWord());
                if (words.Count == first + 1 && words[first].Is("[[")) ParseTest();
            }

            last = at;
        }

        if (words.Count == first && assignments is null && redirections is null) return null;
        return new ShellCommand(assignments?.DrainToImmutable() ?? [], TakeWords(first), source.SpanOf(start, last))
        {
            Redirections = redirections?.DrainToImmutable() ?? [],
        };
    }

    private ImmutableArray<ShellWord> TakeWords(int first)
    {
        var taken = new ShellWord[words.Count - first];
        words.CopyTo(first, taken, 0, taken.Length);
        words.RemoveRange(first, taken.Length);
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
                isWellFormed = false;
                return;
            }

            if (Current is '&' or '|' or '(' or ')' or '<' or '>' or ';')
            {
                at++;
                continue;
            }

            words.Add(ParseWord());
            if (words[^1].Is("]]")) return;
        }
    }

    private ShellAssignment? ParseAssignment()
    {
        var start = at;
        var equals = ShellAssignment.FindEqualsSign(text, at, end);
        if (equals < 0) return null;

        var name = text[start..(text[equals - 1] == '+' ? equals - 1 : equals)];
        at = equals + 1;
        var value = !AtEnd && Current == '(' ? ParseArray() : ParseWord();
        return new ShellAssignment(name, value, source.SpanOf(start, at));
    }

    /// <summary>The array assignment <c>name=(one two)</c> of bash: one word that is not static.</summary>
    private ShellWord ParseArray()
    {
        var start = at++;
        var expansions = ImmutableArray.CreateBuilder<ShellExpansion>();
        expansions.Add(new ShellExpansion(ShellExpansionKind.Parameter, source.SpanOf(start, at), "", Body: null));
        while (true)
        {
            SkipLines();
            if (AtEnd || Current == ')') break;
            var before = at;
            expansions.AddRange(ParseWord().Expansions);
            if (at == before) SkipStray();
        }

        Expect(')');
        return new ShellWord(source, start, at, text[start..at], expansions.DrainToImmutable(), isQuoted: false);
    }

    private ShellRedirection? TryRedirection()
    {
        var start = at;
        var scan = at;
        while (scan < end && char.IsAsciiDigit(text[scan])) scan++;
        var op = OperatorAt(scan);
        if (op is null || (op[0] == '&' && scan > start)) return null;

        at = scan + op.Length;
        SkipBlanks();
        var target = ParseWord();
        var redirection = new ShellRedirection(op, target, source.SpanOf(start, at), HasOtherDescriptor: scan > start && text[start..scan] != "1");
        if (op is "<<" or "<<-") pending.Add(new PendingHereDocument(redirection, target.Text, op == "<<-", !target.IsQuoted));
        return redirection;
    }

    /// <summary>The redirection operator at the position. A process substitution <c>&lt;(</c> is not a redirection.</summary>
    private string? OperatorAt(int offset)
    {
        var rest = text.AsSpan(offset, end - offset);
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
            if (Current is ' ' or '\t' or '\r') at++;
            else if (Current == '\\' && Peek() == '\n') at += 2;
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
                var newline = text.AsSpan(at, end - at).IndexOf('\n');
                at = newline < 0 ? end : at + newline;
            }
            else if (Current == '\n')
            {
                at++;
                if (pending.Count > 0) ReadHereDocuments();
            }
            else
            {
                return;
            }
        }
    }

    private void ReadHereDocuments()
    {
        foreach (var document in pending)
        {
            var start = at;
            var bodyEnd = -1;
            while (!AtEnd && bodyEnd < 0)
            {
                var newline = text.AsSpan(at, end - at).IndexOf('\n');
                var line = text.AsSpan(at, (newline < 0 ? end : at + newline) - at);
                if (document.StripsTabs) line = line.TrimStart('\t');
                if (line.TrimEnd('\r').SequenceEqual(document.Delimiter)) bodyEnd = at;
                at = newline < 0 ? end : at + newline + 1;
            }

            if (bodyEnd < 0)
            {
                isWellFormed = false;
                bodyEnd = end;
            }

            var expansions = document.Expands ? ReadHereDocumentExpansions(start, bodyEnd) : [];
            document.Redirection.HereDocument = new ShellHereDocument(source, start, bodyEnd, document.StripsTabs, expansions);
        }

        pending.Clear();
    }

    private ImmutableArray<ShellExpansion> ReadHereDocumentExpansions(int start, int bodyEnd) =>
        text.AsSpan(start, bodyEnd - start).IndexOfAny('$', '`') < 0
            ? []
            : new ShellParser(source, start, bodyEnd) { depth = depth }.ReadQuotedText();

    private void Expect(char expected)
    {
        if (!AtEnd && Current == expected) at++;
        else isWellFormed = false;
    }

    private void SkipStray()
    {
        isWellFormed = false;
        if (!AtEnd) at++;
    }

    private sealed record PendingHereDocument(ShellRedirection Redirection, string Delimiter, bool StripsTabs, bool Expands);
}
