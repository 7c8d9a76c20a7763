namespace ContainerGuard.Generation.Node;

/// <summary>Writes the stages that build a Node.js application.</summary>
internal static class NodeDockerfile
{
    /// <summary>The folder of the application in the stages before the final one.</summary>
    public const string BuildDirectory = "/app";

    /// <summary>The corepack version for images without it: Node.js does not include it since 25.</summary>
    private const string Corepack = "corepack@0.34.0";

    private const int FirstWithoutCorepack = 25;

    /// <summary>
    /// The first release whose corepack has <c>install --global</c>, which corepack 0.20 added: Node.js 16 and 19 end with corepack 0.17.
    /// </summary>
    private const int FirstWithGlobalInstall = 18;

    private const int OtherWithoutGlobalInstall = 19;

    /// <param name="file">The Dockerfile, below its header.</param>
    /// <param name="app">The application.</param>
    public static void Write(DockerfileWriter file, NodeApp app)
    {
        if (app.ShipsBuild)
        {
            WriteWholeBuildStage(file, app);
            if (app.Site is not null) return;
        }
        else if (app.Installs || app.Builds.Count > 0)
        {
            WriteBaseStage(file, app);
            if (app.Builds.Count == 0) file.End(app.Project.BuildExtras);
            if (app.Prisma is { IsInPackages: true }) WriteDevelopmentStage(file, app);
            if (app.Installs) WriteDependenciesStage(file, app);
            if (app.Builds.Count > 0) WriteBuildStage(file, app);
        }

        WriteInitStage(file, app);
    }

    /// <summary>Writes the only stage of an application whose build writes all that ships.</summary>
    private static void WriteWholeBuildStage(DockerfileWriter file, NodeApp app)
    {
        WriteBun(file, app);
        file.Line().Comment(app.Release.Sentence).Comment(app.Site is { } site
            ? $"build writes the files for browsers with {site.Tool}, once for all platforms. It is the full image, which has the "
                + "compilers for native modules."
            : "build writes all files of the final image. It is the full image, which has the compilers for native modules.");
        file.From(app.Images.Build.Reference, "build", onBuilder: app.Site is not null);
        file.Begin(app.Project.BuildExtras);
        WritePreparation(file, app, BuildDirectory);
        if (app.Installs) WriteInstall(file, app, app.Manager.Install);
        file.Copy([app.Root.Length > 0 ? app.Root : "."], "");
        file.End(app.Project.BuildExtras);
        if (app.Builds.Count > 0) WriteBuilds(file, app, "");
    }

    private static void WriteBaseStage(DockerfileWriter file, NodeApp app)
    {
        WriteBun(file, app);
        file.Line().Comment(app.Release.Sentence).Append("# base is the full image, which has the compilers for native modules.\n");
        file.From(app.Images.Build.Reference, "base");
        file.Begin(app.Project.BuildExtras);
        WritePreparation(file, app, BuildDirectory);
    }

    /// <summary>Writes the stage from which the build gets the program bun. Node.js stays: tools such as Vite run in it.</summary>
    private static void WriteBun(DockerfileWriter file, NodeApp app)
    {
        if (app.Images.Bun is not { } bun) return;
        file.Line().Comment(bun.Sentence).From(bun.Reference, "bun", onBuilder: app.Site is not null);
    }

