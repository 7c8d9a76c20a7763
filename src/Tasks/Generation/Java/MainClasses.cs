using ContainerGuard.Context;

namespace ContainerGuard.Generation.Java;

/// <summary>Classes with a main method, found in the sources where nothing else says what starts.</summary>
internal static class MainClasses
{
    /// <summary>How many sources are looked at, and how much of each: a project that has more says what starts.</summary>
    private const int MostFiles = 2000;
    private const int MostBytes = 64 * 1024;

    /// <returns>Their full names, in order.</returns>
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
                if (entry.Kind == FileKind.Directory) folders.Push((inside, $"{package}{entry.Name}."));
                else if (entry.Kind == FileKind.File && entry.Name.EndsWith(".java", StringComparison.Ordinal) && count++ < MostFiles && disk.ReadText(inside, MostBytes) is { } text && HasMain(text))
                {
                    found.Add($"{package}{entry.Name[..^".java".Length]}");
                }
            }
        }

        return [.. found];
    }

    /// <summary>As the Java language has it (section 12.1.4): public, static, void, with the arguments as an array.</summary>
    private static bool HasMain(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var code = line.Trim();
            if (code.StartsWith("//", StringComparison.Ordinal) || code.StartsWith('*')) continue;
            if (code.Contains("static void main(", StringComparison.Ordinal) && code.Contains("String", StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
