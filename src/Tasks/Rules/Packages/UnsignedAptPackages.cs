using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get installs what nobody has signed.</summary>
internal sealed class UnsignedAptPackages() : SwitchedOffByOption(
    "installs packages that nobody has signed: whoever stands between the build and the server puts his own into the image.",
    "Add the repository's key (signed-by=), and leave the option out.",
    "apt-get", "apt", "aptitude", "add-apt-repository", "echo", "printf")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5017", "apt-get installs packages that nobody has signed", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_8"],
    };

    protected override ShellWord? FindIn(ShellCommand command)
    {
        if (command.Name is "echo" or "printf") return command.Arguments.FirstOrDefault(static word => IsUnsignedSource(word.Text) || IsUnsignedSetting(word.Text));
        return FindOption(command.Line, "--allow-unauthenticated", "--allow-insecure-repositories")
            ?? command.Line.Options.FirstOrDefault(static option => option.Value is { } value && IsSwitchedOff(value))?.Word;
    }

    /// <summary>A line of sources.list(5) such as <c>deb [trusted=yes] https://…</c>; packages of the image's own disk have come with it.</summary>
    private static bool IsUnsignedSource(string line) =>
        line.AsSpan().TrimStart().StartsWith("deb", StringComparison.Ordinal) && line.Contains("trusted=yes", StringComparison.OrdinalIgnoreCase)
        && !line.Contains(" file:", StringComparison.Ordinal) && !line.Contains(" copy:", StringComparison.Ordinal);

    /// <summary>A line of apt.conf(5): <c>APT::Get::AllowUnauthenticated "true";</c></summary>
    private static bool IsUnsignedSetting(string line) =>
        line.Trim().TrimEnd(';').Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var name, var value] && IsSwitchedOff($"{name}={value}");

    private static bool IsSwitchedOff(string setting) =>
        setting.Split('=', 2) is [var name, var value]
        && (name.Equals("APT::Get::AllowUnauthenticated", StringComparison.OrdinalIgnoreCase) || name.Equals("Acquire::AllowInsecureRepositories", StringComparison.OrdinalIgnoreCase))
        && value.Trim('"') is "true" or "1" or "yes" or "on";
}
