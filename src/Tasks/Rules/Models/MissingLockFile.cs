using ContainerGuard.Context;

namespace ContainerGuard.Rules;

/// <summary>A manifest that a stage copies from the context, and none of its lock files.</summary>
/// <param name="Manifest">Its path in the context.</param>
/// <param name="What">What is wrong with the lock file, as a clause.</param>
internal sealed record MissingLockFile(string Manifest, string What)
{
    /// <summary>Null where a lock file is copied, too, or nobody knows.</summary>
    /// <param name="files">The context.</param>
    /// <param name="copies">What the stage takes from it, in source order.</param>
    /// <param name="install">What is installed.</param>
    /// <param name="run">The RUN that does it: what is copied later does not count.</param>
    public static MissingLockFile? Find(BuildContext files, List<ContextCopy> copies, DependencyInstall install, RunScript run)
    {
        MissingLockFile? found = null;
        foreach (var copy in copies)
        {
            if (copy.Instruction.KeywordSpan.Start > run.Instruction.KeywordSpan.Start) break;
            foreach (var (path, _) in copy.Sources)
            {
                if (install.Locks.Any(name => SecretFiles.NameOf(path).StartsWith(name, StringComparison.Ordinal) && files.Find(path, out _) != false)) return null;
                if (FolderOf(files, path, install.Manifests[0]) is not { } folder) continue;
                if (LocksAbove(files, folder, install.Locks) is not { } what) return null;
                found ??= new MissingLockFile(folder.Length == 0 ? install.Manifests[0] : $"{folder}/{install.Manifests[0]}", what);
            }
        }

        return found;
    }

    /// <summary>The folder whose manifest a source takes; null when it takes none.</summary>
    private static string? FolderOf(BuildContext files, string path, string manifest)
    {
        if (path == "*") path = "";
        var name = SecretFiles.NameOf(path);
        var isPattern = name.AsSpan().IndexOfAny("*?[") >= 0;
        if (name == manifest || (isPattern && IgnoreFile.Parse(name).IsIgnored(manifest))) path = path.Length == name.Length ? "" : path[..(path.Length - name.Length - 1)];
        var whole = path.Length == 0 ? manifest : $"{path}/{manifest}";
        return files.Find(whole, out _) == true && files.IsSent(whole) ? path : null;
    }

    /// <summary>Null where a lock file is sent, or may be, in the folder or above it, as in a workspace; else what is wrong.</summary>
    private static string? LocksAbove(BuildContext files, string folder, string[] locks)
    {
        string? ignored = null;
        for (var at = folder; ; at = at.LastIndexOf('/') is > 0 and var slash ? at[..slash] : "")
        {
            foreach (var name in locks)
            {
                var path = at.Length == 0 ? name : $"{at}/{name}";
                if (files.Find(path, out _) == false) continue;
                if (files.IsSent(path)) return null;
                ignored = path;
            }

            if (at.Length == 0) return ignored is null ? "there is no lock file beside it" : $"the ignore file leaves {ignored} out";
        }
    }
}
