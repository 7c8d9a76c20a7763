using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>CG9012, where its page cannot show it.</summary>
public sealed class NeedlessSuppressionTests
{
    [Fact]
    public void A_needless_code_is_marked_where_it_stands()
    {
        var finding = Check.Finding("FROM node:24\n# containerguard ignore=CG3001, CG3005: reason\nUSER root\n", "CG9012");

        (finding.Start!.Value.Line, finding.Start.Value.Column, finding.End!.Value.Column).ShouldBe((2, 33, 39));
        finding.Severity.ShouldBe(Severity.Message);
        finding.Message.ShouldStartWith(
            "CG3005 is suppressed, but the instruction below does not violate it. Remove the code from the comment.");
    }

    [Theory]
    [InlineData("CG30001", "Did you mean 'CG3001'?")]
    [InlineData("CG3O01", "Did you mean 'CG3001'?")]
    [InlineData("DL3002", "Did you mean 'CG3001'?")]
    [InlineData("everything", "docs/rules")]
    [InlineData("CG0004", "a comment cannot suppress it")]
    public void A_code_that_does_not_exist_is_explained(string code, string hint) =>
        Check.Finding($"# containerguard ignore-file={code}: reason\nFROM scratch\n", "CG9012").Message.ShouldContain(hint);

    [Fact]
    public void Nothing_is_said_of_a_rule_that_is_off()
    {
        const string comment = "# containerguard ignore-file=CG3005";
        Check.Findings($"{comment}\nFROM scratch\n", policy: new SeverityPolicy(Level.Recommended))
            .ShouldContain(finding => finding.Rule.Id == "CG9012");
        Check.Findings($"{comment}\nFROM scratch\n", policy: new SeverityPolicy(Level.Recommended, noWarn: "CG3005"))
            .ShouldNotContain(finding => finding.Rule.Id == "CG9012");
    }

    [Fact]
    public void A_finding_that_the_level_hides_is_there_all_the_same() =>
        Check.Findings(
            "# containerguard ignore-file=CG3005\nFROM scratch\nRUN sudo a\n",
            policy: new SeverityPolicy(Level.Minimum, warningsAsErrors: "CG9012"))
            .ShouldNotContain(finding => finding.Rule.Id == "CG9012");

    [Theory]
    [InlineData("# kics-scan ignore")]
    [InlineData("# trivy:ignore:*")]
    [InlineData("# hadolint ignore=SC2046,DL9999")]
    [InlineData("# hadolint global ignore=DL3004")]
    [InlineData("# checkov:skip=CKV_AWS_20:not ours")]
    [InlineData("# containerguard ignore=CG3002,CG3002")]
    public void Nothing_is_said_of_other_tools_comments_or_of_the_same_twice(string comment) =>
        Check.Findings($"{comment}\nFROM node:24\n", "CG9012").ShouldBeEmpty();

    [Fact]
    public void The_nearest_of_two_comments_silences_and_the_other_is_needless() =>
        Check.Finding(
            "# containerguard ignore-file=CG3001\nFROM node:24\n# containerguard ignore=CG3001\nUSER root\n",
            "CG9012").Start!.Value.Line.ShouldBe(1);
}
