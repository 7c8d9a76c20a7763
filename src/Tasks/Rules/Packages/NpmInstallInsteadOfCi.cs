using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Packages;

/// <summary>An install that does not enforce the lock file, so it can install versions that were never tested.</summary>
internal sealed class NpmInstallInsteadOfCi : Rule
{
    /// <summary>The options with the same meaning for <c>npm ci</c> and <c>npm install</c>.</summary>
    private static readonly string[] OptionsOfCi =
    [
        "--omit", "--include", "--only", "--production", "--prod", "--silent", "-s", "--quiet", "-q", "--verbose", "-d", "--loglevel",
        "--no-audit", "--audit", "--no-fund", "--fund",
        "--no-progress", "--progress", "--unsafe-perm", "--legacy-peer-deps", "--ignore-scripts", "--no-optional", "--prefer-offline",
        "--registry", "--cache",
    ];

    /// <summary>The options by which a package manager ignores the lock file or may change it.</summary>
    private static readonly string[] OptionsWithoutLock =
        ["--no-package-lock", "--package-lock", "--no-shrinkwrap", "--shrinkwrap", "--no-lockfile", "--lockfile", "--no-frozen-lockfile"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG5001", "npm, yarn or pnpm installs without a frozen lock file", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Commands.Of(NodeInstall.Managers).Count == 0) return;

        LockFilesInPlace? locks = null;
        FetchedSources? fetched = null;
        HashSet<ShellCommand>? withoutLock = null;
        foreach (var run in file.Runs)
        {
            var hasMoved = false;
            foreach (var command in run.Commands)
            {
                hasMoved |= command.Name is "cd" or "pushd" or "popd";
                if (NodeInstall.Of(command) is not { IsExact: false } install) continue;

                // Both enforce the lock file by default if CI is set.
                if (install.Manager is "pnpm" or "yarn" && install.HasVariable(run, "CI", value: null) == true) continue;

                // CG5008 reports the missing lock file, and names the exact command.
                if ((withoutLock ??= [.. file.MissingLockFiles.Select(static missing => missing.Command)]).Contains(command)) continue;

                var sources = fetched ??= new FetchedSources(file);
                var condition = sources.AreFor(run) ? "If the downloaded sources have a lock file, use"
                    : sources.HaveLockFile(run, install) ? "Use"
                    : "Commit and copy the lock file, and use";
                findings.Report(run.Locate(command),
                    $"'{install.Text}' can install versions that differ from the lock file. {condition} "
                        + $"'{install.ExactCommand}'{Options(command.Line)}{Since(install, run)}.",
                    fix: hasMoved || command.Outer is not null ? null : Fix(install, run, locks ??= LockFilesInPlace.Of(file)));
            }
        }
    }

    private static string Options(CommandArguments line) =>
        line.Options.FirstOrDefault(static option => Array.IndexOf(OptionsWithoutLock, option.Name) >= 0) is { } lockless ? " without "
            + $"'{lockless.Word.Text}'"
        : line.Options.IsEmpty ? ""
        : " with the same options";

    private static string Since(NodeInstall install, RunScript run) => install.Manager != "npm" ? "" : NodeVersion.Of(run.Stage) switch
    {
        null => " (npm 5.7 or later)",
        < NodeInstall.FirstWithCi => " (npm 5.7 or later, with a newer Node.js)",
        _ => "",
    };

    /// <summary>
    /// Only if the lock file is certainly in the working directory. The option of yarn depends on its version, which is not known.
    /// </summary>
    private static TextEdit[]? Fix(NodeInstall install, RunScript run, LockFilesInPlace locks)
    {
        var line = install.Command.Line;
        if (line.SubCommandWord is not { } verb || line.Has("-C", "--prefix", "--dir", "--filter")) return null;
        if (install.Manager == "pnpm")
        {
            return locks.HasAny(run, "pnpm-lock.yaml") ? Edits.InsertOption(run, verb, "--frozen-lockfile") : null;
        }

        return install.Manager == "npm" && locks.HasAny(run, "package-lock.json", "npm-shrinkwrap.json")
            && line.Options.All(static option => Array.IndexOf(OptionsOfCi, option.Name) >= 0)
            && NodeVersion.Of(run.Stage) is not < NodeInstall.FirstWithCi
                ? Edits.Replace(run, verb, "ci")
                : null;
    }

    /// <summary>The stages that clone or download the sources whose packages they install.</summary>
    private sealed class FetchedSources
    {
        private readonly HashSet<Stage> _stages = [];

        /// <summary>The position in each stage of the first COPY or ADD that can bring a package.json from the build context.</summary>
        private readonly Dictionary<Stage, int> _manifests = [];

        /// <summary>The position of the first COPY or ADD that names the lock file of a package manager.</summary>
        private readonly Dictionary<string, int> _locks = new(StringComparer.Ordinal);

        public FetchedSources(FileAnalysis file)
        {
            foreach (var (run, command) in file.Commands.Of("curl", "wget", "git"))
            {
                if (command.Name != "git" || command.Line.SubCommand == "clone") _stages.Add(run.Stage);
            }

            foreach (var copy in file.Copies)
            {
                if (copy.Sources.Any(MayHoldManifest)) _manifests.TryAdd(copy.Stage, copy.Instruction.Span.Start);
                foreach (var source in copy.Sources)
                {
                    if (ManagerOf(SecretFiles.NameOf(source.Text)) is { } manager)
                    {
                        _locks.TryAdd($"{copy.Stage.Index} {manager}", copy.Instruction.Span.Start);
                    }
                }
            }
        }

        /// <summary>Whether a COPY names the lock file of the package manager before the RUN.</summary>
        public bool HaveLockFile(RunScript run, NodeInstall install) =>
            _locks.TryGetValue($"{run.Stage.Index} {install.Manager}", out var at) && at < run.Instruction.Span.Start;

        private static string? ManagerOf(string name) => name switch
        {
            "package-lock.json" or "npm-shrinkwrap.json" => "npm",
            "yarn.lock" => "yarn",
            "pnpm-lock.yaml" => "pnpm",
            _ => null,
        };

        public bool AreFor(RunScript run) =>
            _stages.Contains(run.Stage) && !(_manifests.TryGetValue(run.Stage, out var at) && at < run.Instruction.Span.Start);

        /// <summary>Whether a source can contain a package.json: by its name, a pattern, or as a folder.</summary>
        private static bool MayHoldManifest(LocatedText source)
        {
            var name = SecretFiles.NameOf(source.Text);
            return !name.Contains('.', StringComparison.Ordinal) || IgnoreFile.Parse(name).IsIgnored("package.json");
        }
    }
}
