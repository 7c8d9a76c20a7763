using System.Text;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Dockerfile;

/// <summary>What holds for the tree and the model of any bytes at all.</summary>
internal static class TreeInvariants
{
    public static void ShouldHold(byte[] bytes)
    {
        var source = SourceText.FromBytes(bytes, "Dockerfile");
        source.ToBytes().ShouldBe(bytes);

        var syntax = DockerfileParser.Parse(source);
        TokensShouldBeTheFile(syntax);
        InstructionsShouldBeOrdered(syntax);
        foreach (var instruction in syntax.Instructions)
        {
            SpansShouldBeInside(instruction, source.Length);
        }

        var model = DockerfileModel.Create(syntax);
        foreach (var problem in model.Problems)
        {
            ShouldBeInside(problem.Span, source.Length);
            problem.Message.ShouldNotBeNullOrWhiteSpace();
        }

        foreach (var image in model.Images)
        {
            ShouldBeInside(image.Span, source.Length);
        }

        foreach (var variable in model.UndefinedVariables)
        {
            ShouldBeInside(variable.Span, source.Length);
        }
    }

    private static void TokensShouldBeTheFile(DockerfileSyntax syntax)
    {
        var source = syntax.Source;
        var printed = new StringBuilder(source.Length);
        foreach (var token in syntax.Tokens())
        {
            var text = source.AsSpan(token.Span);
            text.IsEmpty.ShouldBeFalse();
            printed.Append(text);

            // A walk that hid text of the file in what means nothing would print the file as well.
            switch (token.Kind)
            {
                case SyntaxTokenKind.Whitespace:
                    text.IsWhiteSpace().ShouldBeTrue(source.Text);
                    text.Contains('\n').ShouldBeFalse();
                    break;
                case SyntaxTokenKind.NewLine:
                    text.Trim("\r\n").IsEmpty.ShouldBeTrue();
                    break;
                case SyntaxTokenKind.Continuation:
                    text[0].ShouldBe(syntax.EscapeCharacter);
                    text[1..].Trim(" \t").IsEmpty.ShouldBeTrue();
                    break;
                case SyntaxTokenKind.Comment or SyntaxTokenKind.Directive:
                    text[0].ShouldBe('#');
                    text.Contains('\n').ShouldBeFalse();
                    break;
                case SyntaxTokenKind.Keyword or SyntaxTokenKind.Argument or SyntaxTokenKind.Flag:
                    text.Contains('\n').ShouldBeFalse();
                    break;
            }
        }

        printed.ToString().ShouldBe(source.Text);
    }

    private static void InstructionsShouldBeOrdered(DockerfileSyntax syntax)
    {
        var end = 0;
        foreach (var instruction in syntax.Instructions)
        {
            instruction.Span.Start.ShouldBeGreaterThanOrEqualTo(end);
            end = instruction.Span.End;
        }
    }

    private static void SpansShouldBeInside(InstructionSyntax instruction, int length)
    {
        ShouldBeInside(instruction.Span, length);
        instruction.Span.Contains(instruction.HeaderSpan).ShouldBeTrue();
        instruction.HeaderSpan.Contains(instruction.KeywordSpan).ShouldBeTrue();

        var at = instruction.KeywordSpan.End;
        foreach (var flag in instruction.Flags)
        {
            flag.Span.Start.ShouldBeGreaterThanOrEqualTo(at);
            at = flag.Span.End;
            flag.Span.Contains(flag.NameSpan).ShouldBeTrue();
            flag.Span.Contains(flag.ValueSpan).ShouldBeTrue();
        }

        if (instruction.ArgumentsSpan.Length > 0)
        {
            instruction.ArgumentsSpan.Start.ShouldBeGreaterThanOrEqualTo(at);
        }

        foreach (var word in instruction.Arguments)
        {
            word.Span.Start.ShouldBeGreaterThanOrEqualTo(at);
            at = word.Span.End;
            word.Value.ShouldNotBeNull();
            word.Text.ShouldNotBeNull();
        }

        foreach (var pair in instruction.Pairs)
        {
            pair.Span.Start.ShouldBeGreaterThanOrEqualTo(at);
            at = pair.Span.End;
        }

        if (instruction.Command is { } command)
        {
            var last = -1;
            for (var i = 0; i <= command.Length; i++)
            {
                var offset = command.ToSource(i);
                var isInPlace = offset >= last && (i == command.Length || instruction.Source.Text[offset] == command.Text[i]);
                if (!isInPlace)
                {
                    Assert.Fail($"Character {i} of '{command.Text}' is said to come from offset {offset} of '{instruction.Source.Text}'");
                }

                last = offset;
            }

            last.ShouldBeLessThanOrEqualTo(length);
        }

        ShouldBeInside(TextSpan.FromBounds(instruction.Span.Start, at), length);
        foreach (var heredoc in instruction.Heredocs)
        {
            instruction.HeaderSpan.Contains(heredoc.WordSpan).ShouldBeTrue();
            ShouldBeInside(heredoc.ContentSpan, length);
            heredoc.TerminatorSpan.Start.ShouldBeGreaterThanOrEqualTo(heredoc.ContentSpan.End);
        }

        if (instruction.Trigger is { } trigger)
        {
            SpansShouldBeInside(trigger, length);
        }
    }

    private static void ShouldBeInside(TextSpan span, int length)
    {
        span.Start.ShouldBeGreaterThanOrEqualTo(0);
        span.Length.ShouldBeGreaterThanOrEqualTo(0);
        span.End.ShouldBeLessThanOrEqualTo(length);
    }
}
