using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>yum, dnf or zypper installs what nobody has signed.</summary>
internal sealed class UncheckedRpmSignatures() : SwitchedOffByOption(
    "installs packages that nobody has signed: whoever stands between the build and the server puts his own into the image.",
    "Import the repository's key ('rpm --import', or gpgkey=), and leave it out.",
    RpmSettings.ProgramsAnd("zypper"))
{
    public override RuleDescriptor Descriptor { get; } = new("CG5044", "yum, dnf or zypper installs packages that nobody has signed", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_9"],
    };

    protected override ShellWord? FindIn(ShellCommand command) => command.Name switch
    {
        "yum" or "dnf" or "dnf5" or "microdnf" or "tdnf" => FindOption(command.Line, "--nogpgcheck", "--no-gpgchecks") ?? RpmSettings.FindSwitchedOff(command, "gpgcheck"),
        "zypper" => FindOption(command.Line, "--no-gpg-checks", "--allow-unsigned-rpm"),
        _ => RpmSettings.FindSwitchedOff(command, "gpgcheck"),
    };
}
