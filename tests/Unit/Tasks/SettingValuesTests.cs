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
    public void A_value_that_means_something_is_no_problem(string name, string value) =>
        SettingValues.Problem(name, value).ShouldBeNull();

    [Theory]
    [InlineData("ContainerGuardLevel", "stict", "Did you mean 'strict'?")]
    [InlineData("ContainerGuardPinning", "required", "Did you mean 'require'?")]
    [InlineData("ContainerGuardLocked", "yes", "Write one of: true, false.")]
    [InlineData("ContainerGuardLogLimit", "many", "Write a whole number from 0 on.")]
    [InlineData("ContainerGuardUpdatePolicy", "minors", "Did you mean 'minor'?")]
    [InlineData("ContainerGuardUpdateMinimumAge", "3.5", "Write a whole number from 0 on.")]
    [InlineData("ContainerGuardLogLimit", "-1", "Write a whole number from 0 on.")]
    public void A_value_that_means_nothing_is_named_with_what_to_write(string name, string value, string remedy)
    {
        var problem = SettingValues.Problem(name, value).ShouldNotBeNull();

        problem.ShouldStartWith($"{name} is '{value}'");
        problem.ShouldContain(remedy);
    }
}
