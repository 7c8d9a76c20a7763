using System.Text.RegularExpressions;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>A page outside of the repository has no words that only its tests read, and no link that leads nowhere.</summary>
public partial class RulePageTextTests
{
    public static TheoryData<string> Pages { get; } = [.. RulePage.Ids];

    [Fact]
    public void A_block_keeps_its_language_and_loses_what_the_tests_read_in_it() =>
        RulePageText.ForPeople("# CG0000: T\n\n```dockerfile base-user=app context=a,b:1MB\nFROM a\n```\n\nMore.\n")
            .ShouldBe("# CG0000: T\n\n```dockerfile\nFROM a\n```\n\nMore.\n");

    [Fact]
    public void The_findings_of_a_block_are_left_out_and_what_is_fixed_is_named() =>
        RulePageText.ForPeople("## Bad\n\n```dockerfile\nFROM a\n```\n\n```text findings\n1:1-1:7 warning: X.\n```\n\n```dockerfile fixed\n"
            + "FROM b\n```\n\n## Good\n")
            .ShouldBe("## Bad\n\n```dockerfile\nFROM a\n```\n\nAfter the fix:\n\n```dockerfile\nFROM b\n```\n\n## Good\n");

    [Theory]
    [InlineData("See [it](CG4006.md).", "See [it](https://github.com/containerguard/containerguard/blob/main/docs/rules/CG4006.md).")]
    [InlineData(
        "See [it](../configuration.md#comments).",
        "See [it](https://github.com/containerguard/containerguard/blob/main/docs/configuration.md#comments).")]
    [InlineData("See [it](https://example.com/a.md).", "See [it](https://example.com/a.md).")]
    [InlineData("See [it](#why).", "See [it](#why).")]
    [InlineData("In code `[it](CG4006.md)` is text.", "In code `[it](CG4006.md)` is text.")]
    public void A_relative_link_becomes_absolute(string line, string expected) => RulePageText.ForPeople(line).ShouldBe(expected + "\n");

    [Fact]
    public void Text_in_a_block_stays_as_it_is() =>
        RulePageText.ForPeople("```console\n$ echo '[it](CG4006.md)'\n```\n").ShouldBe("```console\n$ echo '[it](CG4006.md)'\n```\n");

    [Fact]
    public void Lines_may_end_as_on_Windows() =>
        RulePageText.ForPeople("```dockerfile today=2026-01-01\r\nFROM a\r\n```\r\n").ShouldBe("```dockerfile\nFROM a\n```\n");

    [Theory]
    [InlineData(
        "# CG0000: T\n\n- Severity: error\n- Aliases: `a:B`\n\nReports `A b`,\nand [more](CG0001.md).\n\nSecond.\n",
        "Reports A b, and more.")]
    [InlineData(
        "# CG0000: T\n\n- Severity: error\n\nReports it with\n\n- a number;\n- a name\n  of a stage.\n\nSecond.\n",
        "Reports it with a number; a name of a stage.")]
    [InlineData("# CG0000: T\n\n- Severity: error\n\nNot reported:\n\n- a `number`\n- a name\n", "Not reported: a number; a name.")]
    [InlineData("# CG0000: T\n\n- Severity: error\n\nReports it.\n\n- Not this.\n", "Reports it.")]
    [InlineData("# CG0000: T\n\n- Severity: error\n\nReports it with\n\n- a number.", "Reports it with a number.")]
    [InlineData("# CG0000: T\r\n\r\n- Severity: error\r\n\r\nReports it.\r\n", "Reports it.")]
    public void The_summary_is_the_first_paragraph_with_its_list_in_plain_text(string page, string summary) =>
        RulePageText.Summary(page).ShouldBe(summary);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_page_has_a_summary(string page) =>
        RulePageText.Summary(File.ReadAllText(RulePage.PathOf(page))).ShouldMatch("^(?!#|- )[^`]{20,1000}[.:]$");

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_page_shows_what_only_its_tests_read(string page)
    {
        var text = RulePageText.ForPeople(File.ReadAllText(RulePage.PathOf(page)));

        FenceWithOptions().IsMatch(text).ShouldBeFalse();
        text.ShouldNotContain("text findings");
        text.ShouldNotContain("](../");
        text.ShouldNotContain("](CG");
        Regex.Count(text, "^```", RegexOptions.Multiline)
            .ShouldBe(2 * RulePage.Read(page).Examples.Sum(static example => 1 + Fixed(example)) + 2 * OtherBlocks(page));
    }

    private static int Fixed(RuleExample example) => (example.Fixed is null ? 0 : 1) + (example.FixedIgnoreFile is null ? 0 : 1);

    private static int OtherBlocks(string page) => OtherBlock().Count(File.ReadAllText(RulePage.PathOf(page)));

    [GeneratedRegex("^```[^ \n]* .*$", RegexOptions.Multiline)]
    private static partial Regex FenceWithOptions();

    [GeneratedRegex("^```(?!docker|text findings)[a-z]+", RegexOptions.Multiline)]
    private static partial Regex OtherBlock();
}
