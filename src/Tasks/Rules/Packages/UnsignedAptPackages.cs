using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get accepts unsigned packages.</summary>
internal sealed class UnsignedAptPackages() : SwitchedOffByOption(
    "allows unsigned packages.",
    "Remove it, and set the repository's key with signed-by=.",
    "apt-get", "apt", "aptitude", "add-apt-repository", "echo", "printf")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5017", "apt-get accepts unsigned packages", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_8"],
    };

    protected override ShellWord? FindIn(ShellCommand command)
    {
        if (command.Name is "echo" or "printf")
        {
            return command.Arguments.FirstOrDefault(static word => IsUnsignedSource(word.Text) || IsUnsignedSetting(word.Text));
        }

        return FindOption(command.Line, "--allow-unauthenticated", "--allow-insecure-repositories")
            ?? command.Line.Options.FirstOrDefault(static option => option.Value is { } value && IsSwitchedOff(value))?.Word;
    }

    /// <summary>
    /// A line of sources.list(5) such as <c>deb [trusted=yes] https://…</c>. A local repository (<c>file:</c>, <c>copy:</c>) is part of the
    /// image and needs no signature.
    /// </summary>
    private static bool IsUnsignedSource(string line) =>
        line.AsSpan().TrimStart().StartsWith("deb", StringComparison.Ordinal)
        && line.Contains("trusted=yes", StringComparison.OrdinalIgnoreCase)
        && !line.Contains(" file:", StringComparison.Ordinal) && !line.Contains(" copy:", StringComparison.Ordinal);

    /// <summary>A line of apt.conf(5): <c>APT::Get::AllowUnauthenticated "true";</c></summary>
    private static bool IsUnsignedSetting(string line) =>
        line.Trim().TrimEnd(';').Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var name, var value]
        && IsSwitchedOff($"{name}={value}");

    private static bool IsSwitchedOff(string setting) =>
        setting.Split('=', 2) is [var name, var value]
        && (name.Equals("APT::Get::AllowUnauthenticated", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Acquire::AllowInsecureRepositories", StringComparison.OrdinalIgnoreCase))
        && value.Trim('"') is "true" or "1" or "yes" or "on";
}
