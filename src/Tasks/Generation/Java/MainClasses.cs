using ContainerGuard.Files;

namespace ContainerGuard.Generation.Java;

/// <summary>Finds classes with a main method in the sources, if the manifests do not name the main class.</summary>
internal static class MainClasses
{
    /// <summary>The limits of the search. A larger project names its main class.</summary>
    private const int MostFiles = 2000;
    private const int MostBytes = 64 * 1024;

    /// <returns>The full names, sorted.</returns>
    /// <param name="disk">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    public static IReadOnlyList<string> Find(IFileSystem disk, string folder)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var source = Path.Combine(folder, "src", "main", "java");
        var folders = new Stack<(string Path, string Package)>([(source, "")]);
        for (var count = 0; folders.Count > 0;)
        {
            var (path, package) = folders.Pop();
            foreach (var entry in disk.List(path))
            {
                var inside = Path.Combine(path, entry.Name);
                if (entry.Kind == FileKind.Directory)
                {
                    folders.Push((inside, $"{package}{entry.Name}."));
                }
                else if (entry.Kind == FileKind.File && entry.Name.EndsWith(".java", StringComparison.Ordinal) && count++ < MostFiles
                    && disk.ReadText(inside, MostBytes) is { } text && HasMain(text))
                {
                    found.Add($"{package}{entry.Name[..^".java".Length]}");
                }
            }
        }

        return [.. found];
    }

    /// <summary>Whether a class has a main method (Java language specification, section 12.1.4).</summary>
    private static bool HasMain(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var code = line.Trim();
            if (code.StartsWith("//", StringComparison.Ordinal) || code.StartsWith('*')) continue;
            if (code.Contains("static void main(", StringComparison.Ordinal) && code.Contains("String", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
