using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation;

/// <summary>A kind of application that is not .NET. It announces itself: its name, its manifests, how it is detected, its plan.</summary>
internal abstract class Stack
{
    /// <summary>In folders: the sources of Java are seven below the project.</summary>
    private const int SourceDepth = 9;

    /// <summary>Folders whose sources are not those of the application.</summary>
    private static readonly string[] OtherFolders =
        ["node_modules", "vendor", "docs", "doc", "scripts", "tools", "test", "tests", "bin", "obj", "examples", "target", "dist"];

    /// <summary>The value of <c>ContainerGuardStack</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The files that describe an application of this stack, beside the project.</summary>
    public abstract IReadOnlyList<string> Manifests { get; }

    /// <summary>Whether a folder is an application of this stack. Stacks are asked in the order of <see cref="Stacks.All"/>.</summary>
    /// <param name="has">Whether the folder has a file of this name.</param>
    public virtual bool IsIn(Func<string, bool> has) => Manifests.Any(has);

    /// <summary>The endings of source files, each with its dot. Empty for a stack whose manifest is its source.</summary>
    protected virtual IReadOnlyList<string> Sources => [];

    /// <summary>Whether a folder has a source file of this stack.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The folder, absolute.</param>
    public bool HasSources(IFileSystem files, string folder) => Sources.Count > 0 && HasSources(files, folder, SourceDepth);

    private bool HasSources(IFileSystem files, string folder, int depth)
    {
        var entries = files.List(folder);
        return entries.Any(entry => entry.Kind == FileKind.File
                && Sources.Any(ending => entry.Name.EndsWith(ending, StringComparison.Ordinal)))
            || (depth > 0 && entries.Any(entry => entry.Kind == FileKind.Directory && entry.Name[0] != '.'
                && Array.IndexOf(OtherFolders, entry.Name) < 0 && HasSources(files, Path.Combine(folder, entry.Name), depth - 1)));
    }

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
