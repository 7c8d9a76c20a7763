using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>yum or dnf does not check whom it talks to.</summary>
internal sealed class RepositoriesWithoutTls() : SwitchedOffByOption(
    "switches off the check of the repositories' certificates: whoever stands between the build and the server decides what is installed.",
    "Add the certificate authority to the image (update-ca-trust, or sslcacert=), and leave the setting out.",
    RpmSettings.ProgramsAnd())
{
    public override RuleDescriptor Descriptor { get; } = new("CG5043", "yum or dnf does not check the repositories' certificates", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_15"],
    };

    protected override ShellWord? FindIn(ShellCommand command) => RpmSettings.FindSwitchedOff(command, "sslverify");
}
