using ContainerGuard.Dockerfile;
using static ContainerGuard.Tests.Unit.Dockerfile.Dockerfiles;

namespace ContainerGuard.Tests.Unit.Dockerfile;

public sealed class DirectiveSpecification
{
    [Fact]
    public void Directives_stand_at_the_top()
    {
        var syntax = Parse("# syntax = docker/dockerfile:1\n#escape=`\n# check=skip=all\n# a comment\nFROM a\nRUN a `\n b");

        syntax.Directives.Select(directive => (directive.Kind, directive.Value)).ShouldBe(
            [(DirectiveKind.Syntax, "docker/dockerfile:1"), (DirectiveKind.Escape, "`"), (DirectiveKind.Check, "skip=all")]);
        syntax.Source.Slice(syntax.Directives[0].ValueSpan).ShouldBe("docker/dockerfile:1");
        syntax.EscapeCharacter.ShouldBe('`');
        syntax.Comments.ShouldHaveSingleItem();
        syntax.Instructions[1].Command!.Text.ShouldBe("a  b");
    }

    [Theory]
    [InlineData("\n# escape=`\nFROM a")]
    [InlineData("# a comment\n# escape=`\nFROM a")]
    [InlineData("# unknown=x\n# escape=`\nFROM a")]
    [InlineData("FROM a\n# escape=`")]
    [InlineData("#!/bin/x\n# escape=`\nFROM a")]
    public void Below_anything_else_they_are_comments(string text) => Parse(text).EscapeCharacter.ShouldBe('\\');

    [Fact]
    public void Syntax_may_follow_a_shebang() =>
        Parse("#!/usr/bin/env docker-build\n# syntax=a/b\nFROM a").FindDirective(DirectiveKind.Syntax)!.Value.ShouldBe("a/b");

    [Fact]
    public void A_directive_stands_once() =>
        "# escape=`\n# escape=\\\nFROM a".ShouldBeRefused(SyntaxProblemKind.DuplicateDirective, at: "# escape=\\", saying: "twice");

    [Fact]
    public void The_escape_character_is_a_backslash_or_a_backtick() =>
        "# escape=x\nFROM a".ShouldBeRefused(SyntaxProblemKind.InvalidEscapeDirective, at: "x", saying: "backtick");

    [Fact]
    public void Check_takes_its_own_options_only() =>
        "# check=ignore=all\nFROM a".ShouldBeRefused(SyntaxProblemKind.InvalidCheckDirective, at: "ignore=all", saying: "skip=");

    [Fact]
    public void Check_says_what_is_skipped()
    {
        CheckOptions.Read("skip=A;wrong", out _).ShouldNotBeNull();
        CheckOptions.Read("skip=A,B;error=true", out var options).ShouldBeNull();
        options!.Skipped.ShouldBe(["A", "B"]);
        options.IsError.ShouldBeTrue();
        options.SkipsAll.ShouldBeFalse();
    }

    [Fact]
    public void A_comment_above_an_instruction_may_skip_checks()
    {
        var from = Parse("# note\n# check=skip=StageNameCasing\nFROM a AS B").Instructions[0];

        CheckOptions.FromComment(from.LeadingComments[0].Text).ShouldBeNull();
        CheckOptions.FromComment(from.LeadingComments[1].Text)!.Skipped.ShouldBe(["StageNameCasing"]);
    }
}
