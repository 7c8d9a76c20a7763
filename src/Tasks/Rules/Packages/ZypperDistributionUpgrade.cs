using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Packages;

/// <summary>zypper upgrades the distribution of the base image.</summary>
internal sealed class ZypperDistributionUpgrade : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5063", "zypper dist-upgrade runs in the build", Severity.Warning)
    {
        Aliases = ["hadolint:DL3035"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of("zypper"))
        {
            if (command.Line.SubCommand is not ("dist-upgrade" or "dup")) continue;
            findings.Report(run.Locate(command),
                $"'zypper {command.Line.SubCommand}' replaces and removes packages of the base image. "
                    + "Use a newer base image, or 'zypper patch' for security fixes.");
        }
    }
}
