using ContainerGuard.Context;
using ContainerGuard.Generation.Go;
using ContainerGuard.Generation.Java;
using ContainerGuard.Generation.Node;
using ContainerGuard.Generation.Python;
using ContainerGuard.Generation.Ruby;
using ContainerGuard.Generation.Static;

namespace ContainerGuard.Generation;

/// <summary>The supported stacks except .NET: <c>ContainerGuardStack</c>.</summary>
internal static class Stacks
{
    /// <summary>The plan of the project's stack; null for an unknown stack.</summary>
    public static ContainerPlan? Plan(AppProject project, IFileSystem files) => project.Stack switch
    {
        "go" => new GoPlan(project, files),
        "java" => new JavaPlan(project, files),
        "node" => new NodePlan(project, files),
        "python" => new PythonPlan(project, files),
        "ruby" => new RubyPlan(project, files),
        "static" => new StaticPlan(project, files),
        _ => null,
    };
}
