using System.Collections.Frozen;

namespace ContainerGuard.Shell;

/// <summary>The package managers that rules know. All that a rule needs to know of one is a line here.</summary>
internal static class PackageManagers
{
    private static readonly string[] Rpm = [".rpm"];
    private static readonly string[] Python = ["===", "==", "~=", ">=", "<=", "!=", ">", "<", "@"];
    private static readonly string[] Tarballs = [".tgz", ".tar.gz", ".tar"];

    private static readonly PackageManager AptGet = new("apt-get", PackageFamily.Apt, ["install", "reinstall"])
    {
        // apt-get(8): name=version, name/release.
        Separators = ["=", "/"],
        FileEndings = [".deb"],
        Example = new("curl", "=", "8.14.1-2"),
        Removals = ["remove", "purge", "autoremove", "autopurge"],
        Questions = ["install", "upgrade", "dist-upgrade", "full-upgrade", "remove", "purge", "build-dep"],
        Answers = ["-y", "--yes", "--assume-yes", "-s", "--simulate", "--dry-run", "--print-uris"],
        AnswerSetting = "Assume-Yes",
        IndexUpdates = ["update"],
        IndexFolder = "/var/lib/apt/lists",
    };

    private static readonly PackageManager Dnf = new(
        "dnf", PackageFamily.Dnf, ["install", "in", "localinstall", "reinstall", "rei", "groupinstall"])
    {
        Aliases = ["dnf5"],

        // dnf(8), specifying packages: name-version.
        Separators = ["-#"],
        FileEndings = Rpm,
        Example = new("httpd", "-", "2.4.62"),
        Removals = ["remove", "erase", "rm", "groupremove", "autoremove"],
        Questions =
        [
            "install", "in", "localinstall", "groupinstall", "reinstall", "rei", "update", "upgrade", "up", "upgrade-minimal", "up-min",
            "downgrade", "distro-sync", "swap",
            "remove", "erase", "rm", "groupremove", "autoremove", "builddep", "enable", "reset", "disable", "switch-to",
        ],
        Answers = ["-y", "--assumeyes", "--assumeno"],
        AnswerSetting = "assumeyes=",
        IndexUpdates = ["makecache"],
        Upgrades = ["update", "up"],
        IndexFolder = "/var/cache/dnf",
        Downloads =
        [
            "install", "in", "localinstall", "groupinstall", "reinstall", "rei", "update", "upgrade", "up", "upgrade-minimal", "up-min",
            "downgrade", "distro-sync", "swap", "builddep",
            "makecache",
        ],

        // They differ between releases (cachedir in yum.conf(5) and dnf.conf(5)).
        CacheFolders = ["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/tdnf"],
        CleanUp = "clean all",
    };

    private static readonly PackageManager Npm = new(
        "npm", PackageFamily.Language, ["install", "i", "in", "ins", "isntall", "add", "install-test", "it"])
    {
        Separators = ["@"],
        FileEndings = Tarballs,
        Example = new("express", "@", "5.1.0"),
    };

    private static readonly PackageManager Pip = new("pip", PackageFamily.Language, ["install"])
    {
        // PEP 440, version specifiers; PEP 508 for 'name @ address'. pip3.12 is recognized by its form.
        Separators = Python,
        FileEndings = [".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2"],
        Example = new("flask", "==", "3.1.2"),
    };

