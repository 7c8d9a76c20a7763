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
                $"'{command.Name} {command.Line.SubCommand}' takes the base image's distribution further than anyone has tested it, and keeps the old files in the layer below. Take a newer base image; 'apt-get upgrade' is enough for security fixes.");
        }
    }
}
