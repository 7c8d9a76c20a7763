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
                    && MissingLockFile.Find(files, taken, install, run) is { } missing)
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
}
