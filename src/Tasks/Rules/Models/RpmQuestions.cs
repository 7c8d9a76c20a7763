using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>The sub-commands for which yum and dnf ask for a confirmation, and the options that confirm (dnf(8), <c>--assumeyes</c>).</summary>
internal static class RpmQuestions
{
    public static readonly string[] Verbs =
    [
        "install", "in", "localinstall", "groupinstall", "reinstall", "rei", "update", "upgrade", "up", "upgrade-minimal", "up-min", "downgrade", "distro-sync", "swap",
        "remove", "erase", "rm", "groupremove", "autoremove", "builddep", "enable", "reset", "disable", "switch-to",
    ];

    public static readonly string[] Answers = ["-y", "--assumeyes", "--assumeno"];

    /// <summary>Whether <c>--setopt=assumeyes=1</c> confirms.</summary>
    public static bool IsAnswered(CommandLine line) =>
        line.Options.Any(static option => option is { Name: "--setopt", Value: { } value } && value.StartsWith("assumeyes=", StringComparison.OrdinalIgnoreCase));
}
