namespace ContainerGuard.Generation.Node;

internal enum PackageManagerKind
{
    Npm,
    Pnpm,

    /// <summary>yarn 1.</summary>
    YarnClassic,

    /// <summary>yarn 2 and later.</summary>
    YarnBerry,

    Bun,
}

/// <summary>The package manager of a project, and its commands for a container's build.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="LockFile">The name of the lock file; null if it is missing.</param>
/// <param name="Pin">The version that corepack installs (<c>pnpm@10.4.1</c>); null if the image or the repository contains it.</param>
internal sealed record PackageManager(PackageManagerKind Kind, string? LockFile, string? Pin = null)
{
    /// <summary>The name of the program.</summary>
    public string Name => Kind switch
    {
        PackageManagerKind.Npm => "npm",
        PackageManagerKind.Pnpm => "pnpm",
        PackageManagerKind.Bun => "bun",
        _ => "yarn",
    };

    /// <summary>
    /// Whether <c>pnpm run</c> compares the packages with the manifests, and installs them if they differ: pnpm 11 and later (pnpm.io,
    /// "verifyDepsBeforeRun").
    /// </summary>
    public bool ChecksBeforeRun => Kind == PackageManagerKind.Pnpm && Pin is { } pin
        && int.TryParse(pin["pnpm@".Length..].Split('.')[0], out var major) && major >= 11;

    /// <summary>The name of the lock file that it writes.</summary>
    public string ExpectedLockFile => Kind switch
    {
        PackageManagerKind.Npm => "package-lock.json",
        PackageManagerKind.Pnpm => "pnpm-lock.yaml",
        PackageManagerKind.Bun => "bun.lock",
        _ => "yarn.lock",
    };

    /// <summary>The command that writes the lock file, without an install if possible.</summary>
    public string LockCommand => Kind switch
    {
        PackageManagerKind.Npm => "npm install --package-lock-only",
        PackageManagerKind.Pnpm => "pnpm install --lockfile-only",
        PackageManagerKind.Bun => "bun install --lockfile-only",
        _ => "yarn install",
    };

    /// <summary>The <c>--mount</c> of the manager's download cache, which is not part of the image.</summary>
    public string CacheMount => Kind switch
    {
        PackageManagerKind.Npm => "type=cache,id=npm,target=/root/.npm",
        PackageManagerKind.Pnpm => "type=cache,id=pnpm,target=/root/.local/share/pnpm/store",
        PackageManagerKind.YarnClassic => "type=cache,id=yarn-classic,target=/usr/local/share/.cache/yarn,sharing=locked",
        PackageManagerKind.Bun => "type=cache,id=bun,target=/root/.bun/install/cache",
        _ => "type=cache,id=yarn,target=/root/.yarn/berry/cache,sharing=locked",
    };

    /// <summary>Installs all packages of the lock file, and fails if it does not match package.json.</summary>
    public string Install => Kind switch
    {
        PackageManagerKind.Npm => "npm ci",
        PackageManagerKind.Pnpm => "pnpm install --frozen-lockfile",
        PackageManagerKind.YarnClassic => "yarn install --frozen-lockfile",
        PackageManagerKind.Bun => "bun install --frozen-lockfile",
        _ => "yarn install --immutable",
    };

    /// <summary>Installs the packages that the application needs at run time.</summary>
    /// <param name="member">The application's name in a workspace; null without a workspace.</param>
    public string InstallProduction(string? member) => Kind switch
    {
        PackageManagerKind.Npm => $"npm ci --omit=dev{Flag(" --workspace=", member)}",
        PackageManagerKind.Pnpm => $"pnpm install --prod --frozen-lockfile{Flag(" --filter=", member is null ? null : member + "...")}",
        PackageManagerKind.YarnClassic => "yarn install --production --frozen-lockfile",
        PackageManagerKind.Bun => "bun install --production --frozen-lockfile",
        _ => $"yarn workspaces focus --production{Flag(" ", member)}",
    };

    /// <summary>Runs a program of the installed packages.</summary>
    public string Execute(string command) => Kind switch
    {
        PackageManagerKind.Npm => $"npx --no-install {command}",
        PackageManagerKind.Pnpm => $"pnpm exec {command}",
        PackageManagerKind.Bun => $"bun run {command}",
        _ => $"yarn run {command}",
    };

    /// <summary>Runs a script of package.json.</summary>
    public string Run(string script, string? member) => Kind switch
    {
        _ when member is null => $"{Name} run {script}",
        PackageManagerKind.Npm => $"npm run {script}{Flag(" --workspace=", member)}",
        PackageManagerKind.Pnpm => $"pnpm{Flag(" --filter=", member)} run {script}",
        PackageManagerKind.Bun => $"bun run{Flag(" --filter=", member)} {script}",
        _ => $"yarn workspace{Flag(" ", member)} run {script}",
    };

    private static string Flag(string before, string? value) => value is null ? "" : before + CommandLine.Quote(value);
}
