using ContainerGuard.Context;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Packages;

/// <summary>Packages are installed from a manifest of the context, and the file that holds their exact versions is not there.</summary>
internal sealed class ManifestWithoutLockFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5008", "A manifest is installed without its lock file", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Copies.IsEmpty || context.Facts.CertainContext is not { } files) return;

        Dictionary<Stage, List<ContextCopy>>? copies = null;
        HashSet<string> done = new(StringComparer.Ordinal);
        foreach (var run in context.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (DependencyInstall.Of(command) is not { Locks: [var usual, ..] } install || !done.Add($"{run.Stage.Index} {install.Text}")) continue;
                if ((copies ??= ByStage(context)).TryGetValue(run.Stage, out var taken) && !MayComeFromElsewhere(run)
                    && Missing(files, taken, install, run) is { } missing)
                {
                    context.Report(run.Locate(command),
                        $"'{install.Text}' installs what {missing.Manifest} names, and {missing.What}, so {(install.FailsWithoutLock ? "it refuses to run" : "each build may get other versions")}. Commit {usual}, and copy it beside the manifest.",
                        install.FailsWithoutLock ? Severity.Error : null);
                }
            }
        }
    }

    private static Dictionary<Stage, List<ContextCopy>> ByStage(RuleContext context)
    {
        Dictionary<Stage, List<ContextCopy>> byStage = [];
        foreach (var copy in context.Copies)
        {
            if (copy.Instruction.Onbuild is not null) continue;
            if (!byStage.TryGetValue(copy.Stage, out var list)) byStage[copy.Stage] = list = [];
            list.Add(copy);
        }

        return byStage;
    }

    /// <summary>Another stage, a mount or the stage that this one continues may bring what the context lacks.</summary>
    private static bool MayComeFromElsewhere(RunScript run) =>
        run.Instruction.Onbuild is not null || run.Stage.Parent is not null || !run.Stage.Sources.IsEmpty || run.Instruction.Mounts.Any(static mount => mount.Type == "bind");

    /// <summary>What is said of the lock file where a manifest is copied and none of its lock files is; null where one is, or nobody knows.</summary>
    private static Finding? Missing(BuildContext files, List<ContextCopy> copies, DependencyInstall install, RunScript run)
    {
        Finding? found = null;
        foreach (var copy in copies)
        {
            if (copy.Instruction.KeywordSpan.Start > run.Instruction.KeywordSpan.Start) break;
            foreach (var (path, _) in copy.Sources)
            {
                if (install.Locks.Any(name => SecretFiles.NameOf(path).StartsWith(name, StringComparison.Ordinal) && files.Find(path, out _) != false)) return null;
                if (FolderOf(files, path, install.Manifests[0]) is not { } folder) continue;
                if (LocksAbove(files, folder, install.Locks) is not { } what) return null;
                found ??= new Finding(folder.Length == 0 ? install.Manifests[0] : $"{folder}/{install.Manifests[0]}", what);
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

    private sealed record Finding(string Manifest, string What);
}
