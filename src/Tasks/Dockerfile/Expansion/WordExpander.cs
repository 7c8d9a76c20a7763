using System.Collections.Immutable;
using System.Text;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// Expands <c>$name</c> and <c>${name…}</c> and removes quotes and escapes, as BuildKit's shell lexer does
/// (moby/buildkit, frontend/dockerfile/shell). It is a loop over frames instead of a recursion, with one output buffer, so that nesting of
/// any depth takes linear time.
/// </summary>
internal sealed partial class WordExpander
{
    private readonly char _escape;
    private readonly IVariables _variables;
    private readonly Options _options;
    private readonly ExpansionBudget? _budget;

    private readonly StringBuilder _output = new();
    private Frame[] _outerFrames = [];
    private int _depth;
    private readonly WordSplitter? _words;
    private ImmutableArray<string>.Builder? _used;
    private ImmutableArray<string>.Builder? _undefined;
    private Frame _frame;
    private bool _isKnown = true;
    private bool _hasVariables;
    private string? _error;
    private int _at;

    private WordExpander(char escape, IVariables variables, Options options, ExpansionBudget? budget = null)
    {
        _escape = escape;
        _variables = variables;
        _options = options;
        _budget = budget;
        if (options.HasFlag(Options.SplitWords))
        {
            _words = new WordSplitter();
        }

        _frame = new Frame { Kind = FrameKind.Root, KeepsEscapes = options.HasFlag(Options.KeepEscapes) };
    }

    [Flags]
    internal enum Options
    {
        None = 0,

        /// <summary>Quotes stay in the output. The text between them is still quoted.</summary>
        KeepQuotes = 1,

        /// <summary>Escape characters stay in the output.</summary>
        KeepEscapes = 2,

        /// <summary>Quotes are ordinary characters, as in the text of a heredoc.</summary>
        IgnoreQuotes = 4,

        /// <summary>A variable that is not set stays as written.</summary>
        KeepUnset = 8,

        /// <summary>White space outside quotes separates words, including white space in the values of variables.</summary>
        SplitWords = 16,
    }

    private enum FrameKind : byte
    {
        Root,
        DoubleQuotes,

        /// <summary>The word of <c>${name-word}</c> and similar modifiers.</summary>
        Word,

        /// <summary>The pattern of <c>${name/pattern/replacement}</c>.</summary>
        Pattern,

        /// <summary>The replacement of <c>${name/pattern/replacement}</c>.</summary>
        Replacement,
    }

    /// <summary>Expands one word, or a text that is not split into words.</summary>
    public static Expansion Expand(ReadOnlySpan<char> word, char escape, IVariables variables, ExpansionBudget? budget = null)
    {
        if (!NeedsExpansion(word, escape))
        {
            return Expansion.Literal(word.ToString());
        }

        return new WordExpander(escape, variables, Options.None, budget).Run(word);
    }

    /// <summary>Whether expansion could change or refuse a text.</summary>
    public static bool NeedsExpansion(ReadOnlySpan<char> word, char escape) => word.IndexOfAny("$'\"") >= 0 || word.Contains(escape);

    /// <summary>
    /// Expands the text of a heredoc, where quotes are ordinary characters and the escape character is always a backslash.
    /// </summary>
    public static Expansion ExpandHeredoc(ReadOnlySpan<char> text, IVariables variables, ExpansionBudget? budget = null)
    {
        if (text.IndexOfAny('$', '\\') < 0)
        {
            return Expansion.Literal(text.ToString());
        }

        return new WordExpander('\\', variables, Options.IgnoreQuotes, budget).Run(text);
    }

    /// <summary>Expands a text and splits it into words.</summary>
    /// <param name="word">The text.</param>
    /// <param name="escape">The escape character.</param>
    /// <param name="variables">The variables.</param>
    /// <param name="options">What to keep in the words.</param>
    /// <param name="words">Receives the words and their places in the text.</param>
    /// <param name="budget">The limit of the cost.</param>
    public static Expansion ExpandWords(
        ReadOnlySpan<char> word, char escape, IVariables variables, Options options, List<LocatedText> words,
        ExpansionBudget? budget = null)
    {
        var expander = new WordExpander(escape, variables, options | Options.SplitWords, budget);
        var expansion = expander.Run(word);
        words.Clear();
        if (expansion.Error is null)
        {
            words.AddRange(expander._words!.Words);
        }

        return expansion;
    }

    /// <summary>The text without quotes and escapes; variables are not expanded. If a quote is not closed, the text as written.</summary>
    public static string Unquote(ReadOnlySpan<char> word, char escape)
    {
        if (word.IndexOfAny('\'', '"', escape) < 0)
        {
            return word.ToString();
        }

        var expansion = new WordExpander(escape, EmptyVariables.Instance, Options.KeepUnset).Run(word);
        return expansion.Error is null ? expansion.Text : word.ToString();
    }

