using System.Collections.Immutable;
using System.Text;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// Splits the line of an instruction into keyword, flags and arguments. The keyword decides the form of the arguments
/// (moby/buildkit, frontend/dockerfile/parser/split_command.go and line_parsers.go).
/// </summary>
internal sealed partial class InstructionParser(DockerfileSyntax root, List<SyntaxProblem> problems)
{
    private readonly InstructionValidator _validator = new(problems);
    private readonly List<FlagSyntax> _flags = [];
    private readonly List<WordSyntax> _words = [];
    private readonly List<KeyValueSyntax> _pairs = [];
    private readonly SpanList _elements = new();
    private readonly List<LocatedText> _lineWords = [];
    private char _escape;

    public InstructionSyntax Parse(LogicalText line, char escape)
    {
        _escape = escape;
        var text = line.AsSpan();
        var end = text.Length;
        while (end > 0 && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        var start = Blank.SkipWhiteSpace(text[..end], 0);

        var before = problems.Count;
        var instruction = ParseAt(line, start, end);

        // Arguments that cannot be read have an error already.
        if (problems.Count == before)
        {
            _validator.Validate(instruction);
        }

        if (instruction.Trigger is { } trigger)
        {
            trigger.DeferredProblems = Defer(trigger);
        }

        return instruction;
    }

    /// <summary>
    /// The words in the line of an instruction that open heredocs. If a quote in the line is not closed, the line has no heredocs.
    /// </summary>
    public List<OpenedHeredoc> FindHeredocs(InstructionSyntax instruction)
    {
        WordExpander.ExpandWords(
            instruction.Line.AsSpan(), '\\', EmptyVariables.Instance,
            WordExpander.Options.KeepQuotes | WordExpander.Options.KeepEscapes | WordExpander.Options.KeepUnset, _lineWords);
        var heredocs = new List<OpenedHeredoc>();
        foreach (var (word, span) in _lineWords)
        {
            if (HeredocWord.TryParse(word, out var heredoc, out var error))
            {
                heredocs.Add(new OpenedHeredoc(heredoc, span));
            }
            else if (error is not null)
            {
                problems.Add(new SyntaxProblem(
                    SyntaxProblemKind.InvalidHeredocName, instruction.Line.ToSource(span.Start, span.Length),
                    $"'{word}' is not a valid heredoc: {error}."));
            }
        }

        return heredocs;
    }

    private static ImmutableArray<SyntaxProblem> Defer(InstructionSyntax trigger)
    {
        var deferred = new List<SyntaxProblem>();
        new InstructionValidator(deferred).Validate(trigger);
        return [.. deferred];
    }

    private InstructionSyntax ParseAt(LogicalText line, int start, int end)
    {
        var text = line.AsSpan()[..end];
        var keywordEnd = Blank.IndexIn(text, start);
        var kind = InstructionKeywords.Parse(text[start..keywordEnd]);
        var instruction = new InstructionSyntax(root, line, kind, start, keywordEnd - start);

        var at = ParseFlags(line, Blank.Skip(text, keywordEnd), end, out var terminator);
        instruction.FlagTerminatorSpan = terminator;
        if (_flags.Count > 0)
        {
            instruction.Flags = [.. _flags];
        }

        at = Blank.SkipWhiteSpace(text, at);
        instruction.ArgumentsStart = at;
        instruction.ArgumentsLength = end - at;
        instruction.CommandStart = at;
        if (at == end)
        {
            return instruction;
        }

        switch (kind)
        {
            case InstructionKind.Cmd or InstructionKind.Entrypoint or InstructionKind.Run or InstructionKind.Shell:
                ParseCommand(instruction, at, end);
                break;
            case InstructionKind.Add or InstructionKind.Copy or InstructionKind.Volume:
                if (!TryParseExecForm(instruction, at, end))
                {
                    ParseWords(instruction, at, end);
                }

                break;
            case InstructionKind.From or InstructionKind.Expose:
                ParseWords(instruction, at, end);
                break;
            case InstructionKind.Env or InstructionKind.Label:
                ParsePairs(instruction, at, end);
                break;
            case InstructionKind.Arg:
                ParseDeclarations(instruction, at, end);
                break;
            case InstructionKind.Maintainer or InstructionKind.Stopsignal or InstructionKind.User or InstructionKind.Workdir:
                instruction.Form = ArgumentForm.Text;
                instruction.Arguments = [new WordSyntax(line, at, end - at, isJson: false, _escape)];
                break;
            case InstructionKind.Healthcheck:
                ParseHealthcheck(instruction, at, end);
                break;
            case InstructionKind.Onbuild:
                ParseTrigger(instruction, at, end);
                break;
        }

        return instruction;
    }

    /// <summary>
    /// Reads the words that begin with two dashes, up to the first other word or to <c>--</c>; returns the offset after them.
    /// </summary>
    private int ParseFlags(LogicalText line, int at, int end, out TextSpan terminator)
    {
        _flags.Clear();
        terminator = default;
        var text = line.AsSpan()[..end];
        while (true)
        {
            at = Blank.SkipWhiteSpace(text, at);
            if (at + 1 >= end || text[at] != '-' || text[at + 1] != '-')
            {
                return at;
            }

            var start = at;
            var unquoted = ReadFlag(text, ref at);
            if (at - start == 2)
            {
                terminator = line.ToSource(start, 2);
                return at;
            }

            _flags.Add(new FlagSyntax(line, start, at - start, unquoted));
        }
    }

    /// <summary>Reads up to the white space after a flag; returns the flag without quotes and escapes, or null if it has neither.</summary>
    private string? ReadFlag(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        StringBuilder? unquoted = null;
        var quote = '\0';
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                break;
            }

            var isQuote = quote == '\0' ? c is '\'' or '"' : c == quote;
            if (isQuote || c == _escape)
            {
                unquoted ??= new StringBuilder().Append(text[start..at]);
            }

            if (isQuote)
            {
                quote = quote == '\0' ? c : '\0';
            }
            else if (c != _escape)
            {
                unquoted?.Append(c);
            }
            else if (at + 1 < text.Length)
            {
                unquoted!.Append(text[++at]);
            }
        }

