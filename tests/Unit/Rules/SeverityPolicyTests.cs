using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules;

public class SeverityPolicyTests
{
    private static readonly RuleDescriptor Rule = new("CG2001", "A rule", Severity.Warning);
    private static readonly RuleDescriptor Opinion = Rule with { IsRecommended = false };

    [Theory]
    [InlineData(nameof(Level.Minimum), nameof(Severity.Error), nameof(Severity.Error))]
    [InlineData(nameof(Level.Minimum), nameof(Severity.Warning), null)]
    [InlineData(nameof(Level.Minimum), nameof(Severity.Message), null)]
    [InlineData(nameof(Level.Recommended), nameof(Severity.Error), nameof(Severity.Error))]
    [InlineData(nameof(Level.Recommended), nameof(Severity.Warning), nameof(Severity.Warning))]
    [InlineData(nameof(Level.Recommended), nameof(Severity.Message), nameof(Severity.Message))]
    [InlineData(nameof(Level.Strict), nameof(Severity.Warning), nameof(Severity.Error))]
    [InlineData(nameof(Level.Strict), nameof(Severity.Message), nameof(Severity.Message))]
    [InlineData(nameof(Level.All), nameof(Severity.Warning), nameof(Severity.Warning))]
    public void The_level_decides_what_is_reported(string level, string declared, string? effective) =>
        new SeverityPolicy(Enum.Parse<Level>(level)).Effective(Rule, Enum.Parse<Severity>(declared))?.ToString().ShouldBe(effective);

    [Theory]
    [InlineData(nameof(Level.Minimum), false)]
    [InlineData(nameof(Level.Recommended), false)]
    [InlineData(nameof(Level.Strict), false)]
    [InlineData(nameof(Level.All), true)]
    public void An_opinion_speaks_only_at_level_all(string level, bool isReported) =>
        (new SeverityPolicy(Enum.Parse<Level>(level)).Effective(Opinion, Severity.Error) is not null).ShouldBe(isReported);

    [Theory]
    [InlineData("CG2001")]
    [InlineData("cg2001")]
    [InlineData("CS1591;CG2001")]
    [InlineData("$(NoWarn), CG2001 ,\n NU1701")]
    public void NoWarn_silences(string noWarn) =>
        new SeverityPolicy(Level.Strict, noWarn: noWarn, warningsAsErrors: "CG2001").Effective(Rule, Severity.Error).ShouldBeNull();

    [Fact]
    public void NoWarn_of_another_code_does_not_silence() =>
        new SeverityPolicy(Level.Recommended, noWarn: "CG2002;CG20011").Effective(Rule, Severity.Warning).ShouldBe(Severity.Warning);

    [Fact]
    public void WarningsAsErrors_raises_and_switches_on()
    {
        var policy = new SeverityPolicy(Level.Minimum, warningsAsErrors: "CG2001");

        policy.Effective(Rule, Severity.Warning).ShouldBe(Severity.Error);
        policy.Effective(Opinion, Severity.Message).ShouldBe(Severity.Error);
    }

    [Theory]
    [InlineData(nameof(Severity.Error), nameof(Severity.Warning), true)]
    [InlineData(nameof(Severity.Warning), nameof(Severity.Warning), false)]
    [InlineData(nameof(Severity.Message), nameof(Severity.Message), false)]
    public void A_local_build_softens_practices_to_warnings(string declared, string effective, bool isSoftenable)
    {
        new SeverityPolicy(Level.Recommended, softens: true).Effective(
            Rule, Enum.Parse<Severity>(declared), isPractice: true, out var softenable).ToString().ShouldBe(effective);
        softenable.ShouldBe(isSoftenable);
    }

    [Fact]
    public void What_the_builder_refuses_is_never_softened()
    {
        new SeverityPolicy(Level.Recommended, softens: true).Effective(Rule, Severity.Error, isPractice: false, out var isSoftenable)
            .ShouldBe(Severity.Error);
        isSoftenable.ShouldBeFalse();
    }

    [Fact]
    public void At_level_strict_nothing_is_softened()
    {
        var policy = new SeverityPolicy(Level.Strict, softens: true);

        policy.Effective(Rule, Severity.Error, isPractice: true, out _).ShouldBe(Severity.Error);
        policy.Effective(Rule, Severity.Warning, isPractice: true, out _).ShouldBe(Severity.Error);
    }

