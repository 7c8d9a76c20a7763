using ContainerGuard.Files;

namespace ContainerGuard.Compose;

/// <summary>
/// The compose files that others include (compose-spec, 14-include.md). An included file has the <c>.env</c> file of its own folder.
/// </summary>
internal static class ComposeIncludes
{
    private const int LongestFile = 1 << 20;
    private const int Most = 200;

    /// <summary>The files, and then those that they include, each once.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="paths">Compose files and other files, absolute or relative.</param>
    /// <param name="fullPath">Makes a path absolute.</param>
    public static IReadOnlyList<string> With(IFileSystem files, IReadOnlyList<string> paths, Func<string, string> fullPath)
    {
        if (paths.Count == 0) return paths;
        List<string> all = [.. paths];
        HashSet<string> seen = new(paths.Select(fullPath), StringComparer.Ordinal);
        for (var index = 0; index < all.Count && all.Count < Most + paths.Count; index++)
        {
            var file = fullPath(all[index]);
            if (!ComposeName.HasExtension(file) || files.ReadText(file, LongestFile) is not { } text
                || !text.Contains("include", StringComparison.Ordinal) || !ComposeName.IsRead(file, text))
            {
                continue;
            }

            var folder = new ComposeFolder(files, Path.GetDirectoryName(file)!);
            foreach (var name in ComposeFile.Read(text).Includes)
            {
                if (folder.Variables.Expand(name) is not { Length: > 0 } path) continue;
                var included = Path.GetFullPath(path, folder.Root);
                if (!files.FileExists(included) || !seen.Add(included)) continue;
                all.Add(Path.IsPathRooted(all[index]) || Path.IsPathRooted(path)
                    ? included
                    : Path.Combine(Path.GetDirectoryName(all[index]) ?? "", path).Replace('\\', '/'));
            }
        }

        return all;
    }
}
