using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>
/// The pages of the rules for built images are their tests: each block <c>image</c> is built into an OCI layout and inspected.
/// </summary>
public class ImageRulePageTests
{
    public static TheoryData<string, int> Examples { get; } =
        [.. RulePage.Ids.SelectMany(id => RulePage.Read(id).Images).Select(example => (example.Page, example.PageLine))];

    private static ImageExample At(string page, int line) => RulePage.Read(page).Images.Single(example => example.PageLine == line);

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_Bad_image_shows_findings_and_a_Good_image_none(string page, int line)
    {
        var example = At(page, line);

        example.UnknownOptions.ShouldBeEmpty();
        example.Section.ShouldBeOneOf("Bad", "Good");
        example.Shown().Any().ShouldBe(example.Section == "Bad");
        example.Expected.Any().ShouldBe(example.Section == "Bad", "a Bad block is followed by a block 'text findings', a Good "
            + "block is not");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_message_about_an_image_is_one_line_of_whole_sentences(string page, int line)
    {
        foreach (var finding in At(page, line).Findings())
        {
            finding.Message.ShouldNotContain('\n');
            finding.Message[^1].ShouldBeOneOf('.', '?');
            finding.Message.ShouldNotContain("  ");
            finding.Message.Length.ShouldBeLessThan(260, finding.Message);
            finding.Image.ShouldNotBeNull();
            finding.Fingerprint.ShouldNotBeNull();
        }
    }

    [Fact]
    public void Every_rule_for_images_shows_a_bad_and_a_good_image()
    {
        foreach (var rule in RuleCatalogue.AllOfImages)
        {
            var sections = RulePage.Read(rule.Descriptor.Id).Images.Select(example => example.Section);
            sections.Distinct().ShouldBe(["Bad", "Good"], rule.Descriptor.Id);
        }
    }

    [Fact]
    public void A_rule_for_images_lies_in_the_folder_of_its_family()
    {
        foreach (var rule in RuleCatalogue.AllOfImages)
        {
            rule.GetType().Namespace.ShouldBe("ContainerGuard.Rules.BuiltImages");
            RuleIndex.FamilyOf(rule.Descriptor.Id).Folder.ShouldBe("BuiltImages");
        }
    }
}
