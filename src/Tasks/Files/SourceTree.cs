namespace ContainerGuard.Files;

/// <summary>
/// The tree of sources around a file: the repository, else the folder of the file. A link in a repository comes from its authors. It must
/// not lead a write to a file elsewhere.
/// </summary>
internal static class SourceTree
{
    /// <summary>As Linux (MAXSYMLINKS).</summary>
    private const int MostLinks = 40;

    /// <summary>The file that a path leads to, with all links followed.</summary>
    /// <param name="path">Absolute. It need not exist.</param>
    /// <exception cref="IOException">A link leads out of the tree, or in a circle.</exception>
    public static string TargetOf(string path)
    {
        var target = Follow(path);
        if (target != path && !IsBelow(target, Follow(RootOf(path))))
        {
            throw new IOException($"it is a link, or in a linked folder, that leads out of the source tree to {target}");
        }

        return target;
    }

    private static string RootOf(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        for (var parent = new DirectoryInfo(folder); parent is not null; parent = parent.Parent)
        {
            if (Path.Exists(Path.Combine(parent.FullName, ".git"))) return parent.FullName;
        }

        return folder;
    }

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(
            Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar,
            OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static string Follow(string path)
    {
        var links = 0;
        var at = Path.GetPathRoot(path)!;
        var rest = new Stack<string>();
        Push(rest, path[at.Length..]);
        while (rest.TryPop(out var name))
        {
            var next = name == ".." ? Path.GetDirectoryName(at) ?? at : Path.Combine(at, name);
            if (name == ".." || new FileInfo(next).LinkTarget is not { } target)
            {
                at = next;
                continue;
            }

            if (++links > MostLinks) throw new IOException("it is a circular link");
            if (Path.IsPathRooted(target)) at = Path.GetPathRoot(target)!;
            Push(rest, Path.IsPathRooted(target) ? target[at.Length..] : target);
        }

        return at;
    }

    private static void Push(Stack<string> rest, string path)
    {
        var parts = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (var index = parts.Length - 1; index >= 0; index--)
        {
            if (parts[index] != ".") rest.Push(parts[index]);
        }
    }
}
