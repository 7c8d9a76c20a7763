namespace ContainerGuard.Tests.Unit.Rules;

public class SuppressionsTests
{
    [Fact]
    public void A_comment_above_an_instruction_silences_that_instruction_only()
    {
        var findings = Check.Findings("""
            # containerguard ignore=CG2001: built here
            FROM base AS build
            FROM base
            """, "CG2001");

        findings.Select(finding => (finding.Start!.Value.Line, finding.Suppression)).ShouldBe([(2, "built here"), (3, null)]);
    }

    [Fact]
    public void A_comment_may_name_several_codes()
    {
        var findings = Check.Findings("""
            # containerguard ignore=CG2001,CG2003 , cg3002
            FROM base
            """);

        findings.Where(finding => finding.Rule.Id is "CG2001" or "CG2003" or "CG3002").ShouldAllBe(finding => finding.Suppression == "");
    }

    [Fact]
    public void A_code_that_is_not_named_is_not_silenced() =>
        Check.Findings("""
            # containerguard ignore=CG2002: another rule
            FROM base
            """, "CG2001").ShouldHaveSingleItem().Suppression.ShouldBeNull();

    [Fact]
    public void A_comment_among_others_above_the_instruction_counts() =>
        Check.Findings("""
            # The base.
            # containerguard ignore=CG2001: reason
            # More of it.
            FROM base
            """, "CG2001").ShouldHaveSingleItem().Suppression.ShouldBe("reason");

    [Fact]
    public void A_comment_apart_from_the_instruction_does_not_count() =>
        Check.Findings("""
            # containerguard ignore=CG2001: apart

            FROM base
            """, "CG2001").ShouldHaveSingleItem().Suppression.ShouldBeNull();

    [Theory]
    [InlineData("# containerguard ignore-file=CG2001: all of it\nFROM base\nFROM base\n")]
    [InlineData("FROM base\nFROM base\n# containerguard ignore-file=CG2001: all of it\n")]
    public void A_file_wide_comment_stands_anywhere_and_silences_the_whole_file(string text) =>
        Check.Findings(text, "CG2001").Select(finding => finding.Suppression).ShouldBe(["all of it", "all of it"]);

    [Fact]
    public void It_reaches_every_line_of_a_continued_instruction() =>
        Check.Findings("""
            FROM debian:trixie-slim
            # containerguard ignore=CG3003: published by the host
            EXPOSE 8080 \
                80
            USER 10001
            """, "CG3003").ShouldHaveSingleItem().Suppression.ShouldBe("published by the host");

    [Theory]
    [InlineData("# containerguard ignore=")]
    [InlineData("# containerguard ignore")]
    [InlineData("# containerguard: ignore CG2001")]
    [InlineData("# ignore=CG2001")]
    public void A_comment_of_another_form_silences_nothing(string comment) =>
        Check.Findings($"{comment}\nFROM base\n", "CG2001").ShouldHaveSingleItem().Suppression.ShouldBeNull();

    [Fact]
    public void A_reason_may_have_colons() =>
        Check.Findings("""
            # containerguard ignore=CG2001: see https://example.com: it says why
            FROM base
            """, "CG2001").ShouldHaveSingleItem().Suppression.ShouldBe("see https://example.com: it says why");
}
