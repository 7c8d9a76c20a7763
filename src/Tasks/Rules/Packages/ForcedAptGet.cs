using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get continues despite unsigned packages and dangerous changes.</summary>
internal sealed class ForcedAptGet() : SwitchedOffByOption(
    "allows unsigned packages and dangerous changes.",
    "Use -y, and add --allow-downgrades only if you need it.",
    "apt-get", "apt", "aptitude")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5018", "apt-get runs with --force-yes", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_11"],
    };

    protected override ShellWord? FindIn(ShellCommand command) =>
        command.Line.SubCommand is not ("clean" or "autoclean" or "update") ? FindOption(command.Line, "--force-yes") : null;
}
