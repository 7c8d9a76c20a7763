using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation;

/// <summary>A kind of application that is not .NET. It announces itself: its name, its manifests, how it is detected, its plan.</summary>
internal abstract class Stack
{
    /// <summary>The value of <c>ContainerGuardStack</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The files that describe an application of this stack, beside the project.</summary>
    public abstract IReadOnlyList<string> Manifests { get; }

    /// <summary>Whether a folder is an application of this stack. Stacks are asked in the order of <see cref="Stacks.All"/>.</summary>
    /// <param name="has">Whether the folder has a file of this name.</param>
    public virtual bool IsIn(Func<string, bool> has) => Manifests.Any(has);

    /// <summary>
    /// The release cycles of the runtime that a Dockerfile names if the project does not name one, newest first. Empty for a stack
    /// whose runtime is not in the table.
    /// </summary>
    public abstract IReadOnlyList<ReleaseCycle> Versions { get; }

    /// <summary>Reads an application.</summary>
    /// <param name="app">The project.</param>
    /// <param name="files">The disk.</param>
    public abstract AppPlanner Planner(AppProject app, IFileSystem files);
}
