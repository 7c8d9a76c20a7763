using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>The kind of a token.</summary>
internal enum SyntaxTokenKind
{
    /// <summary>U+FEFF at the start of the file.</summary>
    ByteOrderMark,

    /// <summary>White space between other tokens.</summary>
    Whitespace,

    /// <summary><c>\n</c> or <c>\r\n</c>. At the end of a file without a last newline, only carriage returns.</summary>
    NewLine,

    /// <summary>The escape character that continues a line, with the blanks after it.</summary>
    Continuation,

    Directive,
    Comment,
    Keyword,
    Flag,

    /// <summary>The text after the flags: a word, a JSON array, a pair or a command.</summary>
    Argument,

    HeredocBody,
    HeredocTerminator,
}

/// <summary>A part of the source. The tokens of a file in order are the whole file.</summary>
internal readonly record struct SyntaxToken(SyntaxTokenKind Kind, TextSpan Span);

/// <summary>
/// Lists the tokens of a tree. The nodes contain the places of directives, comments, keywords, flags, arguments and heredocs.
/// The text between them consists of white space, line endings and continuations, which this class finds.
/// </summary>
internal sealed class TokenWalk
{
    private readonly DockerfileSyntax _root;
    private readonly string _text;
    private readonly List<SyntaxToken> _tokens = [];
    private int _at;
    private int _comment;

    private TokenWalk(DockerfileSyntax root)
    {
        _root = root;
        _text = root.Source.Text;
    }

    public static IReadOnlyList<SyntaxToken> Tokens(DockerfileSyntax root)
    {
        var walk = new TokenWalk(root);
        walk.Walk();
        return walk._tokens;
    }

    private void Walk()
    {
        if (_root.Source.HasByteOrderMark)
        {
            Add(SyntaxTokenKind.ByteOrderMark, new TextSpan(0, 1));
        }

        foreach (var directive in _root.Directives)
        {
            AddCommentsBefore(directive.Span.Start);
            Add(SyntaxTokenKind.Directive, directive.Span);
        }

        foreach (var instruction in _root.Instructions)
        {
            AddCommentsBefore(instruction.KeywordSpan.Start);
            AddInstruction(instruction);
        }

        AddCommentsBefore(_text.Length);
        AddTrivia(_text.Length);
    }

    private void AddInstruction(InstructionSyntax instruction)
    {
        AddHead(instruction);
        if (instruction.Trigger is { } trigger)
        {
            AddHead(trigger);
        }

        AddPiece(SyntaxTokenKind.Argument, (instruction.Trigger ?? instruction).ArgumentsSpan);
        AddCommentsBefore(instruction.HeaderSpan.End);

        foreach (var heredoc in instruction.Heredocs)
        {
            if (!heredoc.ContentSpan.IsEmpty)
            {
                Add(SyntaxTokenKind.HeredocBody, heredoc.ContentSpan);
            }

            if (heredoc.IsTerminated)
            {
                Add(SyntaxTokenKind.HeredocTerminator, heredoc.TerminatorSpan);
            }
        }
    }

    private void AddHead(InstructionSyntax instruction)
    {
        AddPiece(SyntaxTokenKind.Keyword, instruction.KeywordSpan);
        foreach (var flag in instruction.Flags)
        {
            AddPiece(SyntaxTokenKind.Flag, flag.Span);
        }

        AddPiece(SyntaxTokenKind.Flag, instruction.FlagTerminatorSpan);
    }

    /// <summary>Adds a part of an instruction. Continuations, comments and blank lines divide it into several tokens.</summary>
    private void AddPiece(SyntaxTokenKind kind, TextSpan span)
    {
        if (span.IsEmpty)
        {
            return;
        }

        AddCommentsBefore(span.Start);
        AddTrivia(span.Start);
        while (_at < span.End)
        {
            var newline = _text.IndexOf('\n', _at, span.End - _at);
            if (newline < 0)
            {
                Add(kind, TextSpan.FromBounds(_at, span.End));
                break;
            }

            // A part extends over a line ending only by a continuation.
            var escape = newline;
            while (escape > _at && _text[escape - 1] is '\r' or ' ' or '\t')
            {
                escape--;
            }

            escape--;
            if (escape > _at)
            {
                Add(kind, TextSpan.FromBounds(_at, escape));
            }

            SkipToContinued(span.End);
        }
    }

    /// <summary>Skips the line ending after an escape character, and the comments and blank lines before the continued line.</summary>
    private void SkipToContinued(int end)
    {
        AddTrivia(_text.IndexOf('\n', _at) + 1);
        while (_at < end)
        {
            if (_comment < _root.Comments.Length && IsBlank(_at, _root.Comments[_comment].Span.Start))
            {
                AddCommentsBefore(_root.Comments[_comment].Span.End);
                AddTrivia(Math.Min(end, NextLine(_at)));
                continue;
            }

            var next = NextLine(_at);
            if (!IsBlank(_at, next))
            {
                return;
            }

            AddTrivia(next);
        }
    }

    private int NextLine(int at) => _text.IndexOf('\n', at) is var newline and >= 0 ? newline + 1 : _text.Length;

    private bool IsBlank(int start, int end) => start <= end && _text.AsSpan(start, end - start).IsWhiteSpace();

    private void AddCommentsBefore(int end)
    {
        for (; _comment < _root.Comments.Length && _root.Comments[_comment].Span.End <= end; _comment++)
        {
            Add(SyntaxTokenKind.Comment, _root.Comments[_comment].Span);
        }
    }

    private void Add(SyntaxTokenKind kind, TextSpan span)
    {
        AddTrivia(span.Start);
        _tokens.Add(new SyntaxToken(kind, span));
        _at = span.End;
    }

    /// <summary>Adds the white space, line endings and continuations up to <paramref name="end"/>.</summary>
    private void AddTrivia(int end)
    {
        while (_at < end)
        {
            var start = _at;
            var kind = SyntaxTokenKind.Whitespace;
            if (IsLineEnding(_at, out var length))
            {
                kind = SyntaxTokenKind.NewLine;
                _at += length;
            }
            else if (_text[_at] == _root.EscapeCharacter)
            {
                kind = SyntaxTokenKind.Continuation;
                _at++;
                while (_at < end && _text[_at] is ' ' or '\t')
                {
                    _at++;
                }
            }
            else
            {
                while (_at < end && _text[_at] != _root.EscapeCharacter && !IsLineEnding(_at, out _))
                {
                    _at++;
                }
            }

            _tokens.Add(new SyntaxToken(kind, TextSpan.FromBounds(start, _at)));
        }
    }

    private bool IsLineEnding(int at, out int length)
    {
        length = 0;
        while (at + length < _text.Length && _text[at + length] == '\r')
        {
            length++;
        }

        if (at + length < _text.Length && _text[at + length] == '\n')
        {
            length++;
        }
        else if (at + length < _text.Length)
        {
            length = 0;
        }

        return length > 0;
    }
}