    private static readonly PackageManager[] Table =
    [
        AptGet,
        AptGet with { Name = "apt" },
        AptGet with { Name = "aptitude" },
        new("apk", PackageFamily.Apk, ["add"])
        {
            // apk-world(5): =, <, <=, >, >=, ~, and @ for the tag of a repository.
            Separators = ["~=", "=", "<", ">", "~"],
            FileEndings = [".apk"],

            // The index of a release has only the newest build.
            Example = new("curl", "~", "8.14"),
            Removals = ["del"],
            IndexUpdates = ["update"],
            IndexFolder = "/var/cache/apk",
        },
        Dnf,
        Dnf with { Name = "microdnf", Aliases = [], Installs = ["install", "reinstall"] },
        Dnf with { Name = "tdnf", Aliases = [], Installs = ["install", "reinstall"] },
        Dnf with { Name = "yum", Aliases = [], Installs = ["install", "localinstall", "reinstall", "groupinstall"],
            Example = new("httpd", "-", "2.4.37") },
        new("zypper", PackageFamily.Zypper, ["install", "in"])
        {
            // zypper(8): name=version, and other comparison operators.
            Separators = ["=", "<", ">"],
            FileEndings = Rpm,
            Example = new("curl", "=", "8.14.1"),
            Removals = ["remove", "rm"],
            Questions =
                ["install", "in", "remove", "rm", "source-install", "si", "patch", "update", "up", "dist-upgrade", "dup",
                    "install-new-recommends", "inr"],
            Answers = ["-y", "-n", "--no-confirm", "--non-interactive", "-D", "--dry-run"],
            IndexUpdates = ["refresh", "ref"],
            Upgrades = ["update", "up"],
            IndexFolder = "/var/cache/zypp",
            Downloads =
                ["install", "in", "remove", "rm", "source-install", "si", "patch", "update", "up", "dist-upgrade", "dup", "refresh", "ref"],
            CacheFolders = ["/var/cache/zypp"],
            CleanUp = "clean",
            CleanUpAlias = "cc",
        },

        // It has options in place of sub-commands (pacman(8), Sync Options); see PackageIndex.
        new("pacman", PackageFamily.Pacman, []) { IndexUpdates = ["-Sy"], Upgrades = ["-Syu"], IndexFolder = "/var/lib/pacman/sync" },
        Pip,
        Pip with { Name = "pipx", Installs = ["install", "run", "inject"], FileEndings = [] },
        Pip with { Name = "uv" },
        Npm,
        Npm with { Name = "pnpm", Installs = ["install", "i", "add"], Example = new("typescript", "@", "5.9.3") },
        Npm with
        {
            Name = "yarn",
            Aliases = ["yarnpkg"],
            Installs = ["add"],
            Example = new("typescript", "@", "5.9.3"),
            Downloads = ["install", "add", "global"],
            CacheFolders = ["/usr/local/share/.cache", "/root/.cache/yarn"],
            CleanUp = "cache clean",
        },
        new("gem", PackageFamily.Language, ["install", "i"])
        {
            Separators = [":"],
            VersionOptions = ["-v", "--version"],
            FileEndings = [".gem"],
            Example = new("bundler", ":", "2.7.2"),
        },
        new("go", PackageFamily.Language, ["install", "get", "run"])
        {
            Separators = ["@"],
            FileEndings = [".go"],
            Example = new("golang.org/x/tools/gopls", "@", "v0.20.0"),
        },
        new("cargo", PackageFamily.Language, ["install"])
        {
            Separators = ["@"],
            VersionOptions = ["--version", "--vers", "--rev", "--tag"],
            Example = new("sccache", "@", "0.10.0"),
        },
        new("composer", PackageFamily.Language, ["require"]) { Separators = [":", "="], Example = new("monolog/monolog", ":", "3.9.0") },
        new("conda", PackageFamily.Language, ["install", "create"])
        {
            Aliases = ["mamba", "micromamba"],
            Separators = ["=", "<", ">"],
            FileEndings = [".tar.bz2", ".conda"],
            Example = new("python", "=", "3.14.0"),
        },
        new("dotnet", PackageFamily.Language, ["tool"])
        {
            Separators = ["@"],
            VersionOptions = ["--version"],
            Example = new("dotnetsay", " --version ", "2.1.7"),
        },
        new(
            "nuget", PackageFamily.Language,
            ["install"]) { VersionOptions = ["-Version", "-version"], Example = new("Moq", " -Version ", "4.20.72") },
    ];

    private static readonly FrozenDictionary<string, PackageManager> ByName = Index();

    /// <summary>All package managers, each once.</summary>
    public static IReadOnlyList<PackageManager> All => Table;

    /// <summary>The names of those that install packages of a distribution.</summary>
    public static string[] OfSystems { get; } =
        [.. Table.Where(static manager => manager.InstallsSystemPackages).Select(static manager => manager.Name)];

    /// <summary>
    /// The package manager behind a program's name or alias (<c>pip3.12</c>, <c>dnf5</c>); null when the program is not one.
    /// </summary>
    public static PackageManager? Find(string? program)
    {
        if (program is null) return null;
        if (ByName.TryGetValue(program, out var manager)) return manager;
        return program.StartsWith("pip", StringComparison.Ordinal) && program.AsSpan(3).TrimEnd("0123456789.-").IsEmpty ? Pip : null;
    }

    /// <summary>The names of a family.</summary>
    public static string[] In(PackageFamily family) =>
        [.. Table.Where(manager => manager.Family == family).Select(static manager => manager.Name)];

    /// <summary>Whether a program is a package manager of a distribution.</summary>
    public static bool IsOfSystem(string? program) => Find(program) is { Family: not PackageFamily.Language };

    private static FrozenDictionary<string, PackageManager> Index()
    {
        Dictionary<string, PackageManager> index = new(StringComparer.Ordinal);
        foreach (var manager in Table)
        {
            index.Add(manager.Name, manager);
            foreach (var alias in manager.Aliases) index.Add(alias, manager);
        }

        return index.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
