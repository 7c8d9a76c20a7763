using System.Reflection;
using System.Xml.Linq;
using ContainerGuard.Tests.Support;
using Microsoft.Build.Framework;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>The targets and the tasks agree: no task has a parameter that no target passes.</summary>
public sealed class TaskParameterTests
{
    private static readonly XElement[] Elements =
        [.. Directory.EnumerateFiles(RepositoryRoot.Combine("src", "Sdk"), "*.targets", SearchOption.AllDirectories)
            .SelectMany(static file => XDocument.Load(file).Descendants())];

    public static TheoryData<Type> Tasks => TaskTests.Tasks;

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Its_parameters_are_those_that_targets_pass(Type task) =>
        CallsOf(task).SelectMany(static call => call.Attributes()).Select(static attribute => attribute.Name.LocalName)
            .Where(static name => name is not ("Condition" or "ContinueOnError")).Distinct()
            .ShouldBe(OwnProperties(task).Where(static property => property.SetMethod is { IsPublic: true }).Select(
                static property => property.Name), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Its_outputs_are_those_that_targets_read(Type task) =>
        CallsOf(task).Elements("Output").Select(static output => output.Attribute("TaskParameter")!.Value).Distinct()
            .ShouldBe(OwnProperties(task).Where(static property => property.IsDefined(typeof(OutputAttribute))).Select(
                static property => property.Name), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_call_passes_what_is_required(Type task)
    {
        var required = OwnProperties(task)
            .Where(static property => property.IsDefined(typeof(RequiredAttribute))).Select(static property => property.Name).ToArray();

        CallsOf(task).ShouldAllBe(call => required.All(name => call.Attribute(name) != null));
    }

    [Fact]
    public void Each_task_is_declared_once() =>
        Elements.Where(static element => element.Name.LocalName == "UsingTask")
            .Select(static element => element.Attribute("TaskName")!.Value)
            .ShouldBe(Tasks.Select(static row => row.Data.FullName!), ignoreOrder: true);

    private static IEnumerable<XElement> CallsOf(Type task) => Elements.Where(element => element.Name.LocalName == task.Name);

    private static IEnumerable<PropertyInfo> OwnProperties(Type task) =>
        task.GetProperties().Where(static property => property.DeclaringType!.Assembly == typeof(GuardTask).Assembly);
}
