using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>rpm installs a package without verifying its signature or digest.</summary>
internal sealed class UncheckedRpmFiles() : SwitchedOffByOption(
    "installs a package without full verification.",
    "Remove this option, and import the signing key with 'rpm --import'.",
    "rpm")
{
    private static readonly string[] Modes = ["-i", "-U", "-F", "--install", "--upgrade", "--freshen", "--reinstall"];
    private static readonly string[] Others = ["-q", "-V", "-e", "--query", "--verify", "--erase"];

    public override RuleDescriptor Descriptor { get; } = new("CG5045", "rpm installs a package without verification", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_10"],
    };

    protected override ShellWord? FindIn(ShellCommand command) =>
        command.Line.HasAny(Modes) && !command.Line.HasAny(Others)
            ? FindOption(command.Line, "--nosignature", "--nodigest", "--noverify", "--nofiledigest")
            : null;
}
