using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// Splits a file into comments, directives and instructions, joining continued lines
/// (moby/buildkit, frontend/dockerfile/parser/parser.go). <see cref="InstructionParser"/> reads the line of an instruction.
/// </summary>
internal sealed class DockerfileParser
{
    /// <summary>
    /// The longest line with its line ending, in bytes (Go's bufio.MaxScanTokenSize). Without a line ending, one byte less.
    /// </summary>
    private const int MaximumLineBytes = 64 * 1024;

    /// <summary>
    /// After this many heredocs that are not closed, the next one extends to the end of the file, so that parsing stays linear.
    /// </summary>
    private const int MaximumRecoveries = 8;

    private readonly DockerfileSyntax _root;
    private readonly string _text;
    private readonly List<InstructionSyntax> _instructions = [];
    private readonly List<CommentSyntax> _comments = [];
    private readonly List<SyntaxProblem> _problems = [];
    private readonly DirectiveParser _directives;
    private readonly InstructionParser _instructionParser;

    private int _next;
    private int _firstPrecedingComment;
    private int _leadingComments;
    private int _recoveries;

    private DockerfileParser(SourceText source)
    {
        _root = new DockerfileSyntax(source);
        _text = source.Text;
        _directives = new DirectiveParser(source, _problems);
        _instructionParser = new InstructionParser(_root, _problems);
    }

    public static DockerfileSyntax Parse(SourceText source) => new DockerfileParser(source).Parse();

    private DockerfileSyntax Parse()
    {
        _next = _root.Source.HasByteOrderMark ? 1 : 0;
        while (TryReadLine(out var start, out var end))
        {
            var first = Blank.SkipWhiteSpace(_text.AsSpan(0, end), start);
            if (first == end)
            {
                _directives.End();
                _leadingComments = 0;
            }
            else if (_text[first] == '#')
            {
                ReadComment(start, first, end);
            }
            else
            {
                _directives.End();
                _root.EscapeCharacter = _directives.EscapeCharacter;
                ReadInstruction(first, end);
                _firstPrecedingComment = _comments.Count;
                _leadingComments = 0;
            }
        }

        if (_instructions.Count == 0)
        {
            _problems.Add(new SyntaxProblem(
                SyntaxProblemKind.NoInstructions, LastLine(), "The file has no instructions. Begin it with FROM and a base image."));
        }

        _root.EscapeCharacter = _directives.EscapeCharacter;
        _root.Directives = [.. _directives.Directives];
        _root.Comments = [.. _comments];
        _root.Instructions = [.. _instructions];
        _root.Problems = [.. _problems];
        return _root;
    }

    /// <summary>The last line, where BuildKit reports that the file has no instructions; for an empty line, its line ending.</summary>
    private TextSpan LastLine()
    {
        var start = _text.Length == 0 ? 0 : _text.LastIndexOf('\n', Math.Max(_text.Length - 2, 0)) + 1;
        var end = _text.AsSpan().TrimEnd("\r\n").Length;
        return TextSpan.FromBounds(Math.Min(start, _text.Length), end > start ? end : _text.Length);
    }

    /// <summary>Reads the next line without its line ending. Carriage returns at the end belong to the line ending.</summary>
    private bool TryReadLine(out int start, out int end)
    {
        start = end = _next;
        if (start >= _text.Length)
        {
            return false;
        }

        var newline = _text.IndexOf('\n', start);
        end = newline < 0 ? _text.Length : newline;
        _next = newline < 0 ? _text.Length : newline + 1;
        if (_next - start > MaximumLineBytes / 3)
        {
            CheckLength(start, _next, newline >= 0);
        }
        while (end > start && _text[end - 1] == '\r')
        {
            end--;
        }

        return true;
    }

    private void CheckLength(int start, int end, bool hasNewline)
    {
        var bytes = LosslessUtf8.CountBytes(_text.AsSpan(start, end - start));
        if (bytes > MaximumLineBytes || (bytes == MaximumLineBytes && !hasNewline))
        {
            _problems.Add(new SyntaxProblem(
                SyntaxProblemKind.LineTooLong,
                TextSpan.FromBounds(start, hasNewline ? end - 1 : end),
                $"The line has {bytes} bytes, but BuildKit reads at most {MaximumLineBytes - 1}. Split it with "
                    + $"'{_directives.EscapeCharacter}' into several lines, or COPY the text from a file."));
        }
    }

    private void ReadComment(int lineStart, int hash, int end)
    {
        if (_directives.TryRead(hash, end))
        {
            return;
        }

        _comments.Add(new CommentSyntax(_root.Source, TextSpan.FromBounds(hash, end), IsInsideInstruction: false));
        _leadingComments++;

        // An empty comment separates the comments above it from the next instruction. BuildKit does not treat an indented '#' as empty.
        if (hash == lineStart && _text.AsSpan(hash + 1, end - hash - 1).IsWhiteSpace())
        {
            _firstPrecedingComment = _comments.Count;
            _leadingComments = 0;
        }
    }

    private void ReadInstruction(int start, int end)
    {
        var firstComment = _firstPrecedingComment;
        var precedingComments = _comments.Count - firstComment;
        var line = ReadLogicalLine(start, end, out var emptyLines, out var headerEnd);
        var instruction = _instructionParser.Parse(line, _directives.EscapeCharacter);
        instruction.HeaderSpan = TextSpan.FromBounds(start, Math.Max(headerEnd, instruction.KeywordSpan.End));
        instruction.Span = instruction.HeaderSpan;
        instruction.FirstPrecedingComment = firstComment;
        instruction.PrecedingCommentCount = precedingComments;
        instruction.LeadingCommentCount = Math.Min(_leadingComments, precedingComments);
        if (emptyLines is not null)
        {
            instruction.EmptyContinuationLines = emptyLines.ToArray();
        }

        if (instruction.Trigger is { } trigger)
        {
            trigger.HeaderSpan = trigger.Span = TextSpan.FromBounds(trigger.KeywordSpan.Start, instruction.HeaderSpan.End);
        }

        _instructions.Add(instruction);
        ReadHeredocs(instruction);
    }