    /// <summary>Writes the steps before an install: the package manager and the manifests.</summary>
    /// <param name="file">The Dockerfile.</param>
    /// <param name="app">The application.</param>
    /// <param name="directory">The folder of the manifests.</param>
    public static void WritePreparation(DockerfileWriter file, NodeApp app, string directory)
    {
        if (app.Images.IsAlpine && app.Installs)
        {
            file.Append("# node-gyp needs these to build native modules. The versions are the oldest that it supports.\n");
            file.Append("RUN apk add --no-cache \"g++>=10\" \"make>=4\" \"python3>=3.8\"\n");
        }

        if (app.Manager.Pin is { } pin && (app.Installs || app.Builds.Count > 0))
        {
            file.Append($"# {app.Manager.Name} has the version of packageManager in package.json, "
                + "otherwise a version that writes this lock file format.\n");
            file.Append($"RUN {InstallOf(app.Manager, pin, app.Release.Major)}\n");
        }

        if (app.Images.Bun is not null) file.Copy(CopyStep.Of("bun", "/usr/local/bin/bun", "/usr/local/bin/bun"));
        file.Workdir(directory);
        if (app.Manager.Kind == PackageManagerKind.YarnBerry)
        {
            file.Append("# Install into node_modules, where node finds the packages. The cache stays out of the image.\n");
            file.Append("ENV YARN_ENABLE_GLOBAL_CACHE=true \\\n    YARN_NODE_LINKER=node-modules\n");
        }

        if (app.Manager.ChecksBeforeRun)
        {
            file.Append("# Otherwise 'pnpm run' installs the packages again if COPY adds or changes a package.json.\n");
            file.Append("ENV pnpm_config_verify_deps_before_run=false\n");
        }

        if (!app.Installs) return;
        file.Append("# Copy the manifests first, so that a change of a source file does not repeat the installation (CG7008).\n");
        foreach (var folder in ByFolder(app)) file.Copy(folder.Sources, folder.Target);
        string[] changes =
            [.. app.Prepares.Select(folder => ScriptEdit.Delete(folder, "prepare", app.Release.Major)), .. app.EarlyHookChanges];
        if (changes.Length == 0) return;
        file.Append(app.EarlyHookChanges.Count == 0
            ? "# An install would run the script prepare, whose sources are not copied yet.\n"
            : "# An install would compile sources that are not copied yet. The build runs these commands.\n");
        file.Append("RUN ").AppendJoin(" \\\n    && ", changes).Line();
    }

    private static string InstallOf(PackageManager manager, string pin, int release)
    {
        if (release >= FirstWithGlobalInstall && release != OtherWithoutGlobalInstall)
        {
            var install = release >= FirstWithoutCorepack ? $"npm install --global {Corepack} \\\n    && " : "";
            return $"{install}corepack enable \\\n    && corepack install --global {CommandLine.Quote(pin)}";
        }

        // The images contain yarn 1, which npm replaces only with --force. yarn 2 and later have another package.
        return manager.Kind switch
        {
            PackageManagerKind.YarnBerry => "npm install --global --force " + CommandLine.Quote("@yarnpkg/cli-dist" + pin["yarn".Length..]),
            PackageManagerKind.YarnClassic => "npm install --global --force " + CommandLine.Quote(pin),
            _ => "npm install --global " + CommandLine.Quote(pin),
        };
    }

    /// <summary>The files grouped by folder, then the folders.</summary>
    private static IEnumerable<(IReadOnlyList<string> Sources, string Target)> ByFolder(NodeApp app)
    {
        var groups = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var file in app.Inputs.Files)
        {
            var folder = ContextPath.Folder(InRoot(app, file));
            if (!groups.TryGetValue(folder, out var group)) groups[folder] = group = [];
            group.Add(file);
        }

