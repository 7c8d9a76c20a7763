using ContainerGuard.Configuration;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Configuration;

/// <summary>Of YAML, what hadolint's configuration files consist of.</summary>
public sealed class HadolintConfigTests
{
    [Theory]
    [InlineData("ignored:\n  - DL3000\n  - SC1010\n")]
    [InlineData("ignored:\n- DL3000\n- SC1010\n")]
    [InlineData("ignored: [DL3000, SC1010]\n")]
    [InlineData("ignored: [\n  'DL3000',\n  \"SC1010\"\n]\n")]
    [InlineData("{ ignored: [ DL3000, SC1010 ] }")]
    [InlineData("some: &list\n  - DL3000\n  - SC1010\nignored: *list\n")]
    [InlineData("text: |\n  ignored: [DL9999]\nignored:\n  - DL3000\n  - SC1010\n")]
    [InlineData("---\nfailure-threshold: info\r\nignored: # these\r\n  - DL3000 # why\r\n\r\n  # - DL3001\r\n  - SC1010\r\n"
        + "trustedRegistries:\r\n  - docker.io\r\n")]
    public void Ignored_rules_are_read(string text)
    {
        var config = HadolintConfig.Parse(".hadolint.yaml", text);

        config.Ignored.Keys.ShouldBe(["hadolint:DL3000", "hadolint:SC1010"]);
        config.Overridden.ShouldBeEmpty();
    }

    [Fact]
    public void Overridden_severities_are_read()
    {
        var config = HadolintConfig.Parse(".hadolint.yaml", """
            override:
              error:
                - DL3001
                - DL3002
              warning: [DL3042]
              info:
                - DL3032
              style:
                - DL3015
            label-schema:
              author: text
            """);

        config.Overridden.Select(pair => $"{pair.Key} {pair.Value.Word}").ShouldBe(
            ["hadolint:DL3001 error", "hadolint:DL3002 error", "hadolint:DL3042 warning", "hadolint:DL3032 suggestion",
                "hadolint:DL3015 suggestion"]);
        config.Ignored.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("]]][[[")]
    [InlineData("- - -\n:\n: :")]
    [InlineData("ignored")]
    [InlineData("ignored: {a: b}")]
    [InlineData("override: [DL3000]")]
    public void What_is_something_else_is_passed_over(string text) => HadolintConfig.Parse("x", text).Overridden.ShouldBeEmpty();

    [Fact]
    public void What_is_ignored_is_suppressed_with_the_file_as_its_reason_and_what_is_overridden_weighs_that()
    {
        var settings = new FileSettings
        {
            Ignored = HadolintConfig.Parse(".hadolint.yaml", "ignored: [DL3002]").Ignored,
            Neighbours = HadolintConfig.Parse(".hadolint.yaml", "override:\n  info: [DL3004]").Overridden,
        };

        var findings =
            Rules.Check.Findings("FROM node:24\nRUN sudo a\nUSER root\n", policy: new SeverityPolicy(Level.Recommended).For(settings));

        var root = findings.Single(finding => finding.Rule.Id == "CG3001");
        (root.Suppression, root.IsSuppressedOutside).ShouldBe((".hadolint.yaml ignores DL3002", true));
        findings.Single(finding => finding.Rule.Id == "CG3005").Severity.ShouldBe(Severity.Message);
    }
}
