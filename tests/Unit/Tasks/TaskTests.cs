using System.Reflection;
using Microsoft.Build.Framework;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>What holds for every task of the package.</summary>
public sealed class TaskTests
{
    public static TheoryData<Type> Tasks =>
        [.. typeof(GuardTask).Assembly.GetTypes().Where(type => typeof(ITask).IsAssignableFrom(type) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void It_is_sealed_public_and_marked_as_safe_in_multithreaded_mode(Type task)
    {
        (task.IsSealed && task.IsPublic).ShouldBeTrue();
        task.GetCustomAttributesData().ShouldContain(
            attribute => attribute.AttributeType.FullName == "Microsoft.Build.Framework.MSBuildMultiThreadableTaskAttribute");
    }

    [Fact]
    public void Nothing_of_the_assembly_can_be_changed_through_a_static_field() =>
        typeof(GuardTask).Assembly.GetTypes()
            .Where(type => type.FullName?.StartsWith("ContainerGuard", StringComparison.Ordinal) == true
                && !type.Name.Contains('<', StringComparison.Ordinal))
            .SelectMany(
                type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => !field.IsInitOnly && !field.IsLiteral && !field.Name.Contains('<', StringComparison.Ordinal))
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name}")
            .ShouldBeEmpty();
}
