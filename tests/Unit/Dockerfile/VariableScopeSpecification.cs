using ContainerGuard.Dockerfile;

namespace ContainerGuard.Tests.Unit.Dockerfile;

/// <summary>Variables by name, however many; a change leaves the old scope as it was.</summary>
public sealed class VariableScopeSpecification
{
    [Theory]
    [InlineData(3)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(200)]
    public void Every_variable_is_found_with_its_last_value(int count)
    {
        var scope = VariableScope.Empty;
        for (var i = 0; i < count; i++) scope = scope.With($"A{i}", new Variable($"{i}"));
        var changed = scope.With("A1", new Variable("new"));

        for (var i = 0; i < count; i++) scope.Find($"A{i}")!.Value.ShouldBe($"{i}");
        changed.Find("A1")!.Value.ShouldBe("new");
        changed.Find("A2")!.Value.ShouldBe("2");
        changed.Find("B").ShouldBeNull();
        changed.Names.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, count).Select(i => $"A{i}").Order(StringComparer.Ordinal));
    }
}
