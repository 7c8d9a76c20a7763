using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Packages;

/// <summary>The image that ships installs what only developers need: test runners, compilers, bundlers, and their vulnerabilities.</summary>
internal sealed class DevelopmentDependencies : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5002", "Development dependencies are installed into the image that ships", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Image is not { } image || context.Commands.Of(NodeInstall.Managers).Count == 0 || !IsForUse(image, context.Process)) return;

        HashSet<Stage>? pruned = null;
        bool? isOnlyRun = null;
        foreach (var run in context.Runs)
        {
            if (!image.Includes(run.Stage)) continue;
            bool? undone = null;
            foreach (var command in run.Commands)
            {
                if (NodeInstall.Of(command) is not { IsProduction: false } install || IsProduction(install, run, image)
                    || (pruned ??= PrunedStages(context)).Contains(run.Stage) || (undone ??= IsUndone(run))) continue;
                context.Report(run.Locate(command),
                    $"'{command}' installs development dependencies into the image that ships: more to download, to patch and to attack. Write '{command} {install.ProductionOption(NodeVersion.Of(run.Stage))}' here, and build in a stage of its own.",
                    fix: (isOnlyRun ??= context.RunsOnlyWhatIsInstalled(image)) ? Fix(install, run) : null);
            }
        }
    }

    /// <summary>
    /// Only where the packages are certainly there to run one file with node: nothing is built with them in this stage, and no other stage takes them.
    /// </summary>
    private static TextEdit[]? Fix(NodeInstall install, RunScript run)
    {
        if (run.Instruction.Onbuild is not null || install is not { Manager: "npm", Command.Line: { SubCommandWord: { } verb } line } || line.Has("--omit", "--include", "--only")
            || NodeVersion.Of(run.Stage) is not { } version) return null;
        return run.InsertOption(verb, install.ProductionOption(version));
    }

    /// <summary>What starts nothing may be an image to build in; tests and servers for developers need what developers need.</summary>
    private static bool IsForUse(FinalImage image, ContainerProcess? process) => process is null
        ? image.IsLikelyToServe
        : DevelopmentServer.Of(process) is null && !(NodeScript.Of(process) is { } script && (NodeScript.IsJob(script) || NodeScript.IsForDevelopers(script)));

    /// <summary>By NODE_ENV. A base that sets it sets it to that; what nobody inspected and Docker does not publish may set it unseen.</summary>
    private static bool IsProduction(NodeInstall install, RunScript run, FinalImage image) =>
        install.HasVariable(run, "NODE_ENV", "production") ?? image switch
        {
            { Inspected: { } inspected } => inspected.Environment.Contains("NODE_ENV"),
            { Base.IsOfficial: false } => true,
            _ => false,
        };

    /// <summary>Those with an <c>npm prune</c>.</summary>
    private static HashSet<Stage> PrunedStages(RuleContext context) =>
        [.. context.Runs.Where(static run => run.Commands.Any(static command => command.Line.SubCommand == "prune")).Select(static run => run.Stage)];

    /// <summary>By the same RUN: a production install over it, or the folder removed.</summary>
    private static bool IsUndone(RunScript run) =>
        run.Commands.Any(static command => NodeInstall.Of(command) is { IsProduction: true })
        || run.Commands.Any(static command => command.Name == "rm" && command.Line.Operands.Any(static path => path.Text.Contains("node_modules", StringComparison.Ordinal)));
}
