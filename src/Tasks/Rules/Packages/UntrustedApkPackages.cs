using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apk installs what nobody has signed.</summary>
internal sealed class UntrustedApkPackages() : SwitchedOffByOption(
    "installs packages that nobody has signed: whoever stands between the build and the server puts his own into the image.",
    "Leave the option out: the keys of Alpine's own repositories are there, and another's key goes into /etc/apk/keys.",
    "apk")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5032", "apk installs packages that nobody has signed", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_7"],
    };

    protected override ShellWord? FindIn(ShellCommand command) => FindOption(command.Line, "--allow-untrusted");
}
