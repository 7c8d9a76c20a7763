using System.Collections.Concurrent;
using ContainerGuard.Files;

namespace ContainerGuard;

/// <summary>
/// Finds the build context when no property sets it: the nearest folder upward that holds a solution or a repository. Each folder is
/// looked at once, so the folders of many files cost what one costs. Safe for threads side by side.
/// </summary>
internal sealed class ContextLocator
{
    private readonly ConcurrentDictionary<string, string?> _roots = new(StringComparer.Ordinal);

    /// <summary>The context of files in a folder; the folder itself where no folder upward is one.</summary>
    /// <param name="folder">The folder, absolute.</param>
    public string Locate(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return RootOf(full) ?? full;
    }

    private string? RootOf(string folder)
    {
        if (_roots.TryGetValue(folder, out var known)) return known;
        var root = IsRoot(folder) ? folder : Path.GetDirectoryName(folder) is { } parent ? RootOf(parent) : null;
        _roots[folder] = root;
        return root;
    }

    private static bool IsRoot(string folder)
    {
        try
        {
            // .git is a file in a worktree or a submodule.
            return Path.Exists(Path.Combine(folder, ".git")) || Directory.EnumerateFiles(folder, "*.sln*").Any(SolutionName.IsOne);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
