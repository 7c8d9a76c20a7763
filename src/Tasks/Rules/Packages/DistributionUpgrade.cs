namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get takes the whole distribution of the base image further.</summary>
internal sealed class DistributionUpgrade : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5015", "apt-get upgrades the distribution in a build", Severity.Warning)
    {
        Aliases = ["trivy:DS-0024"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.Of("apt-get", "apt", "aptitude"))
        {
            if (command.Line.SubCommand is not ("dist-upgrade" or "full-upgrade")) continue;
            context.Report(run.Locate(command),
                $"'{command.Name} {command.Line.SubCommand}' installs and removes what it needs to bring every package of the base image up, so what is in it changes from build to build, and the old files stay in the layer below. Take a newer base image, or at most '{command.Name} upgrade', which removes nothing.");
        }
    }
}
