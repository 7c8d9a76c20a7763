namespace ContainerGuard.Tests.Unit.Tasks;

public sealed class SettingValuesTests
{
    [Theory]
    [InlineData("ContainerGuardLevel", "strict")]
    [InlineData("ContainerGuardLevel", "STRICT")]
    [InlineData("ContainerGuardPinning", "prefer")]
    [InlineData("ContainerGuardLocked", "True")]
    [InlineData("ContainerGuardSarif", "anything at all")]
    [InlineData("ContainerGuardLevel", "")]
    [InlineData("ContainerGuardLogLimit", "")]
    [InlineData("ContainerGuardLogLimit", "0")]
    [InlineData("ContainerGuardLogLimit", "2500")]
    [InlineData("ContainerGuardUpdatePolicy", "Minor")]
    [InlineData("ContainerGuardUpdateMinimumAge", "14")]
    [InlineData("ContainerGuardLocked", "yes")]
    [InlineData("ContainerGuardEnabled", "Off")]
    [InlineData("ContainerGuardProvenance", "no")]
    [InlineData("ContainerGuardHealthcheck", "/healthz")]
    [InlineData("ContainerGuardMirror", "not a property")]
    [InlineData("ContainerGuardUnknown", "any")]
    public void A_valid_value_is_no_problem(string name, string value) =>
        SettingValues.Problem(name, value).ShouldBeNull();

    [Theory]
    [InlineData("ContainerGuardLevel", "stict", "Did you mean 'strict'?")]
    [InlineData("ContainerGuardPinning", "required", "Did you mean 'require'?")]
    [InlineData("ContainerGuardLocked", "yess", "Did you mean 'yes'? Write one of: true, false.")]
    [InlineData("ContainerGuardLocked", "1", "Did you mean 'true'? Write one of: true, false.")]
    [InlineData("ContainerGuardLocked", "0", "Did you mean 'false'? Write one of: true, false.")]
    [InlineData("ContainerGuardSbom", "1", "Did you mean 'true'? Write one of: true, false, cyclonedx, spdx.")]
    [InlineData("ContainerGuardProvenance", "0", "Did you mean 'false'? Write one of: min, max, false.")]
    [InlineData("ContainerGuardLogLimit", "many", "Write a whole number from 0.")]
    [InlineData("ContainerGuardUpdatePolicy", "minors", "Did you mean 'minor'?")]
    [InlineData("ContainerGuardUpdateMinimumAge", "3.5", "Write a whole number from 0.")]
    [InlineData("ContainerGuardLogLimit", "-1", "Write a whole number from 0.")]
    [InlineData("ContainerGuardHealthcheck", "healthz", "Write a path that begins with a slash")]
    public void An_invalid_value_is_named_with_what_to_write(string name, string value, string remedy)
    {
        var problem = SettingValues.Problem(name, value).ShouldNotBeNull();

        problem.ShouldStartWith($"{name} has the invalid value '{value}'. ");
        problem.ShouldContain(remedy);
    }

    [Fact]
    public void The_words_for_true_and_false_are_those_of_MSBuild()
    {
        foreach (var word in Setting.Booleans.Concat(Setting.Booleans.Select(word => word.ToUpperInvariant())))
        {
            var isTrue = word.ToUpperInvariant() is "TRUE" or "YES" or "ON";
            (Setting.IsTrue(word), Setting.IsFalse(word)).ShouldBe((isTrue, !isTrue));
        }

        (Setting.IsTrue("maybe"), Setting.IsFalse("maybe"), Setting.IsTrue(null), Setting.IsFalse("")).ShouldBe(
            (false, false, false, false));
    }
}
