namespace ContainerGuard.Rules.Packages;

/// <summary>The lock file is a suggestion to this install: what it brings may differ from what was tested.</summary>
internal sealed class NpmInstallInsteadOfCi : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5001", "Node.js packages are installed without holding to the lock file", Severity.Warning);

    public override void Check(RuleContext context)
    {
        foreach (var run in context.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (NodeInstall.Of(command) is not { IsExact: false } install) continue;

                // Both freeze by themselves where CI is set.
                if (install.Manager is "pnpm" or "yarn" && install.HasVariable(run, "CI", value: null) == true) continue;

                context.Report(run.Locate(command),
                    $"'{command}' may install other versions than the lock file names, so two builds of one commit can differ. Commit the lock file, copy it beside package.json, and write '{install.ExactCommand}', which fails where the two disagree.");
            }
        }
    }
}
