using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

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

    /// <summary>What says to a manager that there is no lock file, or that it may be changed.</summary>
    private static readonly string[] OptionsWithoutLock = ["--no-package-lock", "--package-lock", "--no-shrinkwrap", "--shrinkwrap", "--no-lockfile", "--lockfile", "--no-frozen-lockfile"];

    public override RuleDescriptor Descriptor { get; } = new("CG5001", "Node.js packages are installed without holding to the lock file", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Commands.Of(NodeInstall.Managers).Count == 0) return;

        LockFilesInPlace? locks = null;
        FetchedSources? fetched = null;
        foreach (var run in context.Runs)
        {
            var hasMoved = false;
            foreach (var command in run.Commands)
            {
                hasMoved |= command.Name is "cd" or "pushd" or "popd";
                if (NodeInstall.Of(command) is not { IsExact: false } install) continue;

                // Both freeze by themselves where CI is set.
                if (install.Manager is "pnpm" or "yarn" && install.HasVariable(run, "CI", value: null) == true) continue;

                var condition = (fetched ??= new FetchedSources(context)).AreFor(run) ? "If the fetched sources have one," : "Commit the lock file, copy it beside package.json, and";
                context.Report(run.Locate(command),
                    $"'{command}' may install other versions than the lock file names, so two builds of one commit can differ. {condition} write '{install.ExactCommand}'{Options(command.Line)}{Since(install, run)}, which fails where the two disagree.",
                    fix: hasMoved || command.Outer is not null ? null : Fix(install, run, locks ??= LockFilesInPlace.Of(context)));
            }
        }
    }

    private static string Options(CommandLine line) =>
        line.Options.FirstOrDefault(static option => Array.IndexOf(OptionsWithoutLock, option.Name) >= 0) is { } lockless ? $" without '{lockless.Word.Text}'"
        : line.Options.IsEmpty ? ""
        : " with the same options";

    private static string Since(NodeInstall install, RunScript run) => install.Manager != "npm" ? "" : NodeVersion.Of(run.Stage) switch
    {
        null => " (since npm 5.7)",
        < NodeInstall.FirstWithCi => " (since npm 5.7, of a newer Node.js)",
        _ => "",
    };

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

    /// <summary>The stages that clone or download what they install for.</summary>
    private sealed class FetchedSources
    {
        private readonly HashSet<Stage> stages = [];

        /// <summary>Where a stage first takes what may hold a package.json from the context.</summary>
        private readonly Dictionary<Stage, int> manifests = [];

        public FetchedSources(RuleContext context)
        {
            foreach (var (run, command) in context.Commands.Of("curl", "wget", "git"))
            {
                if (command.Name != "git" || command.Line.SubCommand == "clone") stages.Add(run.Stage);
            }

            foreach (var copy in context.Copies)
            {
                if (copy.Sources.Any(MayHoldManifest)) manifests.TryAdd(copy.Stage, copy.Instruction.Span.Start);
            }
        }

        public bool AreFor(RunScript run) => stages.Contains(run.Stage) && !(manifests.TryGetValue(run.Stage, out var at) && at < run.Instruction.Span.Start);

        /// <summary>By its name, a pattern for it, or as a folder that it may be in.</summary>
        private static bool MayHoldManifest(LocatedText source)
        {
            var name = SecretFiles.NameOf(source.Text);
            return !name.Contains('.', StringComparison.Ordinal) || IgnoreFile.Parse(name).IsIgnored("package.json");
        }
    }
}
