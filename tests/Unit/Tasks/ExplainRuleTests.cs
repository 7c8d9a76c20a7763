using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>The pages of rules, by the names that people know them by.</summary>
public sealed class ExplainRuleTests
{
    private readonly RecordingEngine _engine = new();

    [Theory]
    [InlineData("CG3001", "CG3001")]
    [InlineData("cg3001", "CG3001")]
    [InlineData("DL3002", "CG3001")]
    [InlineData("hadolint:DL3002", "CG3001")]
    [InlineData("JSONArgsRecommended", "CG6001")]
    [InlineData("Missing User Instruction", "CG3002")]
    [InlineData("Multiple RUN, ADD, COPY, Instructions Listed", "CG7007")]
    [InlineData("68a51e22-ae5a-4d48-8e87-b01a323605c9", "CG7003")]
    [InlineData("CG0002", "CG0002")]
    public void A_rule_has_many_names(string name, string code) => RuleNames.Find(name).Rules.Select(rule => rule.Id).ShouldContain(code);

    [Theory]
    [InlineData("DS-0002")]
    [InlineData("DS002")]
    [InlineData("AVD-DS-0002")]
    public void Trivy_has_changed_its_names(string name) => RuleNames.Find(name).Rules.ShouldBe(RuleNames.Find("trivy:DS-0002").Rules);

    [Theory]
    [InlineData("CG3001;CG1016")]
    [InlineData("CG3001,CG1016")]
    [InlineData("CG3001 CG1016")]
    [InlineData(" CG1016 ; CG3001 , cg3001 ")]
    public void Several_names_may_be_given(string list)
    {
        var (rules, unknown) = RuleNames.Find(list);

        rules.Select(rule => rule.Id).ShouldBe(["CG1016", "CG3001"]);
        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void The_title_of_another_tool_may_stand_in_a_list()
    {
        var (rules, unknown) = RuleNames.Find("Missing User Instruction;CG1016");

        rules.Count.ShouldBeGreaterThan(1);
        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void Every_alias_finds_its_rule()
    {
        foreach (var rule in RuleCatalogue.Descriptors)
        {
            foreach (var alias in rule.Aliases)
            {
                RuleNames.Find(alias).Rules.ShouldContain(rule, alias);
                RuleNames.Find(alias[(alias.IndexOf(':', StringComparison.Ordinal) + 1)..]).Rules.ShouldContain(rule, alias);
            }
        }
    }

    [Theory]
    [InlineData("CG3001x", "Did you mean 'CG3001'?")]
    [InlineData("JSONArgRecommended", "Did you mean 'JSONArgsRecommended'?")]
    [InlineData("Mising User Instruction", "Did you mean 'Missing User Instruction'?")]
    [InlineData("unicorns and rainbows", "All rules: https://")]
    public void An_unknown_name_is_an_error_with_the_nearest_name_and_never_a_list_of_all(string name, string remedy)
    {
        Explain(name).ShouldBeFalse();

        var error = _engine.Errors.ShouldHaveSingleItem();
        error.ShouldStartWith($"CG0003 ContainerGuardRule names the unknown rule '{name}'. {remedy}");
        error.Length.ShouldBeLessThan(200);
    }

    [Fact]
    public void The_known_ones_of_a_list_are_still_explained()
    {
        Explain("CG3001 CG99999").ShouldBeFalse();

        _engine.Messages.ShouldContain(message => message.StartsWith("app -> # CG3001", StringComparison.Ordinal));
        _engine.Errors.ShouldHaveSingleItem().ShouldContain("'CG99999'");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ; ")]
    public void Without_a_name_the_error_shows_how_to_give_one(string? name)
    {
        Explain(name).ShouldBeFalse();

        _engine.Errors.ShouldHaveSingleItem().ShouldContain("-p:ContainerGuardRule=CG3001");
    }

    [Fact]
    public void A_page_is_printed_without_the_words_of_its_tests()
    {
        Explain("DL3002").ShouldBeTrue();

        _engine.Messages.ShouldNotBeEmpty();
        _engine.Messages.ShouldAllBe(
            page => !page.Contains("base-user=", StringComparison.Ordinal) && !page.Contains("```text findings", StringComparison.Ordinal));
    }

    private bool Explain(string? rule) => new ExplainRule
    {
        BuildEngine = _engine,
        Common = CommonItems.Of("/repo/app.csproj"),
        Rule = rule,
    }.Execute();
}
