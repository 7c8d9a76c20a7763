using ContainerGuard.Files;
using ContainerGuard.Generation.Deno;
using ContainerGuard.Generation.Go;
using ContainerGuard.Generation.Java;
using ContainerGuard.Generation.Node;
using ContainerGuard.Generation.Python;
using ContainerGuard.Generation.Ruby;
using ContainerGuard.Generation.Rust;
using ContainerGuard.Generation.Static;
using ContainerGuard.Text;

namespace ContainerGuard.Generation;

/// <summary>The stacks: one line for each. The first that recognizes a folder has it.</summary>
internal static class Stacks
{
    public const string DotNet = "dotnet";

    public static IReadOnlyList<Stack> All { get; } =
    [
        new GoStack(),
        new JavaStack(),
        new RustStack(),
        new RubyStack(),
        new PythonStack(),
        new DenoStack(),
        new NodeStack(),
        new StaticStack(),
    ];

    /// <summary>The values of <c>ContainerGuardStack</c>, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. All.Select(static stack => stack.Name).Append(DotNet).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The stack of the application in a folder; null if no stack recognizes it. Manifests of tools lie beside the application's own one: a
    /// pyproject.toml for the documentation, a Gemfile for the deployment. So a stack with sources comes before one without.
    /// </summary>
    public static Stack? In(IFileSystem files, string folder)
    {
        var found = All.Where(stack => stack.IsIn(name => files.FileExists(Path.Combine(folder, name)))).ToList();
        return found.Count < 2 ? found.FirstOrDefault() : found.Find(stack => stack.HasSources(files, folder)) ?? found[0];
    }

    /// <summary>The plan of the project's stack. An unknown stack is a problem.</summary>
    public static ContainerPlan Plan(
        AppProject project, IFileSystem files) => All.FirstOrDefault(stack => stack.Name == project.Stack) is { } stack
        ? stack.Planner(project, files).Answer()
        : new() { Project = project, Problems = [new(
            $"ContainerGuard cannot generate a Dockerfile for the stack '{project.Stack}'.",
            $"Set ContainerGuardStack to {WordList.Or(Names)}.")] };
}