    private Expansion Run(ReadOnlySpan<char> word)
    {
        while (_error is null && _at < word.Length)
        {
            if (_frame.Kind == FrameKind.DoubleQuotes)
            {
                ReadInDoubleQuotes(word);
            }
            else
            {
                ReadUnquoted(word);
            }
        }

        _error ??= FindUnclosed();
        if (_error is not null)
        {
            return new Expansion("", _isKnown, [], [], _error);
        }

        _words?.Flush(_at);
        return new Expansion(
            _output.ToString(), _isKnown, _used?.ToImmutable() ?? [], _undefined?.ToImmutable() ?? [], Error: null)
        {
            HasVariables = _hasVariables,
        };
    }

    /// <summary>The error for a quote or brace that is still open at the end of the text, or null.</summary>
    private string? FindUnclosed() => _frame.Kind switch
    {
        FrameKind.Root => null,
        FrameKind.DoubleQuotes => "a double quote is not closed",
        FrameKind.Pattern => $"the '/' between pattern and replacement is missing in '${{{_frame.Name}/…'",
        _ => $"the closing '}}' is missing after '${{{_frame.Name}'",
    };

    private void ReadUnquoted(ReadOnlySpan<char> word)
    {
        var start = _at;
        var c = word[_at];
        switch (c)
        {
            case '}' when _frame.Kind is FrameKind.Word or FrameKind.Replacement:
                _at++;
                CloseBrace();
                return;
            case '/' when _frame.Kind == FrameKind.Pattern:
                _at++;
                ClosePattern();
                return;
            case '$':
                ReadDollar(word);
                return;
            case '<':
                ReadPossibleHeredoc(word);
                return;
            case '\'' when !_options.HasFlag(Options.IgnoreQuotes):
                ReadSingleQuotes(word);
                return;
            case '"' when !_options.HasFlag(Options.IgnoreQuotes):
                _at++;
                Push(FrameKind.DoubleQuotes, start);
                if (_options.HasFlag(Options.KeepQuotes))
                {
                    _output.Append('"');
                }

                return;
        }

        _at++;
        var splits = true;
        if (c == _escape)
        {
            splits = false;
            if (_frame.KeepsEscapes)
            {
                _output.Append(c);
                AddToWord(c, start);
            }

            // An escape character at the end of the text is dropped.
            if (_at == word.Length)
            {
                return;
            }

            c = word[_at++];
        }

        _output.Append(c);
        if (_words is not null && _frame.Kind == FrameKind.Root)
        {
            if (splits)
            {
                _words.AddCharacter(c, start);
            }
            else
            {
                _words.AddRaw(c, start);
            }
        }
    }

    private void ReadInDoubleQuotes(ReadOnlySpan<char> word)
    {
        var c = word[_at];
        if (c == '$')
        {
            ReadDollar(word);
            return;
        }

        _at++;
        if (c == '"')
        {
            if (_options.HasFlag(Options.KeepQuotes))
            {
                _output.Append('"');
            }

            var closed = Pop();
            AddOutputToWords(closed, splits: false);
            return;
        }

        if (c == _escape)
        {
            if (_frame.KeepsEscapes)
            {
                _output.Append(c);
            }

            if (_at == word.Length)
            {
                return;
            }

            if (word[_at] is '"' or '$' || word[_at] == _escape)
            {
                c = word[_at++];
            }
        }

        _output.Append(c);
    }

    private void ReadSingleQuotes(ReadOnlySpan<char> word)
    {
        var start = _at;
        var length = word[(start + 1)..].IndexOf('\'');
        if (length < 0)
        {
            _error = "a single quote is not closed";
            return;
        }

        _at = start + length + 2;
        var text = _options.HasFlag(Options.KeepQuotes) ? word[start.._at] : word.Slice(start + 1, length);
        _output.Append(text);
        if (_frame.Kind == FrameKind.Root)
        {
            _words?.AddRaw(text, start);
        }
    }

    /// <summary>Keeps <c>&lt;&lt;</c> and the blanks after it together in one word.</summary>
    private void ReadPossibleHeredoc(ReadOnlySpan<char> word)
    {
        var start = _at++;
        if (_at < word.Length && word[_at] == '<')
        {
            _at++;
            while (_at < word.Length && word[_at] is ' ' or '\t' or '\r')
            {
                _at++;
            }
        }

        _output.Append(word[start.._at]);
        if (_frame.Kind == FrameKind.Root)
        {
            _words?.AddRaw(word[start.._at], start);
        }
    }

    private void AddToWord(char c, int start)
    {
        if (_frame.Kind == FrameKind.Root)
        {
            _words?.AddRaw(c, start);
        }
    }

    private void AddOutputToWords(Frame closed, bool splits)
    {
        if (_words is null || _frame.Kind != FrameKind.Root || _error is not null)
        {
            return;
        }

        if (splits)
        {
            _words.AddExpanded(_output, closed.OutputStart, closed.InputStart);
        }
        else
        {
            _words.AddRaw(_output.ToString(closed.OutputStart, _output.Length - closed.OutputStart), closed.InputStart);
        }
    }
}
