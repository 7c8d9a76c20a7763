using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>The lists of available packages, which a package manager downloads and its installs read.</summary>
internal sealed class PackageIndex
{
    /// <summary>The sub-commands that do not read the lists.</summary>
    private static readonly string[] WithoutIndex =
        ["autoclean", "autoremove", "clean", "cc", "cache", "del", "erase", "info", "list", "mark", "purge", "remove", "repolist", "repos",
            "rm", "addrepo", "ar", "config-manager"];

    private static readonly string[] Installers =
        ["ansible-playbook", "gdebi", "make", "mk-build-deps", "npx", "playwright", "rosdep", "tasksel", "source", "."];

    private readonly PackageFamily _family;
    private readonly PackageManager _manager;

    /// <summary>The lists of a family; its managers have the same sub-commands for them.</summary>
    private PackageIndex(PackageFamily family)
    {
        _family = family;
        Programs = PackageManagers.In(family);
        _manager = PackageManagers.Find(Programs[0])!;
    }

    public static PackageIndex Apt { get; } = new(PackageFamily.Apt);

    public static PackageIndex Apk { get; } = new(PackageFamily.Apk);

    private static PackageIndex[] All { get; } = [Apt, Apk, new(PackageFamily.Dnf), new(PackageFamily.Zypper), new(PackageFamily.Pacman)];

    /// <summary>The programs that share the lists.</summary>
    public string[] Programs { get; }

    /// <summary>The folder of the lists.</summary>
    public string Folder => _manager.IndexFolder!;

    /// <summary>The programs that have such lists.</summary>
    public static string[] AllPrograms { get; } = [.. All.SelectMany(static index => index.Programs)];

    /// <summary>The index that a command uses; null when its program has no index.</summary>
    public static PackageIndex? Of(ShellCommand command)
    {
        return PackageManagers.Find(command.Name) is { } manager ? Array.Find(All, index => index._family == manager.Family) : null;
    }

    public bool IsUpdate(ShellCommand command) =>
        IsOf(command) && VerbOf(command) is { } verb && Array.IndexOf(_manager.IndexUpdates, verb) >= 0;

    /// <summary>Whether a command upgrades all packages.</summary>
    public bool IsUpgrade(ShellCommand command) =>
        IsOf(command) && command.Line.Operands.IsEmpty && VerbOf(command) is { } verb && Array.IndexOf(_manager.Upgrades, verb) >= 0;

    /// <summary>The sub-command; for pacman, which has options instead, the letters of the operation (pacman(8), Sync Options).</summary>
    public static string? VerbOf(ShellCommand command)
    {
        var line = command.Line;
        if (command.Name != "pacman") return line.SubCommand;
        if (!line.Has("-S", "--sync") || line.Has("-c", "--clean")) return "list";
        if (!line.Operands.IsEmpty || line.MayHaveMoreOptions) return "-S";
        return line.Has("-u", "--sysupgrade") ? "-Syu" : line.Has("-y", "--refresh") ? "-Sy" : "-S";
    }

    /// <summary>Whether a command reads the lists, or can read them: the content of a script of the project is not known.</summary>
    public bool MayRead(ShellCommand command)
    {
        if (IsOf(command)) return !IsUpdate(command) && (VerbOf(command) is not { } verb || Array.IndexOf(WithoutIndex, verb) < 0);
        if (command.Words.IsEmpty) return false;
        if (command.Name is not { } name || Array.IndexOf(Installers, name) >= 0 || name.EndsWith(".sh", StringComparison.Ordinal))
        {
            return true;
        }

        if (command.Words[0].Text is var program
            && program.Contains('/', StringComparison.Ordinal)
            && !program.Contains("bin/", StringComparison.Ordinal))
        {
            return true;
        }

        return CommandWrappers.IsShell(name) && command.Script is null;
    }

    private bool IsOf(ShellCommand command) => PackageManagers.Find(command.Name)?.Family == _family;
}
