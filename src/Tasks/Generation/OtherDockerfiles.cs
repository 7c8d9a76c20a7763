using ContainerGuard.Context;
using ContainerGuard.Files;

namespace ContainerGuard.Generation;

/// <summary>
/// The Dockerfiles of the build context that are about a project, although the project does not name them: in many repositories they lie in
/// the root, in <c>docker/</c> or in <c>deploy/</c>.
/// </summary>
internal static class OtherDockerfiles
{
    private const int MostEntries = 4_000;
    private const int MostLevels = 4;
    private const int LongestFile = 64 * 1024;

    private static readonly string[] SkippedFolders = ["bin", "obj", "node_modules", "packages", "artifacts", "TestResults"];

    /// <summary>The files, absolute, those near the root of the context first.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="context">The build context, absolute.</param>
    /// <param name="projectFile">The project, absolute.</param>
    /// <param name="assemblyName">The name of its assembly; empty if it has none.</param>
    public static IReadOnlyList<string> Of(IFileSystem files, string context, string projectFile, string assemblyName)
    {
        List<string> found = [];
        var own = Path.GetFileName(projectFile);
        var assembly = (assemblyName.Length == 0 ? Path.GetFileNameWithoutExtension(projectFile) : assemblyName) + ".dll";
        var left = MostEntries;
        Queue<(string Folder, int Level)> open = new([(context, 0)]);
        while (open.TryDequeue(out var next))
        {
            foreach (var entry in files.List(next.Folder).OrderBy(static entry => entry.Name, StringComparer.Ordinal))
            {
                if (left-- == 0) return found;
                var path = Path.Combine(next.Folder, entry.Name);
                if (entry.Kind == FileKind.Directory)
                {
                    if (next.Level < MostLevels && !IsSkipped(entry.Name)) open.Enqueue((path, next.Level + 1));
                }
                else if (entry.Kind == FileKind.File && DockerfileName.IsOne(entry.Name)
                    && files.ReadText(path, LongestFile) is { } text && (Names(text, assembly) || Builds(text, own)))
                {
                    found.Add(path);
                }
            }
        }

        return found;
    }

    private static bool IsSkipped(string folder) =>
        (folder.StartsWith('.') && folder is not (".docker" or ".devops" or ".build")) || Array.IndexOf(SkippedFolders, folder) >= 0;

    /// <summary>Whether a line builds the project. Other lines copy the projects of a whole solution before a restore.</summary>
    private static bool Builds(string text, string project)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if ((line.Contains("publish", StringComparison.Ordinal) || line.Contains("dotnet build", StringComparison.Ordinal))
                && Names(line.ToString(), project))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a text contains a file name as a whole: <c>App.dll</c>, but not <c>MyApp.dll</c>.</summary>
    private static bool Names(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0;
            at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + name.Length;
            if ((at == 0 || !IsOfName(text[at - 1])) && (end == text.Length || !IsOfName(text[end]))) return true;
        }

        return false;
    }

    private static bool IsOfName(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_';
}
