using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Context;

/// <summary>The limits of a walk through the build context, which bound its cost, because every build does it.</summary>
/// <param name="Entries">The number of files and folders; the same number again when a rule asks for their sizes.</param>
/// <param name="Depth">The number of folder levels below the context's root.</param>
internal sealed record BuildContextLimits(int Entries = 20_000, int Depth = 24)
{
    /// <summary>The limits where a COPY takes everything: no file is left out because it is far from the root.</summary>
    public BuildContextLimits Raised => new(Entries * 10, Depth * 2);
}

/// <summary>
/// The folder that a builder receives, filtered by its ignore file. It is walked at most once, on first use. Links are not followed, so
/// nothing outside the folder is read.
/// </summary>
internal sealed class BuildContext
{
    /// <summary>The number of files that are looked at in a folder that the walk does not visit.</summary>
    private const int MostBelow = 2_000;

    private readonly IFileSystem _files;
    private readonly BuildContextLimits _limits;
    private readonly Func<string, string>? _nameOf;
    private readonly Lazy<Walked> _walk;
    private readonly Lazy<BuildContext> _whole;
    private readonly Lazy<List<SensitiveFile>> _sensitiveFiles;
    private readonly Lazy<List<LocalFolder>> _localFolders;
    private readonly Lazy<ContextSize> _size;
    private readonly Lazy<IgnoreFile> _gitIgnore;
    private readonly Lazy<Dictionary<string, string>> _firstOfName;

    /// <param name="files">The disk.</param>
    /// <param name="root">The absolute path of the context.</param>
    /// <param name="ignoreFile">The ignore file of the build; null when it does not exist.</param>
    /// <param name="limits">The limits of the walk.</param>
    /// <param name="ignoreName">The name in diagnostics of an ignore file that does not exist.</param>
    /// <param name="nameOf">Gives the name of a file in diagnostics for its absolute path; without it, its path in the context.</param>
    public BuildContext(
        IFileSystem files, string root, IgnoreFile? ignoreFile, BuildContextLimits? limits = null, string ignoreName = ".dockerignore",
        Func<string, string>? nameOf = null)
    {
        _files = files;
        _nameOf = nameOf;
        _limits = limits ?? new BuildContextLimits();
        Root = root;
        IgnoreFile = ignoreFile;
        IgnoreSource = ignoreFile?.Source ?? SourceText.From("", ignoreName);
        _walk = new Lazy<Walked>(Walk);
        _whole = new Lazy<BuildContext>(() => IsComplete ? this : new BuildContext(files, root, ignoreFile, _limits.Raised, ignoreName));
        _sensitiveFiles = new Lazy<List<SensitiveFile>>(FindSensitiveFiles);
        _localFolders = new Lazy<List<LocalFolder>>(() => LocalFolder.In(this));
        _size = new Lazy<ContextSize>(Measure);
        _firstOfName = new Lazy<Dictionary<string, string>>(FirstOfName);
        _gitIgnore = new Lazy<IgnoreFile>(() => IgnoreFile.ParseGit(files.ReadText(Path.Combine(root, ".gitignore")) ?? ""));
    }

    /// <summary>The absolute path of the context.</summary>
    public string Root { get; }

    /// <summary>The ignore file; null when it does not exist, so that the builder receives everything.</summary>
    public IgnoreFile? IgnoreFile { get; }

    /// <summary>The text of the ignore file, or an empty string with the name that the file would have.</summary>
    public SourceText IgnoreSource { get; }

    /// <summary>The files that the builder would receive and must not, sorted by path.</summary>
    public IReadOnlyList<SensitiveFile> SensitiveFiles => _sensitiveFiles.Value;

    /// <summary>The folders that the builder would receive and that each machine creates for itself, sorted by path.</summary>
    public IReadOnlyList<LocalFolder> LocalFolders => _localFolders.Value;

    /// <summary>False when the walk ended at a limit, so that there may be more files.</summary>
    public bool IsComplete => _walk.Value.IsComplete;

    /// <summary>All visited entries, those near the root first. Ignored entries are included where the walk visited them.</summary>
    public IReadOnlyList<ContextEntry> Entries => _walk.Value.Entries;

    /// <summary>The same context, walked with raised limits if the usual ones end the walk. It may still not be complete.</summary>
    public BuildContext Whole => _whole.Value;

    /// <summary>The number of files and folders after which the walk ends.</summary>
    public int MostEntries => _limits.Entries;

    /// <summary>The number of folder levels below the root that the walk reads.</summary>
    public int MostLevels => _limits.Depth;

    /// <summary>The size of the context and its largest parts. Also measures folders that <see cref="Entries"/> does not list.</summary>
    public ContextSize Size => _size.Value;

    /// <summary>The same folder, filtered by another ignore file.</summary>
    public BuildContext With(IgnoreFile ignoreFile) => new(_files, Root, ignoreFile, _limits, nameOf: _nameOf);

    /// <param name="path">Relative to the context, with forward slashes.</param>
    public bool IsSent(string path) => IgnoreFile is null || !IgnoreFile.IsIgnored(path);

