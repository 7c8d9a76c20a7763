using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>Instructions whose arguments are pairs: ARG, ENV and LABEL.</summary>
internal sealed partial class InstructionParser
{
    private void ParseDeclarations(InstructionSyntax instruction, int at, int end)
    {
        SplitQuotedWords(instruction.Line, at, end);
        _pairs.Clear();
        for (var i = 0; i < _elements.Count; i++)
        {
            _pairs.Add(ToPair(instruction.Line, _elements[i]));
        }

        instruction.Form = ArgumentForm.Pairs;
        instruction.Pairs = [.. _pairs];
    }

    /// <summary><c>key=value …</c>, or the legacy <c>key value</c> if the first word has no equals sign.</summary>
    private void ParsePairs(InstructionSyntax instruction, int at, int end)
    {
        var line = instruction.Line;
        SplitQuotedWords(line, at, end);
        instruction.Form = ArgumentForm.Pairs;
        if (_elements.Count == 0)
        {
            return;
        }

        if (!Contains(line, _elements[0], '='))
        {
            instruction.Pairs = ParseLegacyPair(instruction, at, end);
            return;
        }

        _pairs.Clear();
        var isAfterPair = false;
        for (var i = 0; i < _elements.Count; i++)
        {
            var word = _elements[i];
            if (Contains(line, word, '='))
            {
                _pairs.Add(ToPair(line, word));
                isAfterPair = true;
                continue;
            }

            // Several such words in a row are usually one value without quotes, and one error. The message does not contain the word,
            // because it may be the second half of a secret.
            if (isAfterPair)
            {
                problems.Add(new SyntaxProblem(
                    SyntaxProblemKind.MissingEqualsSign, line.ToSource(word.Start, word.Length),
                    $"This argument has no '='. Put a value with spaces in double quotes: {instruction.Keyword} "
                        + $"{_pairs[^1].Key.RawText}=\"…\"."));
            }

            isAfterPair = false;
        }

        instruction.Pairs = [.. _pairs];
    }

    private ImmutableArray<KeyValueSyntax> ParseLegacyPair(InstructionSyntax instruction, int at, int end)
    {
        var line = instruction.Line;
        var text = line.AsSpan()[..end];
        var keyEnd = Blank.IndexIn(text, at);
        var valueStart = Blank.Skip(text, keyEnd);
        var key = new WordSyntax(line, at, keyEnd - at, isJson: false, _escape);
        if (keyEnd < end)
        {
            return [new KeyValueSyntax(key, new WordSyntax(line, valueStart, end - valueStart, isJson: false, _escape), isLegacy: true)];
        }

        problems.Add(new SyntaxProblem(
            SyntaxProblemKind.MissingValue, key.Span,
            $"'{key.RawText}' has no value. Write {key.RawText}=value, or {key.RawText}= for an empty value.",
            $"{key.RawText}="));
        return [];
    }

    private KeyValueSyntax ToPair(LogicalText line, TextSpan word)
    {
        var equalsSign = line.AsSpan(word.Start, word.Length).IndexOf('=');
        var key = new WordSyntax(line, word.Start, equalsSign < 0 ? word.Length : equalsSign, isJson: false, _escape);
        WordSyntax? value = equalsSign < 0
            ? null
            : new WordSyntax(line, word.Start + equalsSign + 1, word.Length - equalsSign - 1, isJson: false, _escape);
        return new KeyValueSyntax(key, value, isLegacy: false);
    }

    private static bool Contains(LogicalText line, TextSpan word, char c) => line.AsSpan(word.Start, word.Length).Contains(c);

    /// <summary>Splits at white space outside quotes into <see cref="_elements"/>; keeps quotes and escapes.</summary>
    private void SplitQuotedWords(LogicalText line, int at, int end)
    {
        _elements.Clear();
        var text = line.AsSpan()[..end];
        while ((at = Blank.SkipWhiteSpace(text, at)) < end)
        {
            var start = at;
            var length = 0;
            var quote = '\0';
            while (at < end && (quote != '\0' || !char.IsWhiteSpace(text[at])))
            {
                var c = text[at++];
                if (c == _escape && quote != '\'')
                {
                    // An escape character at the end of the line is dropped.
                    if (at == end)
                    {
                        break;
                    }

                    at++;
                }
                else if (quote == '\0' ? c is '\'' or '"' : c == quote)
                {
                    quote = quote == '\0' ? c : '\0';
                }

                length = at - start;
            }

            if (length > 0)
            {
                _elements.Add(new TextSpan(start, length));
            }
        }
    }
}