        return unquoted?.ToString();
    }

    private void ParseCommand(InstructionSyntax instruction, int at, int end)
    {
        if (!TryParseExecForm(instruction, at, end))
        {
            instruction.Form = ArgumentForm.Shell;
            instruction.CommandStart = at;
        }
    }

    /// <summary>Reads a JSON array. An array with an element that is not a string is an error, and is in exec form.</summary>
    private bool TryParseExecForm(InstructionSyntax instruction, int at, int end)
    {
        var line = instruction.Line;
        var outcome = JsonStringArray.Scan(line.AsSpan(at, end - at), _elements);
        if (outcome == JsonStringArray.Outcome.NotJson)
        {
            return false;
        }

        instruction.Form = ArgumentForm.Exec;
        var isAllStrings = outcome == JsonStringArray.Outcome.Strings;
        _words.Clear();
        for (var i = 0; i < _elements.Count; i++)
        {
            var element = _elements[i];
            var start = at + element.Start;
            var isString = isAllStrings || line.AsSpan()[start] == '"';
            if (isString)
            {
                _words.Add(new WordSyntax(line, start, element.Length, isJson: true, _escape));
                continue;
            }

            var value = line.Substring(start, element.Length);
            problems.Add(new SyntaxProblem(
                SyntaxProblemKind.JsonArrayNotOfStrings, line.ToSource(start, element.Length),
                $"'{value}' is not a JSON string. The array after {instruction.Keyword} accepts only strings in double quotes.",
                value.Contains('"') ? null : $"\"{value}\""));
        }

        instruction.Arguments = [.. _words];
        return true;
    }

    private void ParseWords(InstructionSyntax instruction, int at, int end)
    {
        var text = instruction.Line.AsSpan()[..end];
        _words.Clear();
        while (at < end)
        {
            var wordEnd = Blank.IndexIn(text, at);
            _words.Add(new WordSyntax(instruction.Line, at, wordEnd - at, isJson: false, _escape));
            at = Blank.Skip(text, wordEnd);
        }

        instruction.Form = ArgumentForm.Words;
        instruction.Arguments = [.. _words];
    }

    private void ParseHealthcheck(InstructionSyntax instruction, int at, int end)
    {
        var text = instruction.Line.AsSpan()[..end];
        var typeEnd = at;
        while (typeEnd < end && !char.IsWhiteSpace(text[typeEnd]))
        {
            typeEnd++;
        }

        instruction.HealthcheckType = new WordSyntax(instruction.Line, at, typeEnd - at, isJson: false, _escape);
        var commandStart = Blank.SkipWhiteSpace(text, typeEnd);
        if (commandStart < end)
        {
            ParseCommand(instruction, commandStart, end);
        }
    }

    private void ParseTrigger(InstructionSyntax instruction, int at, int end)
    {
        instruction.Form = ArgumentForm.Trigger;

        // BuildKit refuses ONBUILD ONBUILD in any case, so one level of nesting is enough.
        var text = instruction.Line.AsSpan()[..end];
        var keyword = text[at..Blank.IndexIn(text, at)];
        var trigger = InstructionKeywords.Parse(keyword) == InstructionKind.Onbuild
            ? new InstructionSyntax(root, instruction.Line, InstructionKind.Onbuild, at, keyword.Length)
            {
                ArgumentsStart = Blank.Skip(text, at + keyword.Length),
                ArgumentsLength = end - Blank.Skip(text, at + keyword.Length),
            }
            : ParseAt(instruction.Line, at, end);
        trigger.Onbuild = instruction;
        instruction.Trigger = trigger;
    }

    /// <summary>A heredoc that the line of an instruction opens.</summary>
    /// <param name="Word">The name of the heredoc, and how its text is read.</param>
    /// <param name="Span">The place of the word in the line.</param>
    internal sealed record OpenedHeredoc(HeredocWord Word, TextSpan Span);
}