    /// <summary>Joins a line with the lines that continue it, without the comment lines and blank lines between them.</summary>
    private LogicalText ReadLogicalLine(int start, int end, out SpanList? emptyLines, out int headerEnd)
    {
        emptyLines = null;
        headerEnd = end;
        var length = LengthWithoutContinuation(start, end);
        if (length < 0)
        {
            return new LogicalText(_text, start, end - start, segments: null);
        }

        var joined = new LogicalTextBuilder((end - start) * 2);
        joined.Append(_text, start, length);
        while (length >= 0 && TryReadLine(out var lineStart, out var lineEnd))
        {
            var first = Blank.SkipWhiteSpace(_text.AsSpan(0, lineEnd), lineStart);
            if (first == lineEnd)
            {
                (emptyLines ??= new SpanList()).Add(TextSpan.FromBounds(lineStart, lineEnd));
                headerEnd = lineEnd;
                continue;
            }

            headerEnd = lineEnd;
            if (_text[first] == '#')
            {
                _comments.Add(new CommentSyntax(_root.Source, TextSpan.FromBounds(first, lineEnd), IsInsideInstruction: true));
                continue;
            }

            length = LengthWithoutContinuation(lineStart, lineEnd);
            joined.Append(_text, lineStart, length < 0 ? lineEnd - lineStart : length);
        }

        return joined.ToLogicalText(start);
    }

    /// <summary>The length of a line up to the escape character at its end, or -1 if the next line does not continue it.</summary>
    private int LengthWithoutContinuation(int start, int end)
    {
        var last = end;
        while (last > start && _text[last - 1] is ' ' or '\t')
        {
            last--;
        }

        last--;
        var escape = _directives.EscapeCharacter;
        if (last < start || _text[last] != escape)
        {
            return -1;
        }

        // A preceding escape character escapes it. BuildKit does not count how many there are.
        return last > start && _text[last - 1] == escape ? -1 : last - start;
    }

    private void ReadHeredocs(InstructionSyntax instruction)
    {
        var command = instruction.Trigger ?? instruction;
        if (command.Kind is not (InstructionKind.Run or InstructionKind.Copy or InstructionKind.Add) || command.IsExecForm
            || !instruction.Line.AsSpan().Contains("<<", StringComparison.Ordinal))
        {
            return;
        }

        var heredocs = ImmutableArray.CreateBuilder<HeredocSyntax>();
        foreach (var (word, span) in _instructionParser.FindHeredocs(instruction))
        {
            var heredoc = ReadHeredoc(word, instruction.Line.ToSource(span.Start, span.Length));
            heredocs.Add(heredoc);
            var end = heredoc.IsTerminated ? heredoc.TerminatorSpan.End : TrimNewLine(heredoc.ContentSpan);
            instruction.Span = TextSpan.FromBounds(instruction.Span.Start, Math.Max(end, instruction.Span.End));
        }

        command.Heredocs = heredocs.ToImmutable();
        if (command != instruction)
        {
            instruction.Heredocs = command.Heredocs;
            command.Span = TextSpan.FromBounds(command.KeywordSpan.Start, instruction.Span.End);
        }
    }

    private HeredocSyntax ReadHeredoc(HeredocWord word, TextSpan wordSpan)
    {
        var contentStart = _next;
        var recovery = -1;
        while (TryReadLine(out var start, out var end))
        {
            var first = start;
            while (word.StripsTabs && first < end && _text[first] == '\t')
            {
                first++;
            }

            if (_text.AsSpan(first, end - first).SequenceEqual(word.Name))
            {
                return new HeredocSyntax(
                    word.Name, wordSpan, word.Expands, word.StripsTabs,
                    TextSpan.FromBounds(contentStart, start), TextSpan.FromBounds(start, end), IsTerminated: true);
            }

            if (recovery < 0 && LooksLikeInstruction(start, end))
            {
                recovery = start;
            }
        }

        _problems.Add(new SyntaxProblem(
            SyntaxProblemKind.UnterminatedHeredoc, wordSpan,
            $"The heredoc is not closed. Write '{word.Name}' alone on the line after the text."));

        // The text ends where the next instruction seems to begin, so that a missing terminator does not hide the rest of the file.
        if (recovery >= 0 && ++_recoveries <= MaximumRecoveries)
        {
            _next = recovery;
        }

        return new HeredocSyntax(
            word.Name, wordSpan, word.Expands, word.StripsTabs,
            TextSpan.FromBounds(contentStart, _next), new TextSpan(_next, 0), IsTerminated: false);
    }

    private bool LooksLikeInstruction(int start, int end)
    {
        var line = _text.AsSpan(start, end - start);
        var length = Blank.IndexIn(line, 0);
        return length is > 2 and < 12 && length < line.Length && char.IsAsciiLetterUpper(line[0])
            && InstructionKeywords.All.Contains(line[..length].ToString());
    }

    private int TrimNewLine(TextSpan span)
    {
        var end = span.End;
        while (end > span.Start && _text[end - 1] is '\n' or '\r')
        {
            end--;
        }

        return end;
    }
}
