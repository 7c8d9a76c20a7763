using ContainerGuard.Reports;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>What a code scanning service sorts by.</summary>
public sealed class RuleTraitsTests
{
    [Fact]
    public void Every_rule_about_security_exists() =>
        RuleTraits.Severities.Keys.Except(RuleCatalogue.Descriptors.Select(static rule => rule.Id)).ShouldBeEmpty();

    [Fact]
    public void Every_error_about_users_secrets_and_packages_is_about_security()
    {
        // Wrong files in the context and the package manager of another system break the build, and nothing else.
        RuleCatalogue.All.Select(static rule => rule.Descriptor)
            .Where(static rule => rule.Severity == Severity.Error && rule.Id[2] is >= '2' and <= '5')
            .Select(static rule => rule.Id).Except(RuleTraits.Severities.Keys)
            .ShouldBe(["CG2030", "CG2031", "CG3024", "CG4012", "CG4031", "CG5019"]);
    }

    [Theory]
    [InlineData("CG1001", "dockerfile", null, "very-high")]
    [InlineData("CG3001", "security,user", "8.1", "high")]
    [InlineData("CG4002", "security,secrets", "9.1", "medium")]
    [InlineData("CG4012", "build-context", null, "high")]
    [InlineData("CG5021", "security,packages", "7.4", "high")]
    [InlineData("CG7013", "layers", null, "medium")]
    [InlineData("CG9001", "style", null, "medium")]
    public void A_rule_has_tags_severity_and_precision(string id, string tags, string? severity, string precision)
    {
        var rule = RuleCatalogue.Descriptors.Single(rule => rule.Id == id);

        RuleTraits.Tags(rule).ShouldBe(tags.Split(','));
        RuleTraits.SecuritySeverity(rule).ShouldBe(severity);
        RuleTraits.Precision(rule).ShouldBe(precision);
    }

    [Fact]
    public void Every_rule_has_a_family() =>
        RuleCatalogue.Descriptors.Where(static rule => RuleTraits.Tags(rule).Any(string.IsNullOrEmpty)).ShouldBeEmpty();
}
