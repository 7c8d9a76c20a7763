using System.Collections.Frozen;

namespace ContainerGuard.Shell;

/// <summary>How a program parses its arguments: the facts that distinguish the value of an option from an operand.</summary>
/// <param name="ValueFlags">The short options that take a value: <c>o</c> for <c>-o value</c> and <c>-ovalue</c>.</param>
/// <param name="ValueOptions">The long options whose value can be the next word.</param>
/// <param name="HasSubCommand">Whether the first operand is a sub-command.</param>
/// <param name="HasLongFlags">Whether a long option can begin with one dash, so that <c>-json</c> is not a cluster.</param>
/// <param name="StopsAtDashes">Whether the arguments after <c>--</c> are for another program.</param>
internal sealed record CommandSyntax(
    string ValueFlags = "", string[]? ValueOptions = null, bool HasSubCommand = false, bool HasLongFlags = false,
    bool StopsAtDashes = false)
{
    private static readonly CommandSyntax Default = new();

    private static readonly CommandSyntax Apt = new(
        "otca", ["--option", "--config-file", "--target-release", "--default-release", "--host-architecture", "--build-profiles"],
        HasSubCommand: true);

    private static readonly CommandSyntax Conda = new(
        "cnpf", ["--channel", "--name", "--prefix", "--file", "--solver", "--repodata-fn"], HasSubCommand: true);

    private static readonly CommandSyntax Dnf = new(
        "xcd", ["--setopt", "--enablerepo", "--disablerepo", "--installroot", "--releasever", "--exclude", "--repo"], HasSubCommand: true);

    private static readonly CommandSyntax Npm = new(
        "C",
        ["--prefix", "--registry", "--userconfig", "--globalconfig", "--cache", "--loglevel", "--workspace", "--tag", "--omit", "--include",
            "--only", "--fetch-timeout"],
        HasSubCommand: true);

    /// <summary>By program. A program that is not in the table has options without values, and no sub-command.</summary>
    private static readonly FrozenDictionary<string, CommandSyntax> Table = new Dictionary<string, CommandSyntax>
    {
        ["apk"] = new(
            "pXt", ["--root", "--repository", "--virtual", "--arch", "--keys-dir", "--repositories-file", "--cache-dir", "--wait"],
            HasSubCommand: true),
        ["apt"] = Apt,
        ["apt-get"] = Apt,
        ["addgroup"] = new("gG", ["--gid"]),
        ["adduser"] = new(
            "hgsGuk", ["--home", "--shell", "--uid", "--gid", "--ingroup", "--gecos", "--comment", "--conf", "--firstuid", "--lastuid"]),
        ["aptitude"] = Apt,
        ["bun"] = new("cF", ["--config", "--cwd", "--filter", "--registry", "--cache-dir", "--backend"], HasSubCommand: true),
        ["bundle"] = new("j", ["--jobs", "--path", "--without", "--with", "--gemfile", "--retry"], HasSubCommand: true),
        ["cargo"] = new("pjCZF", ["--target", "--features", "--bin", "--package", "--manifest-path", "--jobs", "--config", "--root",
            "--version", "--vers", "--git", "--rev", "--tag", "--branch", "--path"], HasSubCommand: true),
        ["chmod"] = new("", ["--reference"]),
        ["chown"] = new("", ["--from", "--reference"]),
        ["composer"] = new("d", ["--working-dir", "--repository"], HasSubCommand: true),
        ["conda"] = Conda,
        ["curl"] = new("AbcCdDeEFhHKmoPQrtTuUwxXyYz", ["--output", "--header", "--user", "--proxy", "--retry", "--data", "--request",
            "--user-agent", "--cacert", "--connect-timeout", "--max-time", "--retry-delay", "--config", "--write-out"]),
        ["dnf"] = Dnf,
        ["dotnet"] = new("cforvap",
        [
            "--configuration", "--framework", "--output", "--runtime", "--verbosity", "--source", "--arch", "--os", "--project",
            "--packages", "--configfile", "--version-suffix", "--version", "--tool-path", "--add-source", "--tool-manifest",
        ], HasSubCommand: true),
        ["gem"] = new("vinsP",
        [
            "--version", "--install-dir", "--bindir", "--source", "--platform", "--document", "--trust-policy", "--use-system-libraries",
        ], HasSubCommand: true, StopsAtDashes: true),
        ["git"] = new("Cc", ["--git-dir", "--work-tree", "--namespace"], HasSubCommand: true),
        ["go"] = new("", ["-o", "-ldflags", "-tags", "-gcflags", "-asmflags", "-mod", "-p", "-C"], HasSubCommand: true, HasLongFlags: true),
        ["groupadd"] = new("gKRPp", ["--gid", "--key", "--root", "--prefix", "--password"]),
        ["gradle"] = new("bcgpIx", ["--build-file", "--project-dir", "--gradle-user-home", "--init-script", "--exclude-task"]),
        ["install"] = new("gmotS", ["--group", "--mode", "--owner", "--target-directory", "--suffix"]),
        ["make"] = new("CfjIoW", ["--directory", "--file", "--makefile", "--jobs"]),
        ["microdnf"] = Dnf,
        ["mkdir"] = new("m", ["--mode"]),
        ["mvn"] = new("fPsplTtgo", ["--file", "--settings", "--projects", "--activate-profiles", "--threads"]),
        ["npm"] = Npm,
        ["nuget"] =
            new("", ["-Version", "-version", "-Source", "-OutputDirectory", "-ConfigFile"], HasSubCommand: true, HasLongFlags: true),
        ["pip"] = new("ceirftdb",
        [
            "--constraint", "--editable", "--requirement", "--index-url", "--extra-index-url", "--find-links", "--target", "--prefix",
            "--root", "--trusted-host", "--cache-dir", "--timeout", "--proxy", "--upgrade-strategy", "--only-binary", "--no-binary",
            "--build", "--src", "--root-user-action", "--python-version", "--platform", "--implementation", "--abi", "--progress-bar",
            "--log", "--cert", "--client-cert", "--exists-action", "--global-option", "--config-settings", "--report", "--python",
        ], HasSubCommand: true),
        ["pipx"] = new("i", ["--python", "--pip-args", "--index-url", "--suffix", "--spec"], HasSubCommand: true),
        ["pnpm"] = new("CF", ["--dir", "--filter", "--store-dir", "--registry", "--loglevel"], HasSubCommand: true),
        ["poetry"] = new("CPE", ["--directory", "--project", "--with", "--without", "--only", "--extras"], HasSubCommand: true),
        ["rpm"] = new("rDE", ["--root", "--dbpath", "--define", "--eval", "--prefix"]),
        ["tdnf"] = Dnf,
        ["uv"] = new("cerifp",
        [
            "--constraint", "--editable", "--requirement", "--requirements", "--constraints", "--index", "--default-index", "--index-url",
            "--extra-index-url", "--find-links", "--target", "--prefix", "--python", "--python-version", "--python-platform", "--cache-dir",
            "--directory", "--project", "--config-file", "--extra", "--group", "--link-mode", "--index-strategy", "--torch-backend",
            "--upgrade-package", "--no-binary", "--only-binary", "--prerelease", "--resolution", "--with", "--override",
            "--build-constraint",
        ], HasSubCommand: true),
        ["useradd"] = new("bcdefgGkKpRPsuZ", ["--base-dir", "--comment", "--home-dir", "--home", "--expiredate", "--inactive", "--gid",
            "--groups", "--skel", "--key", "--password", "--root", "--prefix", "--shell", "--uid", "--selinux-user"]),
        ["usermod"] = new("cdefgGlpRPsuvwVWZ", ["--comment", "--home", "--gid", "--groups", "--login", "--password", "--shell", "--uid"]),
        ["wget"] = new("aAeiIoODPQRtTUwB", ["--output-document", "--output-file", "--header", "--user", "--password", "--tries",
            "--timeout", "--directory-prefix", "--user-agent", "--execute"]),
        ["yarn"] = new(
            "", ["--cwd", "--cache-folder", "--network-timeout", "--modules-folder", "--registry", "--network-concurrency", "--mutex"],
            HasSubCommand: true),
        ["yum"] =
            new("cdexR", ["--setopt", "--enablerepo", "--disablerepo", "--installroot", "--releasever", "--exclude"], HasSubCommand: true),
        ["yum-config-manager"] = new("c", ["--setopt", "--add-repo", "--installroot", "--releasever"]),
        ["zypper"] = new("cCDRrpt", ["--config", "--root", "--installroot", "--repo", "--from", "--type", "--plus-repo", "--plus-content",
            "--reposd-dir", "--cache-dir", "--solv-cache-dir", "--raw-cache-dir", "--pkg-cache-dir"], HasSubCommand: true),
    }.ToFrozenDictionary();

    /// <summary>
    /// How <paramref name="name"/> parses its arguments. Versions and aliases of a program (<c>pip3.12</c>) have the syntax of the program.
    /// </summary>
    public static CommandSyntax Of(string name)
    {
        if (Table.TryGetValue(name, out var syntax)) return syntax;
        if (PackageManagers.Find(name) is { } manager) return Table.GetValueOrDefault(manager.Name, Default);
        return name is "dnf-config-manager" ? Table["yum-config-manager"]
            : name is "mvnw" ? Table["mvn"]
            : name is "gradlew" ? Table["gradle"]
            : Default;
    }

    public bool TakesNext(string option) => ValueOptions is not null && ValueOptions.Contains(option);
}
