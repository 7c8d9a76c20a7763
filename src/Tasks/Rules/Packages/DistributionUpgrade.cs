using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get upgrades the distribution of the base image.</summary>
internal sealed class DistributionUpgrade : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5015", "apt-get dist-upgrade runs in the build", Severity.Warning)
    {
        Aliases = ["trivy:DS-0024"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of(PackageIndex.Apt.Programs))
        {
            if (command.Line.SubCommand is not ("dist-upgrade" or "full-upgrade")) continue;
            findings.Report(run.Locate(command),
                $"'{command.Name} {command.Line.SubCommand}' replaces and removes packages of the base image. "
                    + $"Use a newer base image, or '{command.Name} upgrade'.");
        }
    }
}
