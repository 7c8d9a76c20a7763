using ContainerGuard.Dockerfile;
using static ContainerGuard.Tests.Unit.Dockerfile.Dockerfiles;

namespace ContainerGuard.Tests.Unit.Dockerfile;

public sealed class HeredocSpecification
{
    [Fact]
    public void The_body_of_a_lone_heredoc_is_the_command()
    {
        var run = Parse("FROM a\nRUN <<EOF\necho one\necho two\nEOF\nRUN next").Instructions[1];

        var heredoc = run.Heredocs.ShouldHaveSingleItem();
        heredoc.Name.ShouldBe("EOF");
        heredoc.Expands.ShouldBeTrue();
        run.TextAt(heredoc.ContentSpan).ShouldBe("echo one\necho two\n");
        run.TextAt(run.Span).ShouldBe("RUN <<EOF\necho one\necho two\nEOF");
        run.TextAt(run.HeaderSpan).ShouldBe("RUN <<EOF");
        run.Command!.IsHeredoc.ShouldBeTrue();
        run.Command.Text.ShouldBe("echo one\necho two\n");
        run.Command.IsScript.ShouldBeFalse();
    }

    [Fact]
    public void A_body_with_a_shebang_is_not_for_the_shell() =>
        Instruction("RUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF").Command!.IsScript.ShouldBeTrue();

    [Fact]
    public void A_command_with_heredocs_keeps_them()
    {
        var run = Instruction("RUN cat <<A > f && cat <<B\none\nA\ntwo\nB\n");

        run.Heredocs.Select(heredoc => heredoc.Name).ShouldBe(["A", "B"]);
        run.Command!.Text.ShouldBe("cat <<A > f && cat <<B\none\nA\ntwo\nB");
        run.Command.IsHeredoc.ShouldBeFalse();
        run.TextAt(run.Command.ToSource(run.Command.Text.IndexOf("two", StringComparison.Ordinal), 3)).ShouldBe("two");
    }

    [Fact]
    public void A_dash_strips_tabs_before_the_terminator_and_the_lines()
    {
        var run = Instruction("RUN <<-EOF\n\techo a\n\t\techo b\n\tEOF\n");

        run.Heredocs[0].StripsTabs.ShouldBeTrue();
        run.Command!.Text.ShouldBe("echo a\necho b\n");
        run.TextAt(run.Command.ToSource(run.Command.Text.IndexOf("echo b", StringComparison.Ordinal), 6)).ShouldBe("echo b");
    }

    [Theory]
    [InlineData("'EOF'")]
    [InlineData("\"EOF\"")]
    [InlineData("E'O'F")]
    public void A_quoted_name_keeps_variables(string name)
    {
        var run = Instruction($"RUN <<{name}\n$A\nEOF");

        run.Heredocs[0].Name.ShouldBe("EOF");
        run.Heredocs[0].Expands.ShouldBeFalse();
    }

    [Theory]
    [InlineData("RUN cat <<< word")]
    [InlineData("RUN echo '<<EOF'")]
    [InlineData("RUN echo \"it's <<EOF")]
    [InlineData("RUN [\"cat\", \"<<EOF\"]")]
    [InlineData("CMD cat <<EOF")]
    [InlineData("RUN echo $((1<<2))")]
    public void Not_every_pair_of_angles_is_a_heredoc(string text) => Instruction(text).Heredocs.ShouldBeEmpty();

    [Fact]
    public void Copy_takes_files_from_heredocs()
    {
        var copy = Instruction("COPY <<a.txt <<b.txt /dest/\none\na.txt\ntwo\nb.txt\n");

        copy.Heredocs.Select(heredoc => copy.TextAt(heredoc.ContentSpan)).ShouldBe(["one\n", "two\n"]);
        copy.Heredocs.Select(heredoc => copy.TextAt(heredoc.WordSpan)).ShouldBe(["<<a.txt", "<<b.txt"]);
    }

    [Fact]
    public void An_onbuild_trigger_has_heredocs_too()
    {
        var onbuild = Instruction("ONBUILD RUN <<EOF\nx\nEOF");

        onbuild.Trigger!.Heredocs.ShouldHaveSingleItem();
        onbuild.Trigger.Command!.Text.ShouldBe("x\n");
    }

    [Fact]
    public void A_heredoc_needs_its_terminator() =>
        "FROM a\nRUN <<EOF\necho\n".ShouldBeRefused(SyntaxProblemKind.UnterminatedHeredoc, at: "<<EOF", saying: "'EOF'");

    [Fact]
    public void A_missing_terminator_does_not_hide_what_follows()
    {
        var syntax = Parse("FROM a\nRUN <<EOF\necho\nUSER app\n");

        syntax.Instructions.Select(instruction => instruction.Kind)
            .ShouldBe([InstructionKind.From, InstructionKind.Run, InstructionKind.User]);
    }

    [Fact]
    public void Copy_cannot_write_to_a_heredoc() =>
        "FROM a\nCOPY a <<EOF\nx\nEOF".ShouldBeRefused(SyntaxProblemKind.HeredocAsDestination, at: "<<EOF", saying: "path");
}
