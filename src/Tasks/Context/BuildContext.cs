using ContainerGuard.Dockerfile;

namespace ContainerGuard.Context;

/// <summary>Where a look at the build context ends, whatever there still is to see: it happens in every build.</summary>
/// <param name="Entries">Files and folders looked at; as many again where their sizes are asked for.</param>
/// <param name="Depth">Folders below the context's root.</param>
internal sealed record BuildContextLimits(int Entries = 20_000, int Depth = 24);

/// <summary>
/// The folder that a build is sent, seen through its ignore file. It is walked at most once and only when asked; no link is followed,
/// so nothing outside of it is ever read.
/// </summary>
internal sealed class BuildContext
{
    private readonly IFileSystem files;
    private readonly BuildContextLimits limits;
    private readonly Lazy<Walked> walk;
    private readonly Lazy<List<SensitiveFile>> sensitiveFiles;
    private readonly Lazy<List<LocalFolder>> localFolders;
    private readonly Lazy<ContextSize> size;
    private readonly Lazy<IgnoreFile> gitIgnore;
    private readonly Lazy<Dictionary<string, string>> firstOfName;

    /// <param name="files">The disk.</param>
    /// <param name="root">The context, absolute.</param>
    /// <param name="ignoreFile">What the build ignores, or null when there is no ignore file.</param>
    /// <param name="limits">Where the look ends.</param>
    /// <param name="ignoreName">How diagnostics name the ignore file that is not there.</param>
    public BuildContext(IFileSystem files, string root, IgnoreFile? ignoreFile, BuildContextLimits? limits = null, string ignoreName = ".dockerignore")
    {
        this.files = files;
        this.limits = limits ?? new BuildContextLimits();
        Root = root;
        IgnoreFile = ignoreFile;
        IgnoreSource = ignoreFile?.Source ?? SourceText.From("", ignoreName);
        walk = new Lazy<Walked>(Walk);
        sensitiveFiles = new Lazy<List<SensitiveFile>>(FindSensitiveFiles);
        localFolders = new Lazy<List<LocalFolder>>(() => LocalFolder.In(this));
        size = new Lazy<ContextSize>(Measure);
        firstOfName = new Lazy<Dictionary<string, string>>(FirstOfName);
        gitIgnore = new Lazy<IgnoreFile>(() => IgnoreFile.ParseGit(files.ReadText(Path.Combine(root, ".gitignore")) ?? ""));
    }

    /// <summary>Absolute.</summary>
    public string Root { get; }

    /// <summary>Null when the build has none: everything is sent.</summary>
    public IgnoreFile? IgnoreFile { get; }

    /// <summary>The ignore file's text, or an empty one with the name that it would have.</summary>
    public SourceText IgnoreSource { get; }

    /// <summary>What would be sent and must not be, by path.</summary>
    public IReadOnlyList<SensitiveFile> SensitiveFiles => sensitiveFiles.Value;

    /// <summary>What would be sent and is made on each machine anew, by path.</summary>
    public IReadOnlyList<LocalFolder> LocalFolders => localFolders.Value;

    /// <summary>False when the look ended at a limit, so that there may be more.</summary>
    public bool IsComplete => walk.Value.IsComplete;

    /// <summary>All that was seen, what lies near the root first; what is ignored is among it, where the walk came by.</summary>
    public IReadOnlyList<ContextEntry> Entries => walk.Value.Entries;

    /// <summary>How much is sent, and of what; looks into folders that <see cref="Entries"/> leaves closed.</summary>
    public ContextSize Size => size.Value;

    /// <summary>The same folder, seen through another ignore file.</summary>
    public BuildContext With(IgnoreFile ignoreFile) => new(files, Root, ignoreFile, limits);

    /// <param name="path">Relative to the context, with forward slashes.</param>
    public bool IsSent(string path) => IgnoreFile is null || !IgnoreFile.IsIgnored(path);

    /// <summary>
    /// Whether the repository leaves a path out: what a build makes is not there until it has run. Only the .gitignore in the context's
    /// root is read.
    /// </summary>
    /// <param name="path">Relative to the context, with forward slashes.</param>
    public bool IsMadeByBuild(string path) => gitIgnore.Value.IsIgnored(path);

