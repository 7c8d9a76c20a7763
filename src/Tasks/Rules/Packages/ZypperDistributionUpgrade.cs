namespace ContainerGuard.Rules.Packages;

/// <summary>zypper takes the whole distribution of the base image further.</summary>
internal sealed class ZypperDistributionUpgrade : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5063", "zypper upgrades the distribution in a build", Severity.Warning)
    {
        Aliases = ["hadolint:DL3035"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.Of("zypper"))
        {
            if (command.Line.SubCommand is not ("dist-upgrade" or "dup")) continue;
            context.Report(run.Locate(command),
                $"'zypper {command.Line.SubCommand}' takes the base image's distribution further than anyone has tested it, and keeps the old files in the layer below. Take a newer base image; 'zypper patch' is enough for security fixes.");
        }
    }
}
