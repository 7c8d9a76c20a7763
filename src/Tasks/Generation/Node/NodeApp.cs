using ContainerGuard.Analysis;

namespace ContainerGuard.Generation.Node;

/// <summary>The facts of a Node.js application, from its folder.</summary>
internal sealed record NodeApp
{
    public required AppProject Project { get; init; }

    public required PackageJson Manifest { get; init; }

    public required NodeRelease Release { get; init; }

    public required NodeImages Images { get; init; }

    public required PackageManager Manager { get; init; }

    public required StartCommand Start { get; init; }

    /// <summary>The files for browsers, if that is what the application is; null for a server.</summary>
    public Site? Site { get; init; }

    /// <summary>Prisma's client, if the build has to generate it.</summary>
    public PrismaClient? Prisma { get; init; }

    /// <summary>Whether the package typescript of the build ships, because the server compiles its configuration at each start.</summary>
    public bool KeepsTypeScript { get; init; }

    /// <summary>
    /// Commands that change the install scripts for the final image, because they run development packages, which it does not have.
    /// </summary>
    public IReadOnlyList<string> HookChanges { get; init; } = [];

    /// <summary>
    /// Commands that change the install scripts before every install, because they compile sources that are not copied yet.
    /// </summary>
    public IReadOnlyList<string> EarlyHookChanges { get; init; } = [];

    /// <summary>Programs that development packages download, and that an image does not use.</summary>
    public IReadOnlyList<TestProgram> TestPrograms { get; init; } = [];

    /// <summary>The source file that runs pnpm while the application runs, so that the final image has pnpm; null without one.</summary>
    public string? PnpmCaller { get; init; }

    /// <summary>Files with the values that the build writes into the browser's files, as secrets of the build step.</summary>
    public IReadOnlyList<SecretFile> BuildFiles { get; init; } = [];

    /// <summary>Folders that the build keeps for the next one, relative to <see cref="Root"/>.</summary>
    public IReadOnlyList<string> BuildCaches { get; init; } = [];

    /// <summary>Whether the build writes all that ships, so that neither sources nor packages do.</summary>
    public bool ShipsBuild => Site is not null || Start.Shipped.Count > 0;

    /// <summary>The copied folder, relative to the context: the application's, or its workspace's.</summary>
    public required string Root { get; init; }

    /// <summary>The application's folder relative to <see cref="Root"/>; empty if it is the same.</summary>
    public string Member { get; init; } = "";

    /// <summary>The files that the install reads. Local packages are the <see cref="BuildInputs.FeedFolders"/>.</summary>
    public required BuildInputs Inputs { get; init; }

    /// <summary>Whether the application has packages to install.</summary>
    public bool Installs { get; init; }

    /// <summary>Whether the packages of a workspace's member are in the folder of the workspace: those of npm and yarn are.</summary>
    public bool HoistsPackages => Manager.Kind != PackageManagerKind.Pnpm;

    /// <summary>The build commands, in order.</summary>
    public IReadOnlyList<string> Builds { get; init; } = [];

    /// <summary>
    /// The packages of the workspace that the application depends on, the application last: folders relative to <see cref="Root"/>.
    /// </summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>
    /// Folders, relative to <see cref="Root"/>, whose package.json has a script <c>prepare</c>, which an install would run.
    /// </summary>
    public IReadOnlyList<string> Prepares { get; init; } = [];

    /// <summary>The application's name in its workspace; null without a workspace.</summary>
    public string? MemberName => Member.Length == 0 ? null : Manifest.Name;
}
