using ContainerGuard.Compose;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Context;

/// <summary>The folder that a builder gets for a Dockerfile.</summary>
/// <param name="Root">The folder, absolute.</param>
/// <param name="IsCertain">Whether it is certainly this folder, and not only the most likely one.</param>
/// <param name="Setting">The property, option or file that names it; null if it was located.</param>
internal sealed record ContextChoice(string Root, bool IsCertain, string? Setting = null);

/// <summary>
/// Chooses the build context of a Dockerfile that no setting names: a compose file names it, or only one folder has the sources of its COPY
/// instructions.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="root">The most likely folder, absolute: that of the repository.</param>
internal sealed class ContextChooser(IFileSystem files, string root)
{
    private static readonly Characters PatternCharacters = Characters.Of("*?[\\");

    private readonly ComposeFiles _compose = new(files);
    private readonly string _root = Path.TrimEndingDirectorySeparator(root);

    /// <summary>
    /// The folder of the repository: a solution beside one project is nearer, and its Dockerfile can have sources of the whole repository.
    /// </summary>
    private readonly Lazy<string> _repository = new(() => RepositoryOf(files, Path.TrimEndingDirectorySeparator(root)));

    /// <inheritdoc cref="ComposeFiles.FolderOf"/>
    public ComposeFolder FolderOf(string folder) => _compose.FolderOf(folder);

    /// <summary>The builds of a Dockerfile in the compose files of its folder and of those above it.</summary>
    /// <param name="dockerfile">The absolute path.</param>
    public IReadOnlyList<ComposedBuild> BuildsOf(string dockerfile) =>
        _compose.BuildsOf(dockerfile, Upward(Path.GetDirectoryName(dockerfile)!, _repository.Value));

    /// <param name="dockerfile">The absolute path.</param>
    /// <param name="sources">The sources of its COPY and ADD instructions in the context; read only if nothing else decides.</param>
    public ContextChoice For(string dockerfile, Func<IEnumerable<string>> sources)
    {
        var own = Path.GetDirectoryName(dockerfile)!;
        if (own == _root && _repository.Value == _root) return new(_root, IsCertain: true);
        if (own != _root && !own.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return new(_root, IsCertain: false);
        }

        var folders = Upward(own, _repository.Value);
        if (_compose.ContextOf(dockerfile, folders) is { } build) return new(build.Context, IsCertain: true, build.File);

        string[] needed = [.. sources().Where(static path => path.Length > 0 && path != "*" && !BuildProduct.IsOne(path)).Distinct()];
        var hasIgnoreFile = own != _root && files.FileExists(Path.Combine(own, ".dockerignore"));
        if (needed.Length == 0) return own == _root || hasIgnoreFile ? new(own, IsCertain: true) : new(_root, IsCertain: false);

        // The folder of the Dockerfile comes first if its ignore file shows that it is meant; else the most likely folder.
        string[] fitting = [.. folders.Where(folder => Array.TrueForAll(needed, path => Exists(folder, path)))];
        if (fitting.Length == 0) return new(_root, IsCertain: own == _root);
        if (fitting[0].Length < _root.Length) return new(fitting[0], IsCertain: true);

        // What folders above the most likely one have as well decides nothing.
        fitting = [.. fitting.Where(folder => folder.Length >= _root.Length)];
        if (own == _root) return new(own, IsCertain: true);
        if (hasIgnoreFile && fitting[0] == own) return new(own, IsCertain: true);
        return fitting[^1] == _root ? new(_root, IsCertain: fitting.Length == 1) : new(fitting[0], IsCertain: true);
    }

    /// <summary>
    /// The nearest folder with all sources, of the folder of the Dockerfile and those above it in its repository; null if none has them.
    /// </summary>
    /// <param name="dockerfile">The absolute path.</param>
    /// <param name="sources">Paths and patterns, relative to the folder.</param>
    public string? FolderWith(string dockerfile, IReadOnlyCollection<string> sources)
    {
        var own = Path.GetDirectoryName(dockerfile)!;
        return Upward(own, RepositoryOf(files, own)).Find(folder => sources.All(path => Exists(folder, path)));
    }

    private static string RepositoryOf(IFileSystem files, string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            // .git is a file in a worktree or a submodule.
            var git = Path.Combine(at, ".git");
            if (files.DirectoryExists(git) || files.FileExists(git)) return at;
        }

        return folder;
    }

    /// <summary>A folder and those above it up to another one, nearest first.</summary>
    private static List<string> Upward(string folder, string last)
    {
        List<string> folders = [];
        for (string? at = folder; at is not null && at.Length >= last.Length; at = Path.GetDirectoryName(at)) folders.Add(at);
        return folders;
    }

    private bool Exists(string folder, string path)
    {
        if (PatternCharacters.FirstIn(path) < 0)
        {
            var full = Path.Combine(folder, path);
            return files.FileExists(full) || files.DirectoryExists(full);
        }

        // Only the last part of most patterns has a star; a pattern for folders matches in too many places to tell.
        var slash = path.LastIndexOf('/');
        var (parent, name) = slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
        if (PatternCharacters.FirstIn(parent) >= 0 || IgnoreFile.Parse(name).Patterns is not [var pattern]) return true;
        return files.List(Path.Combine(folder, parent)).Any(entry => pattern.Matches(entry.Name));
    }
}