    /// <summary>Goes down a path as far as it leads.</summary>
    /// <param name="path">Relative to the context, with forward slashes; empty for the context itself.</param>
    /// <param name="entry">The last part that is there: the path's own entry, or a folder above it.</param>
    /// <returns>Whether it is there; null where the walk did not look.</returns>
    public bool? Find(string path, out ContextEntry entry)
    {
        entry = walk.Value.Root;
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

    /// <summary>Whether it holds something that a pattern names, or may, where the walk did not look.</summary>
    /// <param name="pattern">As a source of COPY is written, relative to the context.</param>
    public bool MayHold(string pattern)
    {
        if (!IsComplete || IgnoreFile.Parse(pattern).Patterns is not [var glob]) return true;
        foreach (var entry in Entries)
        {
            if (glob.Matches(entry.Path) || (entry is { Kind: not FileKind.File, Children: null } && glob.MayMatchBelow(entry.Path))) return true;
        }

        return false;
    }

    /// <summary>What is sent and was most likely meant by a path that is not there: nearly the same name, or the same elsewhere; null when nothing is near.</summary>
    /// <param name="path">The path.</param>
    /// <param name="folder">Where it leads, as <see cref="Find"/> gives it.</param>
    public string? NearestTo(string path, ContextEntry folder)
    {
        var done = folder.Path.Length == 0 ? 0 : folder.Path.Length + 1;
        var slash = path.IndexOf('/', done);
        var (part, rest) = slash < 0 ? (path[done..], "") : (path[done..slash], path[slash..]);
        string[] beside = [.. (folder.Children ?? []).Where(static entry => !entry.IsIgnored).Select(static entry => entry.Name)];
        var near = Array.Find(beside, name => name.Equals(part, StringComparison.OrdinalIgnoreCase)) ?? (part.Length > 3 ? Nearest.Find(part, beside, ignoreCase: true) : null);
        return near is not null ? $"{path[..done]}{near}{rest}" : firstOfName.Value.GetValueOrDefault(path[(path.LastIndexOf('/') + 1)..]);
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

        // Breadth first: what lies near the root is what counts most, should a limit end the look.
        var folders = new Queue<Folder>();
        folders.Enqueue(new Folder(root, 0, null));
        while (folders.TryDequeue(out var folder))
        {
            List<ContextEntry> children = [];
            foreach (var listed in files.List(AbsoluteOf(folder.Entry)))
            {
                if (entries.Count == limits.Entries) return new Walked(root, entries, IsComplete: false);

                var path = PathIn(folder.Entry, listed);
                var decision = ignore.Decide(path, folder.Decision);
                var entry = new ContextEntry(folder.Entry, path, listed.Kind, listed.Length, decision.IsIgnored);
                entries.Add(entry);
                children.Add(entry);
                if (entry.Length > 0) folder.Entry.Add(entry.Length);
                if (listed.Kind != FileKind.Directory || IsOfOthers(listed.Name) || (decision.IsIgnored && !ignore.MayTakeBackBelow(path))) continue;
                if (folder.Depth < limits.Depth) folders.Enqueue(new Folder(entry, folder.Depth + 1, decision));
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

            // In a worktree or a submodule .git is a file that names a folder elsewhere: nothing in it is worth hiding.
            if (entry is { Kind: FileKind.Directory, Name: ".git" })
            {
                found.Add(new SensitiveFile(entry.Path, SensitiveKind.Repository, "is the repository with all its history"));
            }
            else if (entry.Kind == FileKind.File && Context.SensitiveFiles.Classify(entry.Path, bytes => files.ReadText(AbsoluteOf(entry), bytes)) is { } file)
            {
                found.Add(file);
            }
        }

        found.Sort(static (one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;
    }

    /// <summary>Looks for their sizes into the folders that are sent and that the walk had no reason to look into.</summary>
    private ContextSize Measure()
    {
        var ignore = IgnoreFile ?? IgnoreFile.Empty;
        var left = limits.Entries;
        var lengths = new ContextLengths();
        var isComplete = IsComplete;
        var folders = new Queue<Folder>();
        foreach (var entry in Entries)
        {
            if (entry is { Kind: FileKind.Directory, Children: null } && IsOfOthers(entry.Name) && (!entry.IsIgnored || ignore.MayTakeBackBelow(entry.Path)))
                folders.Enqueue(new Folder(entry, 0, ignore.Decide(entry.Path, null)));
        }

        while (folders.TryDequeue(out var folder))
        {
            foreach (var listed in files.List(AbsoluteOf(folder.Entry)))
            {
                if (left-- == 0) return ContextSize.Of(walk.Value.Root, lengths, isComplete: false);

                var path = PathIn(folder.Entry, listed);
                var decision = ignore.Decide(path, folder.Decision);
                var entry = new ContextEntry(folder.Entry, path, listed.Kind, listed.Length, decision.IsIgnored);
                lengths.Add(folder.Entry, entry.Length);
                if (listed.Kind != FileKind.Directory || (decision.IsIgnored && !ignore.MayTakeBackBelow(path))) continue;
                if (folder.Depth < limits.Depth) folders.Enqueue(new Folder(entry, folder.Depth + 1, decision));
                else isComplete = false;
            }
        }

        return ContextSize.Of(walk.Value.Root, lengths, isComplete);
    }

    private string AbsoluteOf(ContextEntry entry) => entry.Path.Length == 0 ? Root : Path.Combine(Root, entry.Path);

    private static string PathIn(ContextEntry folder, FileEntry entry) => folder.Path.Length == 0 ? entry.Name : $"{folder.Path}/{entry.Name}";

    /// <summary>What packages, builds and tools bring along are copies or test data of others; looking through it would cost most of the time.</summary>
    private static bool IsOfOthers(string folder) => folder is ".git" or "node_modules" or "bin" or "obj" or ".vs" or "__pycache__" or ".venv";

    private sealed record Folder(ContextEntry Entry, int Depth, IgnoreDecision? Decision);

    private sealed record Walked(ContextEntry Root, List<ContextEntry> Entries, bool IsComplete);
}
