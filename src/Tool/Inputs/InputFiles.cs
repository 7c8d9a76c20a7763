using ContainerGuard.Compose;
using ContainerGuard.Context;
using ContainerGuard.Files;

namespace ContainerGuard.Tool.Inputs;

/// <summary>
/// The Dockerfiles and compose files that arguments name: files, folders with all such files below them, globs, and <c>-</c> for the
/// standard input.
/// </summary>
internal static class InputFiles
{
    /// <summary>The argument for the standard input.</summary>
    public const string StandardInput = "-";

    private static readonly string[] SkippedFolders = [".git", "node_modules", "bin", "obj", ".venv", "vendor"];
    private static readonly char[] GlobCharacters = ['*', '?', '['];

    /// <summary>The files, relative to the current folder where they are below it, each once, in the order of the arguments.</summary>
    /// <param name="arguments">Empty for all Dockerfiles below the current folder.</param>
    /// <param name="folder">The current folder, absolute.</param>
    /// <param name="excluded">Globs of files to leave out.</param>
    /// <param name="withCompose">Whether to find compose files, too.</param>
    /// <exception cref="ToolException">A path does not exist, or a glob matches no file.</exception>
    public static IReadOnlyList<string> Find(
        IReadOnlyList<string> arguments, string folder, IReadOnlyList<string> excluded, bool withCompose = false)
    {
        IgnorePattern[] without = [.. excluded.Select(PatternOf)];
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<string> files = [];
        foreach (var argument in arguments.Count == 0 ? ["."] : arguments)
        {
            foreach (var path in Of(argument, folder, withCompose))
            {
                var shown = Shown(path, folder);
                if (!without.Any(pattern => pattern.Matches(shown)) && seen.Add(path)) files.Add(shown);
            }
        }

        return files;
    }

    private static IEnumerable<string> Of(string argument, string folder, bool withCompose)
    {
        if (argument == StandardInput) return [StandardInput];
        if (argument.StartsWith('-')) throw new ToolException($"The option '{argument}' does not exist. Show all with --help.");
        var path = Path.GetFullPath(argument, folder);
        if (File.Exists(path)) return [path];
        if (Directory.Exists(path))
        {
            return Below(path).Where(file => DockerfileName.IsOne(Path.GetFileName(file))
                || (withCompose && ComposeName.IsOne(Path.GetFileName(file))));
        }

        if (argument.IndexOfAny(GlobCharacters) < 0)
        {
            throw new ToolException($"'{argument}' does not exist. Use a Dockerfile, a folder, a glob, or '-' for the standard input.");
        }

        string[] matches = [.. OfGlob(argument, folder, withCompose)];
        return matches.Length > 0
            ? matches
            : throw new ToolException($"No file matches the glob '{argument}'. Quote it, and use '**/' for any number of folders.");
    }

    private static IEnumerable<string> OfGlob(string glob, string folder, bool withCompose)
    {
        glob = glob.Replace('\\', '/');
        var fixedPart = glob[..glob.IndexOfAny(GlobCharacters)];
        var slash = fixedPart.LastIndexOf('/');
        var root = slash < 0 ? folder : Path.GetFullPath(fixedPart[..(slash + 1)], folder);
        var pattern = PatternOf(glob[(slash + 1)..]);
        return Directory.Exists(root)
            ? Below(root).Where(file => pattern.Matches(Path.GetRelativePath(root, file).Replace('\\', '/'))
                && ((withCompose && ComposeName.IsOne(Path.GetFileName(file)))
                    || !DockerfileName.IsOther(PhysicalFileSystem.Instance, file)))
            : [];
    }

    private static IgnorePattern PatternOf(string glob)
    {
        try
        {
            if (IgnorePattern.Parse(glob, 1) is { IsException: false } pattern) return pattern;
        }
        catch (FormatException)
        {
            // The same advice as for a comment and an exception.
        }

        throw new ToolException($"The glob '{glob}' is not valid. Write it as in .dockerignore, for example '**/*.Dockerfile'.");
    }

    /// <summary>Links are not followed, so that a link upward is not an endless walk.</summary>
    private static IEnumerable<string> Below(string folder)
    {
        FileEntry[] entries = [.. PhysicalFileSystem.Instance.List(folder).OrderBy(static entry => entry.Name, StringComparer.Ordinal)];
        foreach (var file in entries.Where(static entry => entry.Kind == FileKind.File)) yield return Path.Combine(folder, file.Name);
        foreach (var inner in entries.Where(static entry => entry.Kind == FileKind.Directory && !SkippedFolders.Contains(entry.Name)))
        {
            foreach (var file in Below(Path.Combine(folder, inner.Name))) yield return file;
        }
    }

    private static string Shown(string path, string folder)
    {
        if (path == StandardInput) return path;
        var relative = Path.GetRelativePath(folder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative.Replace('\\', '/');
    }
}
