using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation;

/// <summary>A kind of application that is not .NET. It announces itself: its name, its manifests, how it is detected, its plan.</summary>
internal abstract class Stack
{
    /// <summary>In folders: the sources of Java are seven below the project.</summary>
    private const int SourceDepth = 9;

    /// <summary>The number of folders that are searched for sources.</summary>
    private const int MostFolders = 1000;

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

    /// <summary>The endings of the sources of Node.js, bun and Deno.</summary>
    protected static IReadOnlyList<string> JavaScript { get; } =
        [".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".tsx", ".vue", ".svelte"];

    /// <summary>The endings of source files, each with its dot. Empty for a stack whose manifest is its source.</summary>
    protected virtual IReadOnlyList<string> Sources => [];

    /// <summary>Whether a folder has a source file of this stack.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The folder, absolute.</param>
    public bool HasSources(IFileSystem files, string folder)
    {
        if (Sources.Count == 0) return false;
        var open = new Queue<(string Path, int Depth)>([(folder, 0)]);
        for (var read = 0; read < MostFolders && open.TryDequeue(out var next); read++)
        {
            foreach (var entry in files.List(next.Path))
            {
                if (entry.Kind == FileKind.File)
                {
                    if (Sources.Any(ending => entry.Name.EndsWith(ending, StringComparison.Ordinal))) return true;
                }
                else if (entry.Kind == FileKind.Directory && next.Depth < SourceDepth && entry.Name[0] != '.'
                    && Array.IndexOf(OtherFolders, entry.Name) < 0)
                {
                    open.Enqueue((Path.Combine(next.Path, entry.Name), next.Depth + 1));
                }
            }
        }

        return false;
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
