using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Packages;

/// <summary>The final image contains packages that only development needs: test runners, compilers, bundlers.</summary>
internal sealed class DevelopmentDependencies : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG5002", "The final image contains Node.js development dependencies", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || file.Commands.Of(NodeInstall.Managers).Count == 0 || !IsForUse(image, file.Process)) return;

        HashSet<Stage>? pruned = null;
        bool? isOnlyRun = null;
        foreach (var run in file.Runs)
        {
            if (!image.Includes(run.Stage)) continue;
            bool? undone = null;
            foreach (var command in run.Commands)
            {
                if (NodeInstall.Of(command) is not { IsProduction: false } install || IsProduction(install, run, image)
                    || (pruned ??= PrunedStages(file)).Contains(run.Stage) || (undone ??= IsUndone(run)))
                {
                    continue;
                }

                findings.Report(run.Locate(command),
                    $"'{install.Text}' installs development dependencies in the final image. "
                        + $"Add '{install.ProductionOption(NodeVersion.Of(run.Stage))}', and build in a separate stage.",
                    fix: (isOnlyRun ??= file.RunsOnlyWhatIsInstalled(image)) ? Fix(install, run) : null);
            }
        }
    }

    /// <summary>
    /// Only if the packages certainly serve to run one file with node: this stage builds nothing with them, and no other stage copies them.
    /// </summary>
    private static TextEdit[]? Fix(NodeInstall install, RunScript run)
    {
        if (run.Instruction.Onbuild is not null
            || install is not { Manager: "npm", Command.Line: { SubCommandWord: { } verb } line }
            || line.Has("--omit", "--include", "--only")
            || NodeVersion.Of(run.Stage) is not { } version)
        {
            return null;
        }

        return Edits.InsertOption(run, verb, install.ProductionOption(version));
    }

    /// <summary>
    /// Whether the image runs the application. An image that starts no program can be for builds; tests and development servers need
    /// development dependencies.
    /// </summary>
    private static bool IsForUse(FinalImage image, ContainerProcess? process) => process is null
        ? image.IsLikelyToServe
        : DevelopmentServer.Of(process) is null && !TestRun.Is(process)
            && !(NodeScript.Of(process) is { } script && (NodeScript.IsJob(script) || NodeScript.IsForDevelopers(script)));

    /// <summary>
    /// Whether NODE_ENV is production. A base image that sets it is assumed to set this value. A base image that was not inspected can set
    /// it, unless it is official.
    /// </summary>
    private static bool IsProduction(NodeInstall install, RunScript run, FinalImage image) =>
        install.HasVariable(run, "NODE_ENV", "production") ?? image switch
        {
            { Inspected: { } inspected } => inspected.Environment.Contains("NODE_ENV"),
            { Base.IsOfficial: false } => true,
            _ => false,
        };

    /// <summary>The stages with an <c>npm prune</c>.</summary>
    private static HashSet<Stage> PrunedStages(FileAnalysis file) =>
        [.. file.Runs.Where(static run => run.Commands.Any(static command => command.Line.SubCommand == "prune"))
            .Select(static run => run.Stage)];

    /// <summary>Whether the same RUN has a production install, too, or removes the folder.</summary>
    private static bool IsUndone(RunScript run) =>
        run.Commands.Any(static command => NodeInstall.Of(command) is { IsProduction: true })
        || run.Commands.Any(static command => command.Name == "rm"
            && command.Line.Operands.Any(static path => path.Text.Contains("node_modules", StringComparison.Ordinal)));
}
