namespace ContainerGuard.Context;

/// <summary>Where a look at the build context ends, whatever there still is to see: it happens in every build.</summary>
/// <param name="Entries">Files and folders looked at.</param>
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
    private readonly Lazy<(List<SensitiveFile> Found, bool IsComplete)> walk;

    /// <param name="files">The disk.</param>
    /// <param name="root">The context, absolute.</param>
    /// <param name="ignoreFile">What the build ignores, or null when there is no ignore file.</param>
    /// <param name="limits">Where the look ends.</param>
    public BuildContext(IFileSystem files, string root, IgnoreFile? ignoreFile, BuildContextLimits? limits = null)
    {
        this.files = files;
        this.limits = limits ?? new BuildContextLimits();
        Root = root;
        IgnoreFile = ignoreFile;
        walk = new Lazy<(List<SensitiveFile>, bool)>(Walk);
    }

    /// <summary>Absolute.</summary>
    public string Root { get; }

    /// <summary>Null when the build has none: everything is sent.</summary>
    public IgnoreFile? IgnoreFile { get; }

    /// <summary>What would be sent and must not be, by path.</summary>
    public IReadOnlyList<SensitiveFile> SensitiveFiles => walk.Value.Found;

    /// <summary>False when the look ended at a limit, so that there may be more.</summary>
    public bool IsComplete => walk.Value.IsComplete;

    /// <param name="path">Relative to the context, with forward slashes.</param>
    public bool IsSent(string path) => IgnoreFile is null || !IgnoreFile.IsIgnored(path);

    private (List<SensitiveFile> Found, bool IsComplete) Walk()
    {
        var ignore = IgnoreFile ?? IgnoreFile.Empty;
        var found = new List<SensitiveFile>();
        var seen = 0;
        var isComplete = true;

        // Breadth first: what lies near the root is what counts most, should a limit end the look.
        var folders = new Queue<Folder>();
        folders.Enqueue(new Folder("", 0, null));
        while (folders.TryDequeue(out var folder))
        {
            foreach (var entry in files.List(folder.Path.Length == 0 ? Root : Path.Combine(Root, folder.Path)))
            {
                if (++seen > limits.Entries) return (Sorted(found), false);

                var path = folder.Path.Length == 0 ? entry.Name : $"{folder.Path}/{entry.Name}";
                var decision = ignore.Decide(path, folder.Decision);

                // In a worktree or a submodule .git is a file that names a folder elsewhere: nothing in it is worth hiding.
                if (entry is { Name: ".git", Kind: FileKind.Directory })
                {
                    if (!decision.IsIgnored) found.Add(new SensitiveFile(path, SensitiveKind.Repository, "is the repository with all its history"));
                }
                else if (entry.Kind == FileKind.Directory)
                {
                    if (!MayHoldSecrets(entry.Name) || (decision.IsIgnored && !ignore.MayTakeBackBelow(path))) continue;
                    if (folder.Depth < limits.Depth) folders.Enqueue(new Folder(path, folder.Depth + 1, decision));
                    else isComplete = false;
                }
                else if (entry.Kind == FileKind.File && !decision.IsIgnored)
                {
                    var absolute = Path.Combine(Root, path);
                    if (Context.SensitiveFiles.Classify(path, bytes => files.ReadText(absolute, bytes)) is { } file) found.Add(file);
                }
            }
        }

        return (Sorted(found), isComplete);
    }

    /// <summary>What packages and builds bring along are copies or test data of others; looking through it would cost most of the time.</summary>
    private static bool MayHoldSecrets(string folder) => folder is not ("node_modules" or "bin" or "obj" or ".vs" or "__pycache__" or ".venv");

    private sealed record Folder(string Path, int Depth, IgnoreDecision? Decision);

    private static List<SensitiveFile> Sorted(List<SensitiveFile> found)
    {
        found.Sort(static (one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;
    }
}