    /// <summary>
    /// The text of a file that the builder receives; null for a folder, a link, a larger file, and a file that is not sent.
    /// </summary>
    /// <param name="path">Relative to the context, with forward slashes.</param>
    /// <param name="maximumBytes">The size of the largest file to read.</param>
    public SourceText? ReadSource(string path, int maximumBytes)
    {
        if (Find(path, out var entry) != true || entry is not { Kind: FileKind.File, IsIgnored: false } || entry.Length > maximumBytes)
        {
            return null;
        }

        var absolute = AbsoluteOf(entry);
        return _files.ReadText(absolute, maximumBytes) is { } text ? SourceText.From(text, _nameOf?.Invoke(absolute) ?? path) : null;
    }

    /// <summary>
    /// Whether .gitignore excludes a path: a build probably creates it, so it may not exist yet. Only the .gitignore in the context's root
    /// is read.
    /// </summary>
    /// <param name="path">Relative to the context, with forward slashes.</param>
    public bool IsMadeByBuild(string path) => _gitIgnore.Value.IsIgnored(path);

    /// <summary>Follows a path as far as it exists.</summary>
    /// <param name="path">Relative to the context, with forward slashes; empty for the context itself.</param>
    /// <param name="entry">The last existing part: the path's own entry, or a folder above it.</param>
    /// <returns>Whether the path exists; null where the walk did not visit its folder.</returns>
    public bool? Find(string path, out ContextEntry entry)
    {
        entry = _walk.Value.Root;
        if (path.Length == 0) return true;
        foreach (var name in path.Split('/'))
        {
            if (entry.Kind == FileKind.File) return false;
            if (entry.Children is null) return null;
            if (entry.Child(name) is not { } child) return false;
            entry = child;
        }

        return true;
    }

