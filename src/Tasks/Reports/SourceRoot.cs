namespace ContainerGuard.Reports;

/// <summary>
/// The folder that the paths of a report are relative to. Services that show a report beside the sources know only paths below the root of
/// the repository.
/// </summary>
/// <param name="folder">Absolute path.</param>
internal sealed class SourceRoot(string folder)
{
    /// <summary>The root as a URI that ends with a slash, as SARIF asks for (§3.14.14).</summary>
    public string Uri { get; } = FileUri(Path.TrimEndingDirectorySeparator(folder)) is var uri && uri.EndsWith('/') ? uri : uri + "/";

    /// <summary>The nearest folder upward that has an entry <c>.git</c>; without one, the build context.</summary>
    /// <param name="projectDirectory">Absolute path, where the search begins.</param>
    /// <param name="contextDirectory">The build context, absolute.</param>
    public static SourceRoot Of(string projectDirectory, string contextDirectory)
    {
        for (var folder = projectDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            // .git is a file in a worktree or a submodule.
            if (Path.Exists(Path.Combine(folder, ".git"))) return new SourceRoot(folder);
        }

        return new SourceRoot(contextDirectory);
    }

    /// <summary>A path below the root with forward slashes; null for a file elsewhere.</summary>
    /// <param name="fullPath">Absolute path.</param>
    public string? PathBelow(string fullPath)
    {
        var path = Path.GetRelativePath(folder, fullPath).Replace('\\', '/');
        return path == ".." || path.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(path) ? null : path;
    }

    /// <summary>Whether a file exists below the root.</summary>
    /// <param name="path">As <see cref="PathBelow"/> gives it.</param>
    public bool Has(string path) => path.Length > 0 && File.Exists(Path.Combine(folder, path));

    /// <summary>A relative reference (RFC 3986, section 4.2) for a file below the root, else an absolute <c>file:</c> URI.</summary>
    /// <param name="fullPath">Absolute path.</param>
    public (string Uri, bool IsBelow) UriOf(string fullPath) =>
        PathBelow(fullPath) is { } path ? (Escape(path), true) : (FileUri(fullPath), false);

    private static string FileUri(string fullPath)
    {
        var path = fullPath.Replace('\\', '/');
        if (path.StartsWith("//", StringComparison.Ordinal)) return "file:" + Escape(path);
        return path is [_, ':', ..] ? $"file:///{path[..2]}{Escape(path[2..])}" : "file://" + Escape(path);
    }

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(System.Uri.EscapeDataString));
}
