using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get goes on whatever happens.</summary>
internal sealed class ForcedAptGet() : SwitchedOffByOption(
    "goes on whatever happens: it installs what nobody has signed, and removes or downgrades what the image needs.",
    "Write -y, and only the one '--allow-…' option that is needed.",
    "apt-get", "apt", "aptitude")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5018", "apt-get is forced", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_11"],
    };

    protected override ShellWord? FindIn(ShellCommand command) =>
        command.Line.SubCommand is not ("clean" or "autoclean" or "update") ? FindOption(command.Line, "--force-yes") : null;
}
