using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get installs what nobody has signed.</summary>
internal sealed class UnsignedAptPackages() : SwitchedOffByOption(
    "installs packages that nobody has signed: whoever stands between the build and the server puts his own into the image.",
    "Add the repository's key (signed-by=), and leave the option out.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5017", "apt-get installs packages that nobody has signed", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_8"],
    };

    protected override ShellWord? FindIn(ShellCommand command)
    {
        if (command.Name is not ("apt-get" or "apt" or "aptitude")) return null;
        return FindOption(command.Line, "--allow-unauthenticated", "--allow-insecure-repositories")
            ?? command.Line.Options.FirstOrDefault(static option => option.Value is { } value && IsSwitchedOff(value))?.Word;
    }

    private static bool IsSwitchedOff(string setting) =>
        setting.Split('=', 2) is [var name, var value]
        && (name.Equals("APT::Get::AllowUnauthenticated", StringComparison.OrdinalIgnoreCase) || name.Equals("Acquire::AllowInsecureRepositories", StringComparison.OrdinalIgnoreCase))
        && value.Trim('"') is "true" or "1" or "yes" or "on";
}
