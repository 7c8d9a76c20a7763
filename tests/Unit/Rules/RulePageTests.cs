using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>A rule's page is its test: what its Bad blocks show is reported where they say, what its Good blocks show is not.</summary>
public class RulePageTests
{
    public static TheoryData<string, int> Examples { get; } =
        [.. RulePage.Ids.SelectMany(id => RulePage.Read(id).Examples).Select(example => (example.Page, example.PageLine))];

    public static TheoryData<string> Pages { get; } = [.. RulePage.Ids];

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_Bad_block_shows_findings_and_a_Good_block_none(string page, int line)
    {
        var example = RulePage.Read(page).Examples.Single(example => example.PageLine == line);

        example.UnknownOptions.ShouldBeEmpty();
        example.Section.ShouldBeOneOf("Bad", "Good");
        example.Expected.Any()
            .ShouldBe(example.Section == "Bad", "a Bad block is followed by a block 'text findings', a Good block is not");
    }

    /// <summary>
    /// With <c>CONTAINERGUARD_UPDATE_DOCS=1</c> the pages are written instead: review the difference before you commit it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_shows_where_and_what_its_rule_reports(string page)
    {
        var shown = RulePage.WithFindings(page);
        if (Environment.GetEnvironmentVariable("CONTAINERGUARD_UPDATE_DOCS") == "1") File.WriteAllText(RulePage.PathOf(page), shown);

        File.ReadAllText(RulePage.PathOf(page)).ShouldBe(shown);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_builds_unless_its_page_is_about_that(string page, int line)
    {
        var findings = RulePage.Read(page).Examples.Single(example => example.PageLine == line).Findings();

        // What makes CG1020 speak is as a rule refused, too: BuildKit's check says of it why.
        findings.Where(finding => finding.IsRefusedByBuildKit && finding.Rule.Id != page && (page, finding.Rule.Id) != ("CG1020", "CG1001"))
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_message_is_one_line_of_whole_sentences(string page, int line)
    {
        foreach (var finding in RulePage.Read(page).Examples.Single(example => example.PageLine == line).Findings())
        {
            finding.Message.ShouldNotContain('\n');
            finding.Message[^1].ShouldBeOneOf('.', '?');
            finding.Message.ShouldNotContain("  ");
            finding.End!.Value.ShouldSatisfyAllConditions(
                end => end.Line.ShouldBeGreaterThanOrEqualTo(finding.Start!.Value.Line),
                end => (end.Line > finding.Start!.Value.Line || end.Column > finding.Start.Value.Column).ShouldBeTrue(
                    $"{finding.Rule.Id} marks nothing: {finding.Message}"));
        }
    }

    /// <summary>A file is checked while it is being written.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_broken_off_anywhere_is_still_checked(string page, int line)
    {
        var example = RulePage.Read(page).Examples.Single(example => example.PageLine == line);
        for (var length = 0; length < example.Text.Length; length++)
        {
            Should.NotThrow(() => (example with { Text = example.Text[..length] }).Findings());
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_says_what_the_code_says(string page)
    {
        var read = RulePage.Read(page);
        var descriptor = RuleCatalogue.Descriptors.Single(descriptor => descriptor.Id == page);

        read.Id.ShouldBe(page);
        read.Title.ShouldBe(descriptor.Title);
        read.Severity.ShouldBe(descriptor.Severity);
        read.IsRecommended.ShouldBe(descriptor.IsRecommended);
        read.Aliases.ShouldBe(descriptor.Aliases);
    }

    [Fact]
    public void Every_code_has_its_page_and_every_page_its_code() =>
        RulePage.Ids.ShouldBe(RuleCatalogue.Descriptors.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_rule_shows_a_bad_and_a_good_example()
    {
        foreach (var rule in RuleCatalogue.All)
        {
            var sections = RulePage.Read(rule.Descriptor.Id).Examples.Select(example => example.Section);
            sections.Distinct().ShouldBe(["Bad", "Good"], rule.Descriptor.Id);
        }
    }
}
