using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>The downloads of yum or dnf remain in a layer. The sub-commands and folders are the same for all names of the program.</summary>
/// <param name="programs">The names of the program.</param>
internal abstract class RpmCacheLeft(params string[] programs) : PackageCacheLeft(programs, Verbs, Folders, "clean all", isInEveryStage: true)
{
    private static readonly string[] Verbs =
    [
        "install", "in", "localinstall", "groupinstall", "reinstall", "rei", "update", "upgrade", "up", "upgrade-minimal", "up-min", "downgrade", "distro-sync", "swap", "builddep", "makecache",
    ];

    /// <summary>They differ between releases (<c>cachedir</c> in yum.conf(5) and dnf.conf(5)).</summary>
    private static readonly string[] Folders = ["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/tdnf"];

    /// <summary>In some releases one name is a link to another program of the list, so each can empty the cache of the others.</summary>
    protected override bool SharesCache(ShellCommand command) => command.Name is "yum" or "dnf" or "dnf5" or "microdnf" or "tdnf";
}
