using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>What yum or dnf has downloaded stays in a layer: the same verbs and folders, whatever the program is called.</summary>
/// <param name="programs">The names of the program.</param>
internal abstract class RpmCacheLeft(params string[] programs) : PackageCacheLeft(programs, Verbs, Folders, "clean all", isInEveryStage: true)
{
    private static readonly string[] Verbs =
    [
        "install", "in", "localinstall", "groupinstall", "reinstall", "rei", "update", "upgrade", "up", "upgrade-minimal", "up-min", "downgrade", "distro-sync", "swap", "builddep", "makecache",
    ];

    /// <summary>By release (<c>cachedir</c> of yum.conf(5) and dnf.conf(5)).</summary>
    private static readonly string[] Folders = ["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/tdnf"];

    /// <summary>Each is a name of the other in one release or another, and cleans up after it.</summary>
    protected override bool SharesCache(ShellCommand command) => command.Name is "yum" or "dnf" or "dnf5" or "microdnf" or "tdnf";
}
