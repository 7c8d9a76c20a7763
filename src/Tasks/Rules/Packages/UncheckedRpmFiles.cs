using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>rpm installs a file that it does not check.</summary>
internal sealed class UncheckedRpmFiles() : SwitchedOffByOption(
    "installs a package without the check that it is whole and signed: what was changed on its way goes into the image.",
    "Import the key ('rpm --import'), and leave the option out.",
    "rpm")
{
    private static readonly string[] Modes = ["-i", "-U", "-F", "--install", "--upgrade", "--freshen", "--reinstall"];
    private static readonly string[] Others = ["-q", "-V", "-e", "--query", "--verify", "--erase"];

    public override RuleDescriptor Descriptor { get; } = new("CG5045", "rpm installs a package that it does not check", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_10"],
    };

    protected override ShellWord? FindIn(ShellCommand command) =>
        command.Line.HasAny(Modes) && !command.Line.HasAny(Others)
            ? FindOption(command.Line, "--nosignature", "--nodigest", "--noverify", "--nofiledigest")
            : null;
}
