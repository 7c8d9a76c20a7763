using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>The lists of available packages, which a package manager downloads and its installs read.</summary>
/// <param name="Programs">The programs that share the lists.</param>
/// <param name="Updates">The sub-commands that only download the lists.</param>
/// <param name="Upgrades">The sub-commands with a similar name that upgrade all packages.</param>
/// <param name="Folder">The folder of the lists.</param>
internal sealed record PackageIndex(string[] Programs, string[] Updates, string[] Upgrades, string Folder)
{
    /// <summary>The sub-commands that do not read the lists.</summary>
    private static readonly string[] WithoutIndex =
        ["autoclean", "autoremove", "clean", "cc", "cache", "del", "erase", "info", "list", "mark", "purge", "remove", "repolist", "repos", "rm", "addrepo", "ar", "config-manager"];

    private const string Pacman = "pacman";

    private static readonly string[] Installers = ["ansible-playbook", "gdebi", "make", "mk-build-deps", "npx", "playwright", "rosdep", "tasksel", "source", "."];

    public static PackageIndex Apt { get; } = new(["apt-get", "apt", "aptitude"], ["update"], [], "/var/lib/apt/lists");

    public static PackageIndex Apk { get; } = new(["apk"], ["update"], [], "/var/cache/apk");

    private static PackageIndex[] All { get; } =
    [
        Apt,
        Apk,
        new(["yum", "dnf", "microdnf", "tdnf"], ["makecache"], ["update", "up"], "/var/cache/dnf"),
        new(["zypper"], ["refresh", "ref"], ["update", "up"], "/var/cache/zypp"),
        new([Pacman], ["-Sy"], ["-Syu"], "/var/lib/pacman/sync"),
    ];

    /// <summary>The programs that have such lists.</summary>
    public static string[] AllPrograms { get; } = [.. All.SelectMany(static index => index.Programs)];

    /// <summary>The index that a command uses; null when its program has no index.</summary>
    public static PackageIndex? Of(ShellCommand command)
    {
        foreach (var index in All)
        {
            if (index.IsOf(command)) return index;
        }

        return null;
    }

    public bool IsUpdate(ShellCommand command) => IsOf(command) && VerbOf(command) is { } verb && Array.IndexOf(Updates, verb) >= 0;

    /// <summary>Whether a command upgrades all packages.</summary>
    public bool IsUpgrade(ShellCommand command) =>
        IsOf(command) && command.Line.Operands.IsEmpty && VerbOf(command) is { } verb && Array.IndexOf(Upgrades, verb) >= 0;

    /// <summary>The sub-command; for pacman, which has options instead, the letters of the operation (pacman(8), Sync Options).</summary>
    public static string? VerbOf(ShellCommand command)
    {
        var line = command.Line;
        if (command.Name != Pacman) return line.SubCommand;
        if (!line.Has("-S", "--sync") || line.Has("-c", "--clean")) return "list";
        if (!line.Operands.IsEmpty || line.MayHaveMoreOptions) return "-S";
        return line.Has("-u", "--sysupgrade") ? "-Syu" : line.Has("-y", "--refresh") ? "-Sy" : "-S";
    }

    /// <summary>Whether a command reads the lists, or can read them: the content of a script of the project is not known.</summary>
    public bool MayRead(ShellCommand command)
    {
        if (IsOf(command)) return !IsUpdate(command) && (VerbOf(command) is not { } verb || Array.IndexOf(WithoutIndex, verb) < 0);
        if (command.Words.IsEmpty) return false;
        if (command.Name is not { } name || Array.IndexOf(Installers, name) >= 0 || name.EndsWith(".sh", StringComparison.Ordinal)) return true;
        if (command.Words[0].Text is var program && program.Contains('/', StringComparison.Ordinal) && !program.Contains("bin/", StringComparison.Ordinal)) return true;
        return CommandWrappers.IsShell(name) && command.Script is null;
    }

    private bool IsOf(ShellCommand command) => command.Name is { } name && Array.IndexOf(Programs, name) >= 0;
}
