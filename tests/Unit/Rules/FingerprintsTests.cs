namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>A finding is known again by its fingerprint for as long as its instruction says the same.</summary>
public sealed class FingerprintsTests
{
    private static string Of(string instructions, string rule = "CG3005") =>
        string.Join(
            ' ', Check.Findings($"FROM node:24\n{instructions}\n", rule).Select(finding => $"{finding.Fingerprint}:{finding.Occurrence}"));

    [Theory]
    [InlineData("\n\n# a comment\nRUN sudo  a   b")]
    [InlineData("RUN sudo a \\\n    # in between\n\tb")]
    [InlineData("WORKDIR /x\nRUN sudo a b")]
    [InlineData("RUN sudo a b\r")]
    public void Other_lines_and_other_blanks_do_not_change_it(string instructions) => Of(instructions).ShouldBe(Of("RUN sudo a b"));

    [Theory]
    [InlineData("RUN sudo a c")]
    [InlineData("RUN sudo a b c")]
    [InlineData("RUN sudo ab")]
    public void Other_words_do(string instructions) => Of(instructions).ShouldNotBe(Of("RUN sudo a b"));

    [Fact]
    public void It_is_sixteen_hexadecimal_digits() => Of("RUN sudo a").ShouldMatch("^[0-9a-f]{16}:1$");

    [Fact]
    public void Equal_ones_are_counted()
    {
        var one = Of("RUN sudo a");

        Of("RUN sudo a\nRUN sudo b\nRUN sudo a").Split(' ')[2].ShouldBe(one[..^1] + "2");
    }

    [Fact]
    public void A_heredoc_is_part_of_the_text() => Of("RUN <<E\nsudo a\nE").ShouldNotBe(Of("RUN <<E\nsudo b\nE"));

    [Fact]
    public void Two_rules_at_one_instruction_have_two() =>
        Of("RUN sudo apt-get install x", "CG5012").ShouldNotBe(Of("RUN sudo apt-get install x"));
}
