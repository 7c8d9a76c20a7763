using ContainerGuard.Fixes;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Fixes;

/// <summary>The blocks of a rule's page, fixed: what the page shows, nothing new, nothing left to do the second time.</summary>
public sealed class RulePageFixTests
{
    private static readonly SeverityPolicy Everything = new(Level.All);

    public static TheoryData<string, int> Examples => RulePageTests.Examples;

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_fixed_as_its_page_shows(string page, int line)
    {
        var example = Find(page, line);

        var result = DockerfileFixer.Fix(SourceText.From(example.Text, page), example.Facts, Only(page));

        result.Text.Text.ShouldBe(
            example.Fixed ?? example.Text, "a Bad block that the rule's own fix changes is followed by a block 'dockerfile fixed'");
        var ignoreFile = result.Facts.Context?.IgnoreSource.Text ?? "";
        ignoreFile.ShouldBe(
            example.FixedIgnoreFile ?? example.Facts.Context?.IgnoreSource.Text ?? "",
            "and by a block 'dockerignore fixed' where the ignore file changes");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Fixes_of_all_rules_compose_bring_nothing_new_and_end(string page, int line)
    {
        var example = Find(page, line);
        var before = example.Findings();

        // Without an ignore file CG4003 reports what other rules report once there is one.
        var without = RuleRunner.Run(SourceText.From(example.Text, page), example.Facts, new SeverityPolicy(Level.All, noWarn: "CG4003"));

        var once = DockerfileFixer.Fix(SourceText.From(example.Text, page), example.Facts, Everything);
        var twice = DockerfileFixer.Fix(once.Text, once.Facts, Everything);

        twice.Applied.ShouldBeEmpty();
        twice.Text.Text.ShouldBe(once.Text.Text);
        foreach (var rule in once.Left.GroupBy(finding => finding.Rule.Id))
        {
            rule.Count().ShouldBeLessThanOrEqualTo(Math.Max(before.Count(IsOfRule), without.Count(IsOfRule)), rule.Key);

            bool IsOfRule(Diagnostic finding) => finding.Rule.Id == rule.Key;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_fix_keeps_the_line_endings_of_the_file(string page, int line)
    {
        var example = Find(page, line);
        var unix = DockerfileFixer.Fix(SourceText.From(example.Text, page), example.Facts, Everything).Text.Text;

        var windows =
            DockerfileFixer.Fix(SourceText.From(example.Text.ReplaceLineEndings("\r\n"), page), example.Facts, Everything).Text.Text;

        windows.ShouldBe(unix.ReplaceLineEndings("\r\n"));
    }

    private static RuleExample Find(string page, int line) => RulePage.Read(page).Examples.Single(example => example.PageLine == line);

    /// <summary>All other rules switched off.</summary>
    private static SeverityPolicy Only(string page) =>
        new(Level.All, noWarn: string.Join(';', RuleCatalogue.Descriptors.Select(rule => rule.Id).Where(id => id != page)));
}
