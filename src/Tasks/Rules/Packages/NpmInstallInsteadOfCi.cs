using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>The lock file is a suggestion to this install: what it brings may differ from what was tested.</summary>
internal sealed class NpmInstallInsteadOfCi : Rule
{
    private static readonly string[] OptionsOfBoth =
        ["--omit", "--only", "--production", "--prod", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps", "--prefer-offline", "--silent", "--quiet", "-s", "-q", "--loglevel", "--no-progress", "--no-optional", "--registry", "--verbose"];

    public override RuleDescriptor Descriptor { get; } = new("CG5001", "Node.js packages are installed without holding to the lock file", Severity.Warning);

    public override void Check(RuleContext context)
    {
        HashSet<Stage>? locked = null;
        foreach (var run in context.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (NodeInstall.Of(command) is not { IsExact: false } install) continue;

                // Both freeze by themselves where CI is set.
                if (install.Manager is "pnpm" or "yarn" && install.HasVariable(run, "CI", value: null) == true) continue;

                context.Report(run.Locate(command),
                    $"'{command}' may install other versions than the lock file names, so two builds of one commit can differ. Commit the lock file, copy it beside package.json, and write '{install.ExactCommand}', which fails where the two disagree.",
                    fix: CanBeExact(command) && (locked ??= StagesWithLockFile(context)).Contains(run.Stage) ? Exact(run, command) : null);
            }
        }
    }

    /// <summary>Those that copy npm's lock file by its name: then it is there.</summary>
    private static HashSet<Stage> StagesWithLockFile(RuleContext context) =>
    [
        .. context.Model.Stages.Where(static stage => stage.Instructions.Any(static instruction => instruction.Kind == InstructionKind.Copy
            && instruction.Sources.Any(static source => source.Value.EndsWith("package-lock.json", StringComparison.Ordinal) || source.Value.EndsWith("npm-shrinkwrap.json", StringComparison.Ordinal)))),
    ];

    /// <summary>Whether 'npm ci' takes the same options.</summary>
    private static bool CanBeExact(ShellCommand command) =>
        command.Name == "npm" && command.Line.SubCommand is "install" or "i" && command.Line.Options.All(static option => Array.IndexOf(OptionsOfBoth, option.Name) >= 0);

    private static TextEdit[]? Exact(RunScript run, ShellCommand command)
    {
        var verb = command.Line.SubCommandWord!;
        var span = run.Locate(verb.Span);
        return run.Instruction.Source.AsSpan(span).SequenceEqual(verb.Text) ? [new TextEdit(span, "ci")] : null;
    }
}