    /// <summary>Whether the context contains a match of a pattern, or may contain one in a folder that the walk did not visit.</summary>
    /// <param name="pattern">A source of COPY, relative to the context.</param>
    public bool MayHold(string pattern)
    {
        if (!IsComplete || IgnoreFile.Parse(pattern).Patterns is not [var glob]) return true;
        foreach (var entry in Entries)
        {
            if (glob.Matches(entry.Path) || (entry is { Kind: not FileKind.File, Children: null } && glob.MayMatchBelow(entry.Path)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the builder receives a match of a pattern, or may receive one in a folder that the walk did not visit.</summary>
    /// <param name="pattern">A source of COPY, relative to the context.</param>
    public bool MaySend(string pattern)
    {
        if (!IsComplete || IgnoreFile.Parse(pattern).Patterns is not [var glob]) return true;
        foreach (var entry in Entries)
        {
            if (!entry.IsIgnored ? glob.Covers(entry.Path)
                : entry is { Children: null, Kind: not FileKind.File } && glob.MayMatchBelow(entry.Path) && MaySendBelow(entry.Path))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the builder receives a file below a folder that its ignore file excludes. Reads the disk.</summary>
    /// <param name="folder">Relative to the context, with forward slashes.</param>
    public bool MaySendBelow(string folder)
    {
        if (IgnoreFile is not { } ignore) return true;
        var left = MostBelow;
        var folders = new Queue<string>();
        folders.Enqueue(folder);
        while (folders.TryDequeue(out var path))
        {
            foreach (var listed in _files.List(Path.Combine(Root, path)))
            {
                if (left-- == 0) return true;
                var inner = $"{path}/{listed.Name}";
                if (!ignore.IsIgnored(inner)) return true;
                if (listed.Kind == FileKind.Directory && ignore.MayTakeBackBelow(inner)) folders.Enqueue(inner);
            }
        }

        return false;
    }

    /// <summary>
    /// The existing path that a missing path most likely refers to: a similar name in the same folder, or the same name in another folder;
    /// null when no such path exists.
    /// </summary>
    /// <param name="path">The missing path.</param>
    /// <param name="folder">Its last existing folder, as <see cref="Find"/> returns it.</param>
    public string? NearestTo(string path, ContextEntry folder)
    {
        var done = folder.Path.Length == 0 ? 0 : folder.Path.Length + 1;
        var slash = path.IndexOf('/', done);
        var (part, rest) = slash < 0 ? (path[done..], "") : (path[done..slash], path[slash..]);
        string[] beside = [.. (folder.Children ?? []).Where(static entry => !entry.IsIgnored).Select(static entry => entry.Name)];
        var near = Array.Find(beside, name => name.Equals(part, StringComparison.OrdinalIgnoreCase))
            ?? (part.Length > 3 ? SpellingSuggestion.Find(part, beside, ignoreCase: true) : null);
        return near is not null ? $"{path[..done]}{near}{rest}" : _firstOfName.Value.GetValueOrDefault(path[(path.LastIndexOf('/') + 1)..]);
    }

    private Dictionary<string, string> FirstOfName()
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (var entry in Entries)
        {
            if (!entry.IsIgnored) names.TryAdd(entry.Name, entry.Path);
        }

        return names;
    }

    private Walked Walk()
    {
        var ignore = IgnoreFile ?? IgnoreFile.Empty;
        var root = new ContextEntry(null, "", FileKind.Directory, 0, isIgnored: false);
        var entries = new List<ContextEntry>();
        var isComplete = true;

        // Breadth first: if a limit ends the walk, the entries near the root matter most.
        var folders = new Queue<Folder>();
        folders.Enqueue(new Folder(root, 0, null));
        while (folders.TryDequeue(out var folder))
        {
            List<ContextEntry> children = [];
            foreach (var listed in Sorted(folder.Entry))
            {
                if (entries.Count == _limits.Entries) return new Walked(root, entries, IsComplete: false);

                var path = PathIn(folder.Entry, listed);
                var decision = ignore.Decide(path, folder.Decision);
                var entry = new ContextEntry(folder.Entry, path, listed.Kind, listed.Length, decision.IsIgnored);
                entries.Add(entry);
                children.Add(entry);
                if (entry.Length > 0) folder.Entry.Add(entry.Length);
                if (listed.Kind != FileKind.Directory || IsOfOthers(listed.Name) || (decision.IsIgnored && !ignore.MayTakeBackBelow(path)))
                {
                    continue;
                }

                if (folder.Depth < _limits.Depth) folders.Enqueue(new Folder(entry, folder.Depth + 1, decision));
                else isComplete = false;
            }

            folder.Entry.Children = children;
        }

        return new Walked(root, entries, isComplete);
    }

    private List<SensitiveFile> FindSensitiveFiles()
    {
        var found = new List<SensitiveFile>();
        foreach (var entry in Entries)
        {
            if (entry.IsIgnored) continue;

            // In a worktree or a submodule .git is a file with the path of another folder, which is not sensitive.
            if (entry is { Kind: FileKind.Directory, Name: ".git" })
            {
                found.Add(new SensitiveFile(entry.Path, SensitiveKind.Repository, "contains the history of the repository"));
            }
            else if (entry.Kind == FileKind.File
                && Context.SensitiveFiles.Classify(entry.Path, bytes => _files.ReadText(AbsoluteOf(entry), bytes)) is { } file)
            {
                found.Add(file);
            }
        }

        found.Sort(static (one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;
    }

    /// <summary>Measures the folders that the builder receives and that the walk did not need to visit.</summary>
    private ContextSize Measure()
    {
        var ignore = IgnoreFile ?? IgnoreFile.Empty;
        var left = _limits.Entries;
        var lengths = new ContextLengths();
        var isComplete = IsComplete;
        var folders = new Queue<Folder>();
        foreach (var entry in Entries)
        {
            if (entry is { Kind: FileKind.Directory, Children: null }
                && IsOfOthers(entry.Name)
                && (!entry.IsIgnored || ignore.MayTakeBackBelow(entry.Path)))
            {
                folders.Enqueue(new Folder(entry, 0, ignore.Decide(entry.Path, null)));
            }
        }

        while (folders.TryDequeue(out var folder))
        {
            foreach (var listed in Sorted(folder.Entry))
            {
                if (left-- == 0) return ContextSize.Of(_walk.Value.Root, lengths, isComplete: false);

                var path = PathIn(folder.Entry, listed);
                var decision = ignore.Decide(path, folder.Decision);
                var entry = new ContextEntry(folder.Entry, path, listed.Kind, listed.Length, decision.IsIgnored);
                lengths.Add(folder.Entry, entry.Length);
                if (listed.Kind != FileKind.Directory || (decision.IsIgnored && !ignore.MayTakeBackBelow(path))) continue;
                if (folder.Depth < _limits.Depth) folders.Enqueue(new Folder(entry, folder.Depth + 1, decision));
                else isComplete = false;
            }
        }

        return ContextSize.Of(_walk.Value.Root, lengths, isComplete);
    }

    /// <summary>By name, so that the answers do not depend on the order of the disk.</summary>
    private FileEntry[] Sorted(ContextEntry folder)
    {
        FileEntry[] entries = [.. _files.List(AbsoluteOf(folder))];
        Array.Sort(entries, static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return entries;
    }

    private string AbsoluteOf(ContextEntry entry) => entry.Path.Length == 0 ? Root : Path.Combine(Root, entry.Path);

    private static string PathIn(ContextEntry folder, FileEntry entry) =>
        folder.Path.Length == 0 ? entry.Name : $"{folder.Path}/{entry.Name}";

    /// <summary>
    /// Whether a folder belongs to packages, builds or tools. Such folders would take most of the time, and their files are not the user's
    /// own.
    /// </summary>
    private static bool IsOfOthers(string folder) =>
        folder is ".git" or "node_modules" or "bin" or "obj" or ".vs" or "__pycache__" or ".venv";

    private sealed record Folder(ContextEntry Entry, int Depth, IgnoreDecision? Decision);

    private sealed record Walked(ContextEntry Root, List<ContextEntry> Entries, bool IsComplete);
}
