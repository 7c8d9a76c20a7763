using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>A command that installs the packages of a manifest, and has no lock file for it.</summary>
/// <param name="Run">The RUN of the command.</param>
/// <param name="Command">The command.</param>
/// <param name="Install">What it installs.</param>
/// <param name="Manifest">The path of the manifest in the build context.</param>
/// <param name="Ignored">The path of the lock file that the ignore file excludes; null when the context has no lock file.</param>
internal sealed record MissingLockFile(RunScript Run, ShellCommand Command, DependencyInstall Install, string Manifest, string? Ignored)
{
    /// <summary>What is wrong with the lock file: a clause.</summary>
    public string What => Ignored is null ? $"{Manifest} has no lock file" : $"the ignore file excludes {Ignored}";

    /// <summary>How to provide the lock file: the beginning of a sentence, which continues with the copy.</summary>
    public string Remedy => Ignored is null ? $"Commit {Install.Locks[0]}" : $"Add '!{Ignored}' to the ignore file";

    /// <summary>Such commands, in source order: the first of each kind in each stage. Empty if the build context is not certain.</summary>
    public static IEnumerable<MissingLockFile> In(FileAnalysis file)
    {
        if (file.Copies.IsEmpty || file.Facts.CertainContext is not { } files) yield break;

        Dictionary<Stage, List<ContextCopy>>? copies = null;
        HashSet<string> done = new(StringComparer.Ordinal);
        foreach (var run in file.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (DependencyInstall.Of(command) is not { Locks: not [] } install
                    || !done.Add($"{run.Stage.Index} {install.Text}")
                    || MayComeFromElsewhere(run)
                    || !(copies ??= ByStage(file)).TryGetValue(run.Stage, out var taken))
                {
                    continue;
                }

                if (Find(files, taken, install, run) is var (manifest, ignored))
                {
                    yield return new MissingLockFile(run, command, install, manifest, ignored);
                }
            }
        }
    }

    private static Dictionary<Stage, List<ContextCopy>> ByStage(FileAnalysis file)
    {
        Dictionary<Stage, List<ContextCopy>> byStage = [];
        foreach (var copy in file.Copies)
        {
            if (copy.Instruction.Onbuild is not null) continue;
            if (!byStage.TryGetValue(copy.Stage, out var list)) byStage[copy.Stage] = list = [];
            list.Add(copy);
        }

        return byStage;
    }

    /// <summary>Whether another stage, a mount or the parent stage can provide the lock file.</summary>
    private static bool MayComeFromElsewhere(RunScript run) =>
        run.Instruction.Onbuild is not null || run.Stage.Parent is not null || !run.Stage.Sources.IsEmpty
        || run.Instruction.Mounts.Any(static mount => mount.Type == "bind");

    /// <summary>The manifest without a lock file; null when a lock file is copied, or can be.</summary>
    /// <param name="files">The build context.</param>
    /// <param name="copies">What the stage copies from it, in source order.</param>
    /// <param name="install">What is installed.</param>
    /// <param name="run">The RUN that installs: later copies do not count.</param>
    private static (string Manifest, string? Ignored)? Find(
        BuildContext files, List<ContextCopy> copies, DependencyInstall install, RunScript run)
    {
        (string, string?)? found = null;
        foreach (var copy in copies)
        {
            if (copy.Instruction.KeywordSpan.Start > run.Instruction.KeywordSpan.Start) break;
            foreach (var (path, _) in copy.Sources)
            {
                if (install.Locks.Any(
                    name => SecretFiles.NameOf(path).StartsWith(name, StringComparison.Ordinal) && files.Find(path, out _) != false))
                {
                    return null;
                }

                if (FolderOf(files, path, install.Manifests[0]) is not { } folder) continue;
                if (HasLockAbove(files, folder, install.Locks, out var ignored)) return null;
                found ??= (folder.Length == 0 ? install.Manifests[0] : $"{folder}/{install.Manifests[0]}", ignored);
            }
        }

        return found;
    }

    /// <summary>The folder of the manifest that a COPY source brings; null when it brings none.</summary>
    private static string? FolderOf(BuildContext files, string path, string manifest)
    {
        if (path == "*") path = "";
        var name = SecretFiles.NameOf(path);
        var isPattern = name.AsSpan().IndexOfAny("*?[") >= 0;
        if (name == manifest || (isPattern && IgnoreFile.Parse(name).IsIgnored(manifest)))
        {
            path = path.Length == name.Length ? "" : path[..(path.Length - name.Length - 1)];
        }

        var whole = path.Length == 0 ? manifest : $"{path}/{manifest}";
        return files.Find(whole, out _) == true && files.IsSent(whole) ? path : null;
    }

    /// <summary>Whether the builder gets a lock file, or can get it, in the folder or in one above it, as in a workspace.</summary>
    /// <param name="files">The build context.</param>
    /// <param name="folder">The folder of the manifest.</param>
    /// <param name="locks">The names of the lock file.</param>
    /// <param name="ignored">The path of a lock file that the ignore file excludes.</param>
    private static bool HasLockAbove(BuildContext files, string folder, string[] locks, out string? ignored)
    {
        ignored = null;
        for (var at = folder; ; at = at.LastIndexOf('/') is > 0 and var slash ? at[..slash] : "")
        {
            foreach (var name in locks)
            {
                var path = at.Length == 0 ? name : $"{at}/{name}";
                if (files.Find(path, out _) == false) continue;
                if (files.IsSent(path)) return true;
                ignored = path;
            }

            if (at.Length == 0) return false;
        }
    }
}