        foreach (var (folder, group) in groups) yield return (group, folder);
        foreach (var folder in app.Inputs.FeedFolders) yield return ([folder], InRoot(app, folder));
    }

    private static string InRoot(NodeApp app, string path) => app.Root.Length == 0 ? path : path[(app.Root.Length + 1)..];

    private static void WriteDependenciesStage(DockerfileWriter file, NodeApp app)
    {
        var manager = app.Manager;
        file.Line().Comment(
            $"dependencies installs only production packages (CG5002), in the versions of {manager.LockFile} (CG5001).");
        file.Append("FROM base AS dependencies\n");
        if (app.HookChanges.Count > 0)
        {
            file.Append("# The install would run scripts of development packages, which it does not have.\n");
            file.Append("RUN ").AppendJoin(" \\\n    && ", app.HookChanges).Line();
        }

        WriteInstall(file, app, manager.InstallProduction(app.MemberName));
        if (app.Prisma is not { IsInPackages: true } prisma) return;
        file.Append("# Prisma's command line is a development package. It generates the client into the packages of the final image.\n");
        if (app.Member.Length > 0) file.Workdir($"{BuildDirectory}/{app.Member}");
        file.Append($"RUN --mount=type=bind,from=development,source={BuildDirectory},target=/development \\\n"
            + $"    node /development/{(app.Member.Length > 0 && !app.HoistsPackages ? app.Member + "/" : "")}node_modules/"
            + $"prisma/build/index.js {prisma.Command["prisma ".Length..]}\n");
    }

    /// <summary>Writes the stage with all packages, from which the client of a database is generated.</summary>
    private static void WriteDevelopmentStage(DockerfileWriter file, NodeApp app)
    {
        file.Line().Comment("development installs all packages: one of them generates the client of the database.");
        file.Append("FROM base AS development\n");
        WriteInstall(file, app, app.Manager.Install);
    }

    public static void WriteInstall(DockerfileWriter file, NodeApp app, string command)
    {
        var skipped = command == app.Manager.Install ? app.TestPrograms : [];
        file.Append("# The mount caches downloads.\n");
        foreach (var program in skipped)
        {
            file.Append($"# {program.Variable} skips the download of a program that the build does not use.\n");
        }

        file.Append($"RUN --mount={app.Manager.CacheMount} \\\n");
        foreach (var secret in app.Inputs.Secrets.Except(app.BuildFiles))
        {
            file.Append($"    --mount=type=secret,id={secret.Id},target={secret.ContainerPath} \\\n");
        }

        foreach (var variable in app.Inputs.SecretVariables) file.Append($"    --mount=type=secret,id={variable},env={variable} \\\n");
        file.Append("    ").AppendJoin("", skipped.Select(static program => $"{program.Variable}={program.Value} ")).Append($"{command}\n");
    }

    private static void WriteBuildStage(DockerfileWriter file, NodeApp app)
    {
        file.Line().Comment(app.Installs
            ? "build also installs the development packages, and deletes all packages after the build."
            : "build runs the script build.");
        if (app.KeepsTypeScript) file.Append("# The package typescript stays: next compiles its configuration at each start.\n");
        file.Append(app.Prisma is { IsInPackages: true } ? "FROM development AS build\n" : "FROM base AS build\n");
        if (app.Installs && app.Prisma is not { IsInPackages: true }) WriteInstall(file, app, app.Manager.Install);
        file.Copy([app.Root.Length > 0 ? app.Root : "."], "");
        file.End(app.Project.BuildExtras);
        var remove = app.Member.Length == 0 ? "rm -rf node_modules" : "find . -name node_modules -prune -exec rm -rf {} +";

        // yarn 2 and later: the state of the packages, which the final image gets from its own installation.
        if (app.Manager.Kind == PackageManagerKind.YarnBerry) remove += " \\\n    && rm -f .yarn/install-state.gz";
        if (app.KeepsTypeScript)
        {
            // The package can be in the folder of the workspace, or behind a symbolic link of pnpm.
            var packages = app.Member.Length == 0 ? "node_modules" : CommandLine.Quote($"{app.Member}/node_modules");
            var copy = "cp -RL \"$(node -p \"path.dirname(require.resolve('typescript/package.json'))\")\" /tmp/typescript";
            if (app.Member.Length > 0) copy = $"(cd {CommandLine.Quote(app.Member)} && {copy})";
            remove = $"{copy} \\\n"
                + $"    && {remove} \\\n    && mkdir -p {packages} \\\n    && mv /tmp/typescript {packages}/";
        }

        WriteBuilds(file, app, app.Installs ? $" \\\n    && {remove}" : "");
    }

    private static void WriteBuilds(DockerfileWriter file, NodeApp app, string after)
    {
        file.Append("RUN ");
        foreach (var folder in app.BuildCaches)
        {
            file.Append($"--mount=type=cache,id={CacheName(app)},target={BuildDirectory}/{folder} \\\n    ");
        }

        foreach (var secret in app.BuildFiles)
        {
            file.Append($"--mount=type=secret,id={secret.Id},target={secret.ContainerPath} \\\n    ");
        }

        file.AppendJoin(" \\\n    && ", app.Builds).Append(after).Line();
    }

    /// <summary>The name of a build's cache, which only builds of the same application share.</summary>
    private static string CacheName(NodeApp app) =>
        "next-" + string.Concat((app.Manifest.Name.Length > 0 ? app.Manifest.Name : app.Project.Name).Select(
            static character => char.IsAsciiLetterOrDigit(character) ? character : '-')).Trim('-');

    private static void WriteInitStage(DockerfileWriter file, NodeApp app)
    {
        file.Line().Comment(
            "init provides tini as PID 1: Node.js is not designed for that, and would ignore signals (CG6003).");
        file.From(app.Images.Build.Reference, "init");
        file.Append(app.Images.IsAlpine
            ? "RUN apk add --no-cache tini-static~0.19\n"
            : "RUN apt-get update \\\n    && apt-get install -y --no-install-recommends \"tini=0.19.*\" \\\n"
                + "    && rm -rf /var/lib/apt/lists/*\n");
    }
}