    [Fact]
    public void TreatWarningsAsErrors_does_not_promote_a_softened_practice_but_a_WarningsAsErrors_that_names_it_does()
    {
        new SeverityPolicy(Level.Recommended, treatWarningsAsErrors: true, softens: true).Effective(
            Rule, Severity.Error, isPractice: true, out _).ShouldBe(Severity.Warning);
        new SeverityPolicy(Level.Recommended, treatWarningsAsErrors: true, softens: true).Effective(
            Rule, Severity.Warning, isPractice: true, out _).ShouldBe(Severity.Warning);
        new SeverityPolicy(Level.Recommended, warningsAsErrors: "CG2001", softens: true).Effective(
            Rule, Severity.Error, isPractice: true, out _).ShouldBe(Severity.Error);
    }

    [Fact]
    public void What_a_local_build_softens_is_marked_where_it_is_not_softened_too()
    {
        new SeverityPolicy(Level.Recommended).Effective(Rule, Severity.Error, isPractice: true, out var isSoftenable)
            .ShouldBe(Severity.Error);
        isSoftenable.ShouldBeTrue();
    }

    [Fact]
    public void TreatWarningsAsErrors_raises_warnings_but_no_messages()
    {
        var policy = new SeverityPolicy(Level.Recommended, treatWarningsAsErrors: true);

        policy.Effective(Rule, Severity.Warning).ShouldBe(Severity.Error);
        policy.Effective(Rule, Severity.Message).ShouldBe(Severity.Message);
    }

    [Theory]
    [InlineData(nameof(Level.Recommended), true)]
    [InlineData(nameof(Level.Strict), false)]
    public void WarningsNotAsErrors_spares_from_both(string level, bool treatWarningsAsErrors) =>
        new SeverityPolicy(Enum.Parse<Level>(level), warningsNotAsErrors: "CG2001", treatWarningsAsErrors: treatWarningsAsErrors)
            .Effective(Rule, Severity.Warning).ShouldBe(Severity.Warning);

    [Fact]
    public void WarningsNotAsErrors_does_not_make_an_error_a_warning() =>
        new SeverityPolicy(Level.Recommended, warningsNotAsErrors: "CG2001").Effective(Rule, Severity.Error).ShouldBe(Severity.Error);

    [Theory]
    [InlineData("error", nameof(Severity.Error))]
    [InlineData("warning", nameof(Severity.Warning))]
    [InlineData("suggestion", nameof(Severity.Message))]
    [InlineData("silent", nameof(Severity.Message))]
    [InlineData("none", null)]
    public void What_a_configuration_file_says_is_stronger_than_lists_and_level(string word, string? effective)
    {
        foreach (var policy in new[]
        {
            new SeverityPolicy(Level.Strict, noWarn: "CG2001"), new SeverityPolicy(Level.Minimum, warningsAsErrors: "CG2001"),
            new SeverityPolicy(Level.Recommended, treatWarningsAsErrors: true),
        })
        {
            var tuned = policy.For(Saying(word));

            tuned.Effective(Rule, Severity.Warning)?.ToString().ShouldBe(effective);
            tuned.Effective(Opinion, Severity.Warning)?.ToString().ShouldBe(effective);
            tuned.IsOff(Rule).ShouldBe(word == "none");
            tuned.IsSilent(Rule).ShouldBe(word == "silent");
        }
    }

    [Fact]
    public void Default_is_as_if_nothing_were_said() =>
        new SeverityPolicy(Level.Recommended, noWarn: "CG2001").For(Saying("default")).Effective(Rule, Severity.Warning).ShouldBeNull();

    [Fact]
    public void What_another_tool_s_file_says_takes_the_place_of_the_declared_severity_and_switches_on()
    {
        var rule = Opinion with { Aliases = ["hadolint:DL3006"] };
        var settings = new FileSettings { Neighbours = new() { ["hadolint:DL3006"] = RuleSetting.Warning } };

        new SeverityPolicy(Level.Recommended).For(settings).Effective(rule, Severity.Message).ShouldBe(Severity.Warning);
        new SeverityPolicy(Level.Strict).For(settings).Effective(rule, Severity.Message).ShouldBe(Severity.Error);
        new SeverityPolicy(Level.Minimum).For(settings).Effective(rule, Severity.Error).ShouldBeNull();
        new SeverityPolicy(Level.Recommended, noWarn: "CG2001").For(settings).Effective(rule, Severity.Message).ShouldBeNull();
    }

    private static FileSettings Saying(string word) => new() { Rules = new() { ["CG2001"] = RuleSetting.Parse(word)! } };
}
