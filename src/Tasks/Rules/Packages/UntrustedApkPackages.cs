using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apk accepts unsigned packages.</summary>
internal sealed class UntrustedApkPackages() : SwitchedOffByOption(
    "allows unsigned packages.",
    "Remove it, and copy the repository's public key to /etc/apk/keys.",
    "apk")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5032", "apk runs with --allow-untrusted", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_7"],
    };

    protected override ShellWord? FindIn(ShellCommand command) => FindOption(command.Line, "--allow-untrusted");
}
