using ContainerGuard.Dockerfile;
using ContainerGuard.Text;
using static ContainerGuard.Tests.Unit.Dockerfile.Dockerfiles;

namespace ContainerGuard.Tests.Unit.Dockerfile;

public sealed class LinesSpecification
{
    [Fact]
    public void Continued_lines_are_one_instruction()
    {
        var run = Instruction("RUN a \\\n  b \\ \t\n c");

        run.Command!.Text.ShouldBe("a   b  c");
        run.TextAt(run.Span).ShouldBe("RUN a \\\n  b \\ \t\n c");
    }

    [Fact]
    public void A_doubled_escape_character_continues_nothing() =>
        Parse("RUN a \\\\\nRUN b").Instructions.Length.ShouldBe(2);

    [Fact]
    public void Comment_lines_between_continued_lines_are_dropped_and_kept_as_comments()
    {
        var syntax = Parse("RUN a \\\n  # note\n  && b\nRUN c");

        syntax.Instructions[0].Command!.Text.ShouldBe("a   && b");
        syntax.Comments.ShouldHaveSingleItem().Text.ShouldBe("note");
        syntax.Comments[0].IsInsideInstruction.ShouldBeTrue();
        syntax.Instructions.Length.ShouldBe(2);
    }

    [Fact]
    public void Blank_lines_between_continued_lines_are_dropped_and_remembered()
    {
        var run = Instruction("RUN a \\\n\n \t\n b");

        run.Command!.Text.ShouldBe("a  b");
        run.EmptyContinuationLines.Length.ShouldBe(2);
        run.TextAt(run.EmptyContinuationLines[1]).ShouldBe(" \t");
    }

    [Fact]
    public void A_comment_does_not_continue() => Parse("# note \\\nFROM a").Instructions.ShouldHaveSingleItem();

    [Fact]
    public void Windows_line_endings_belong_to_no_instruction()
    {
        var syntax = Parse("FROM a\r\nRUN b \\\r\n c\r\n");

        syntax.Source.Slice(syntax.Instructions[0].Span).ShouldBe("FROM a");
        syntax.Instructions[1].Command!.Text.ShouldBe("b  c");
        syntax.Source.Slice(syntax.Instructions[1].Span).ShouldBe("RUN b \\\r\n c");
    }

    [Fact]
    public void Every_character_of_a_command_knows_its_place()
    {
        const string text = "FROM a\nRUN one \\\n  # note\n\n  && two";
        var run = Parse(text).Instructions[1];

        var two = run.Command!.Text.IndexOf("two", StringComparison.Ordinal);

        run.Command.ToSource(two).ShouldBe(text.IndexOf("two", StringComparison.Ordinal));
        run.TextAt(run.Command.ToSource(two, 3)).ShouldBe("two");
        run.Command.ToSource(run.Command.Length).ShouldBe(text.Length);
        run.Source.GetPosition(run.Command.ToSource(two)).ShouldBe(new TextPosition(5, 6));
    }

    [Fact]
    public void A_word_may_go_on_in_the_next_line()
    {
        var from = Instruction("FROM al\\\npine");

        from.Arguments[0].Text.ShouldBe("alpine");
        from.TextAt(from.Arguments[0].Span).ShouldBe("al\\\npine");
    }

    [Fact]
    public void Comments_right_above_lead_and_those_farther_above_precede()
    {
        var run = Parse("FROM a\n# far\n\n# near\n# nearer\nRUN a").Instructions[1];

        run.LeadingComments.Select(comment => comment.Text).ShouldBe(["near", "nearer"]);
        run.PrecedingComments.Select(comment => comment.Text).ShouldBe(["far", "near", "nearer"]);
    }

    [Fact]
    public void An_empty_comment_ends_what_precedes()
    {
        var run = Parse("FROM a\n# far\n#\n# near\nRUN a").Instructions[1];

        run.PrecedingComments.Select(comment => comment.Text).ShouldBe(["near"]);
    }

    [Fact]
    public void Comments_inside_an_instruction_do_not_lead_the_next()
    {
        var syntax = Parse("FROM a\nRUN a \\\n# inside\n b\n# next\nRUN c");

        syntax.Instructions[1].LeadingComments.ShouldBeEmpty();
        syntax.Instructions[2].LeadingComments.ShouldHaveSingleItem().Text.ShouldBe("next");
    }

    [Fact]
    public void A_line_may_have_64_KiB()
    {
        var longest = "RUN " + new string('x', 65_535 - 4);

        $"FROM a\n{longest}\n".ShouldBeAccepted();
        $"FROM a\n{longest}x\n".ShouldBeRefused(SyntaxProblemKind.LineTooLong, at: longest + "x", saying: "65535");
    }

    [Fact]
    public void A_file_needs_an_instruction() =>
        "# a comment\n# and no more\n".ShouldBeRefused(SyntaxProblemKind.NoInstructions, at: "# and no more", saying: "FROM");

    [Fact]
    public void One_broken_instruction_does_not_hide_the_next()
    {
        var model = Model("FROM a\nRUM x\nEXPOSE\nWORKDIR /x\nCOPY y\n");

        model.Problems.Select(problem => problem.Kind).ShouldBe(
            [SyntaxProblemKind.UnknownInstruction, SyntaxProblemKind.MissingArgument, SyntaxProblemKind.MissingArgument]);
        model.FinalStage!.End.WorkingDirectory.Value.ShouldBe("/x");
    }
}
