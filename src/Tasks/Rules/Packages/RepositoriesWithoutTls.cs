using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>yum or dnf does not verify the certificates of its repositories.</summary>
internal sealed class RepositoriesWithoutTls() : SwitchedOffByOption(
    "disables TLS verification.",
    "Remove it, and add the CA certificate with 'update-ca-trust'.",
    RpmSettings.ProgramsAnd())
{
    public override RuleDescriptor Descriptor { get; } = new("CG5043", "TLS verification is disabled for yum or dnf", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_15"],
    };

    protected override ShellWord? FindIn(ShellCommand command) => RpmSettings.FindSwitchedOff(command, "sslverify");
}
