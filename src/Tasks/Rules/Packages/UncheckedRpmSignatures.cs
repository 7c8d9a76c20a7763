using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>yum, dnf or zypper accepts unsigned packages.</summary>
internal sealed class UncheckedRpmSignatures() : SwitchedOffByOption(
    "allows unsigned packages.",
    "Remove it, and import the repository's key with 'rpm --import' or gpgkey=.",
    RpmSettings.ProgramsAnd("zypper"))
{
    public override RuleDescriptor Descriptor { get; } = new("CG5044", "yum, dnf or zypper accepts unsigned packages", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_9"],
    };

    protected override ShellWord? FindIn(ShellCommand command) => PackageManagers.Find(command.Name)?.Family switch
    {
        PackageFamily.Dnf => FindOption(command.Line, "--nogpgcheck", "--no-gpgchecks") ?? RpmSettings.FindSwitchedOff(command, "gpgcheck"),
        PackageFamily.Zypper => FindOption(command.Line, "--no-gpg-checks", "--allow-unsigned-rpm"),
        _ => RpmSettings.FindSwitchedOff(command, "gpgcheck"),
    };
}
