using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Packages;

/// <summary>The image that ships installs what only developers need: test runners, compilers, bundlers, and their vulnerabilities.</summary>
internal sealed class DevelopmentDependencies : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5002", "Development dependencies are installed into the image that ships", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Image is not { } image) return;

        HashSet<Stage>? pruned = null;
        bool? builds = null;
        foreach (var run in context.Runs)
        {
            if (!image.Includes(run.Stage)) continue;
            bool? undone = null;
            foreach (var command in run.Commands)
            {
                if (NodeInstall.Of(command) is not { IsProduction: false } install || IsProduction(install, run, image)
                    || (pruned ??= PrunedStages(context)).Contains(run.Stage) || (undone ??= IsUndone(run))) continue;
                context.Report(run.Locate(command),
                    $"'{command}' installs development dependencies into the image that ships: more to download, to patch and to attack. Write '{install.ProductionCommand}' here, and build in a stage of its own.",
                    fix: install is { Manager: "npm", IsExact: true } && !(builds ??= Builds(context, image)) ? run.InsertOption(command.Line.SubCommandWord!, "--omit=dev") : null);
            }
        }
    }

    /// <summary>By NODE_ENV. A base that sets it sets it to that; what nobody inspected and Docker does not publish may set it unseen.</summary>
    private static bool IsProduction(NodeInstall install, RunScript run, FinalImage image) =>
        install.HasVariable(run, "NODE_ENV", "production") ?? image switch
        {
            { Inspected: { } inspected } => inspected.Environment.Contains("NODE_ENV"),
            { Base.IsOfficial: false } => true,
            _ => false,
        };

    /// <summary>Whether a script of package.json, or a tool of its packages, runs in the image: it may be one of the development dependencies.</summary>
    private static bool Builds(RuleContext context, FinalImage image) =>
        context.Process is null or { IsNodePackageManager: true } or { Name: null }
        || context.Runs.Any(run => image.Includes(run.Stage) && run.Commands.Any(static command =>
            command.Name is "npx" or "tsc" or "ng" or "webpack" or "vite" or "gulp" or "grunt" or "pnpm" or "yarn"
            || command is { Name: "npm", Line.SubCommand: "run" or "run-script" or "test" or "start" or "exec" }));

    /// <summary>Those with an <c>npm prune</c>.</summary>
    private static HashSet<Stage> PrunedStages(RuleContext context) =>
        [.. context.Runs.Where(static run => run.Commands.Any(static command => command.Line.SubCommand == "prune")).Select(static run => run.Stage)];

    /// <summary>By the same RUN: a production install over it, or the folder removed.</summary>
    private static bool IsUndone(RunScript run) =>
        run.Commands.Any(static command => NodeInstall.Of(command) is { IsProduction: true })
        || run.Commands.Any(static command => command.Name == "rm" && command.Line.Operands.Any(static path => path.Text.Contains("node_modules", StringComparison.Ordinal)));
}
