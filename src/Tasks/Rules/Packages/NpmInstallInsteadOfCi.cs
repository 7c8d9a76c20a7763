using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Packages;

/// <summary>The lock file is a suggestion to this install: what it brings may differ from what was tested.</summary>
internal sealed class NpmInstallInsteadOfCi : Rule
{
    /// <summary>What <c>npm ci</c> takes as <c>npm install</c> does.</summary>
    private static readonly string[] OptionsOfCi =
    [
        "--omit", "--include", "--only", "--production", "--prod", "--silent", "-s", "--quiet", "-q", "--verbose", "-d", "--loglevel", "--no-audit", "--audit", "--no-fund", "--fund",
        "--no-progress", "--progress", "--unsafe-perm", "--legacy-peer-deps", "--ignore-scripts", "--no-optional", "--prefer-offline", "--registry", "--cache",
    ];

    public override RuleDescriptor Descriptor { get; } = new("CG5001", "Node.js packages are installed without holding to the lock file", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Commands.Of(NodeInstall.Managers).Count == 0) return;

        LockFilesInPlace? locks = null;
        HashSet<Stage>? fetched = null;
        foreach (var run in context.Runs)
        {
            var hasMoved = false;
            foreach (var command in run.Commands)
            {
                hasMoved |= command.Name is "cd" or "pushd" or "popd";
                if (NodeInstall.Of(command) is not { IsExact: false } install) continue;

                // Both freeze by themselves where CI is set.
                if (install.Manager is "pnpm" or "yarn" && install.HasVariable(run, "CI", value: null) == true) continue;

                var condition = (fetched ??= FetchedStages(context)).Contains(run.Stage) ? "If the fetched sources have one," : "Commit the lock file, copy it beside package.json, and";
                var options = command.Line.Options.IsEmpty ? "" : " with the same options";
                var since = install.Manager == "npm" && NodeVersion.Of(run.Stage) < NodeInstall.FirstWithCi ? " (since npm 5.7, of a newer Node.js)" : "";
                context.Report(run.Locate(command),
                    $"'{command}' may install other versions than the lock file names, so two builds of one commit can differ. {condition} write '{install.ExactCommand}'{options}{since}, which fails where the two disagree.",
                    fix: hasMoved || command.Outer is not null ? null : Fix(install, run, locks ??= LockFilesInPlace.Of(context)));
            }
        }
    }

    /// <summary>Those that take nothing from the context, and clone or download what they install for.</summary>
    private static HashSet<Stage> FetchedStages(RuleContext context)
    {
        HashSet<Stage> stages = [];
        foreach (var (run, command) in context.Commands.Of("curl", "wget", "git"))
        {
            if (command.Name != "git" || command.Line.SubCommand == "clone") stages.Add(run.Stage);
        }

        foreach (var copy in context.Copies) stages.Remove(copy.Stage);
        return stages;
    }

    /// <summary>Only where the lock file certainly lies there; which option yarn knows depends on its version.</summary>
    private static TextEdit[]? Fix(NodeInstall install, RunScript run, LockFilesInPlace locks)
    {
        var line = install.Command.Line;
        if (line.SubCommandWord is not { } verb || line.Has("-C", "--prefix", "--dir", "--filter")) return null;
        if (install.Manager == "pnpm") return locks.HasAny(run, "pnpm-lock.yaml") ? run.InsertOption(verb, "--frozen-lockfile") : null;
        return install.Manager == "npm" && locks.HasAny(run, "package-lock.json", "npm-shrinkwrap.json")
            && line.Options.All(static option => Array.IndexOf(OptionsOfCi, option.Name) >= 0) && NodeVersion.Of(run.Stage) is not < NodeInstall.FirstWithCi
                ? run.Replace(verb, "ci")
                : null;
    }
}
