using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Generation.Bun;

namespace ContainerGuard.Generation.Node;

/// <summary>Reads the folder of a Node.js application.</summary>
/// <param name="files">The disk.</param>
/// <param name="project">The application.</param>
/// <param name="contextDirectory">The folder of the build context in the install stage; null if the application's folder is
/// <see cref="NodeDockerfile.BuildDirectory"/>.</param>
internal sealed class NodeAppReader(IFileSystem files, AppProject project, string? contextDirectory = null)
{
    private const int HeadBytes = 64 * 1024;

    /// <summary>Files that the package managers read, in addition to package.json and the lock file.</summary>
    private static readonly string[] SettingFiles = [".npmrc", ".yarnrc.yml", ".yarnrc", "pnpm-workspace.yaml", ".pnpmfile.cjs",
        "bunfig.toml"];

    /// <summary>Folders that they read: a committed yarn, patches of packages, and the schema of Prisma's client.</summary>
    private static readonly string[] SettingFolders = [".yarn/patches", ".yarn/plugins", ".yarn/releases", "patches", "prisma"];

    /// <summary>Why the application cannot become a container, with the remedy; null if it can.</summary>
    public Problem? Problem { get; private set; }

    /// <returns>Null if there is an <see cref="Problem"/>.</returns>
    public NodeApp? Read() => Read(isStarted: true);

    /// <summary>Reads a browser application, which is built and not started.</summary>
    /// <returns>Null if there is an <see cref="Problem"/>.</returns>
    public NodeApp? ReadClient() => Read(isStarted: false);

    private NodeApp? Read(bool isStarted)
    {
        if (files.ReadText(Path.Combine(project.Directory, "package.json")) is not { } text)
        {
            return Stop(new("The project's folder has no package.json.", "Create one, or set ContainerGuardStack."));
        }

        if (PackageJson.Parse(text) is not { } manifest)
        {
            return Stop(new("package.json is not a valid JSON object.", "Run 'npm pkg get name' to see the error."));
        }

        // The lock file of a workspace is above its members.
        Problem? problem = null;
        var workspace = PackageManagerDetection.LockFilesIn(files, project.Directory).Count == 0
            ? NodeWorkspace.Above(files, project, out problem)
            : null;
        if (problem is not null) return Stop(problem);
        var root = workspace?.Root ?? project.Directory;
        var member = ContextPath.Relative(root, project.Directory)!;
        var release = NodeRelease.Of(files, manifest, Folders(root, member));
        var declared = manifest.PackageManager.Length > 0 ? manifest.PackageManager : workspace?.Manifest.PackageManager ?? "";
        if (PackageManagerDetection.Detect(files, root, declared, release, out problem) is not { } manager) return Stop(problem);
        if (workspace is not null && manifest.Name.Length == 0)
        {
            return Stop(new($"package.json in {member} has no name, which {manager.Name} needs in a workspace.", "Add a name."));
        }

        if (!isStarted && manager.Kind == PackageManagerKind.Bun)
        {
            return Stop(new(
                "bun wrote the lock file of the browser application, but its build stage has only npm, pnpm and yarn.",
                "Build it before the publish, and set ContainerGuardLayout to publish."));
        }

        var installs = manifest.HasDependencies || workspace is not null;
        if (installs && manager.LockFile is null)
        {
            return Stop(new(
                $"package.json has dependencies, but {manager.ExpectedLockFile} does not exist.",
                $"Run '{manager.LockCommand}' and commit the file, or set packageManager if you do not use {manager.Name}."));
        }

        var broken = NativePackages.ProblemOf(manifest, release)
            ?? (installs && workspace is null && manager.Kind == PackageManagerKind.Npm
                ? PeerPackages.ProblemIn(files, root, manifest, manager.LockFile!)
                : null);
        if (broken is not null) return Stop(broken);
        var frameworks = new NodeFrameworks(files, project.Directory, manifest, member);
        var (start, site) = isStarted ? StartOrSite(manifest, release, manager, root, member, frameworks) : (StartCommand.None, null);
        if (start is null) return null;
        if (start.IsBun && BunImages.ProblemOf(project) is { } family) return Stop(family);

        var rootManifest = workspace?.Manifest ?? manifest;
        var members = workspace?.Members ?? [];
        var inputs = Inputs(root, manager, [new("", rootManifest), .. members]);
        if (inputs is null) return null;
        var buildFiles = isStarted ? BuildFiles(root, member) : [];
        if (site is not null) inputs = inputs with { Files = WithServerBlock(inputs.Files) };
        var shipsPackages = isStarted && installs && site is null && start.Shipped.Count == 0;
        var hooks = new InstallHooks(rootManifest, release.Major);
        foreach (var (folder, package) in (IEnumerable<WorkspaceMember>)[new("", rootManifest), .. members])
        {
            hooks.Add(folder, package, shipsPackages);
        }

        if (hooks.Problem is not null) return Stop(hooks.Problem);
        var prisma = site is null && isStarted ? PrismaClient.Of(files, project.Directory, manifest) : null;
        return new NodeApp
        {
            Project = project,
            Manifest = manifest,
            Release = release,
            Images = Images(release, manager, start, () => BunRelease.Of(files, manifest, declared, Folders(root, member))),
            Manager = manager,
            Start = start,
            Root = ContextPath.Relative(project.ContextDirectory, root)!,
            Member = member,
            Inputs = inputs with { Secrets = [.. inputs.Secrets, .. buildFiles] },
            Installs = installs,
            Site = site,
            Prisma = prisma,
            Builds = Builds(workspace, member, manifest, manager, release, start, site, prisma),
            HookChanges = hooks.Changes,
            TestPrograms = TestProgram.Of([rootManifest, .. members.Select(static one => one.Manifest)]),
            PnpmCaller = shipsPackages && manager.Kind == PackageManagerKind.Pnpm ? ProgramCalls.Find(files, project.Directory, "pnpm")
                : null,
            EarlyHookChanges = hooks.EarlyChanges,
            KeepsTypeScript = shipsPackages && !manifest.Dependencies.ContainsKey("typescript")
                && (manifest.DevDependencies.ContainsKey("typescript") || rootManifest.DevDependencies.ContainsKey("typescript"))
                && manifest.Scripts.ContainsKey("build")
                && frameworks.StartsWithTypeScript(start),
            BuildFiles = buildFiles,
            BuildCaches = isStarted && manifest.Dependencies.ContainsKey("next") ? [Join(member, NodeFrameworks.NextCache)] : [],
            Members = workspace is null ? [] : [.. Order(workspace, member).Select(static one => one.Folder)],
            Prepares = manager.Kind == PackageManagerKind.YarnBerry ? []
                : [.. ((IEnumerable<WorkspaceMember>)[new("", rootManifest), .. members])
                    .Where(static one => one.Manifest.Scripts.ContainsKey("prepare")).Select(static one => one.Folder)],
        };
    }

    /// <summary>The folders with files of versions, nearest first.</summary>
    private string[] Folders(string root, string member) => member.Length == 0 ? [root] : [project.Directory, root];

    private NodeImages Images(NodeRelease release, PackageManager manager, StartCommand start, Func<BunRelease> bun)
    {
        var images = NodeImages.For(project, release);
        return manager.Kind == PackageManagerKind.Bun || start.IsBun ? images.With(BunImages.For(project, bun()), start.IsBun) : images;
    }

    private IReadOnlyList<string> WithServerBlock(IReadOnlyList<string> read)
    {
        return !files.FileExists(Path.Combine(project.Directory, WebServer.Configuration)) ? read
            : [.. read.Append(project.InContext(WebServer.Configuration)).Order(StringComparer.Ordinal)];
    }

    private NodeApp? Stop(Problem? problem)
    {
        Problem = problem;
        return null;
    }

    /// <summary>The process, or the files for browsers.</summary>
    private (StartCommand? Start, Site? Site) StartOrSite(
        PackageJson manifest, NodeRelease release, PackageManager manager, string root, string member, NodeFrameworks frameworks)
    {
        var tools = new NodeTools(files, manifest, manager.Kind == PackageManagerKind.Npm ? (root, member) : null);
        var reader = new StartReader(
            files, project.Directory, manifest, release, tools, frameworks,
            manager.Kind == PackageManagerKind.Bun,
            project.ContainerPorts.FirstOrDefault(static one => one.Protocol == "tcp")?.Number ?? 3000);
        if (project.Process.Count > 0)
        {
            var named = reader.Of(project.Process);
            Problem = named.Problem;
            return (named.Command, null);
        }

        var answer = reader.Read();
        var isServer = answer.Command is not null ? answer.IsDeclared : !answer.IsOpen;
        if (isServer && project.ContainerGuardSiteOutput.Length == 0)
        {
            Problem = answer.Problem;
            return (answer.Command, null);
        }

        var found = new SiteReader(files, project, project.Directory, manifest).Read();
        if (found.Site is { } site) return (StartCommand.None, site);
        Problem = found.Problem ?? answer.Problem;
        return (Problem is null ? answer.Command! with { IsLibrary = manifest.IsLibrary } : null, null);
    }

    /// <summary>
    /// Files whose values a build writes into the browser's files, by the prefixes that the tools publish. The ignore file drops them,
    /// because such a
    /// file can have secrets too.
    /// </summary>
    private List<SecretFile> BuildFiles(string root, string member)
    {
        var found = new List<SecretFile>();
        foreach (var name in (ReadOnlySpan<string>)[".env", ".env.production"])
        {
            var path = Path.Combine(project.Directory, name);
            if (files.ReadText(path, HeadBytes) is not { } text || !PublicPrefixes.Any(prefix => HasVariable(text, prefix))) continue;
            found.Add(new(name.TrimStart('.').Replace('.', '-'), path, $"{StageFolder(root)}/{Join(member, name)}",
                project.InContext(name)));
        }

        return found;
    }

    /// <summary>The prefixes of the variables that Vite, Create React App, Vue CLI, Next.js, Gatsby, Astro, SvelteKit and Expo
    /// publish.</summary>
    private static readonly string[] PublicPrefixes =
        ["VITE_", "REACT_APP_", "VUE_APP_", "NEXT_PUBLIC_", "GATSBY_", "PUBLIC_", "NG_APP_", "NUXT_PUBLIC_", "EXPO_PUBLIC_"];

    private static bool HasVariable(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) || text.Contains("\n" + prefix, StringComparison.Ordinal);

    private static List<string> Builds(
        NodeWorkspace? workspace, string member, PackageJson manifest, PackageManager manager, NodeRelease release, StartCommand start,
        Site? site, PrismaClient? prisma)
    {
        var script = site?.Script ?? ScriptForImages(manifest);
        var builds = new List<string>();
        if (workspace is not null)
        {
            builds.AddRange(Order(workspace, member).Where(one => one.Folder != member && one.Manifest.Scripts.ContainsKey("build"))
                .Select(one => manager.Run("build", one.Manifest.Name)));
        }

        if (prisma is not null && !ScriptsSay(manifest, "prisma generate", "build", "prebuild", "postinstall"))
        {
            builds.Add(InMember(member, prisma.Placeholders + manager.Execute(prisma.Command)));
        }

        if (manifest.Scripts.ContainsKey(script))
        {
            var before = prisma?.Placeholders + (release.Major >= 17 ? Legacy(manifest) : "");
            builds.Add(before + manager.Run(script, workspace is null ? null : manifest.Name));
        }

        foreach (var command in start.Builds.Concat(site is null ? InstallHooks.Compilers(manifest) : [])
            .DistinctBy(static command => command.ToString()))
        {
            builds.Add(InMember(
                member, command.InShell(manager.Execute(CommandLine.Join(command.Words, forWindows: false)))));
        }

        return builds;
    }

    /// <summary>
    /// The script of the build. One for images leaves out what needs a running database or a variable; one that calls docker is not it.
    /// </summary>
    private static string ScriptForImages(PackageJson manifest) => Array.Find(
        ["build-docker", "build:docker"],
        name => manifest.Scripts.TryGetValue(name, out var text) && !text.Contains("docker ", StringComparison.Ordinal)) ?? "build";

    private static string InMember(string member, string command) =>
        member.Length == 0 ? command : $"(cd {CommandLine.Quote(member)} && {command})";

    private static bool ScriptsSay(PackageJson manifest, string text, params ReadOnlySpan<string> scripts)
    {
        foreach (var script in scripts)
        {
            if (manifest.Scripts.TryGetValue(script, out var command) && command.Contains(text, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>webpack 4 asks OpenSSL for MD4, which OpenSSL 3, since Node.js 17, has only by this option.</summary>
    private static string Legacy(PackageJson manifest)
    {
        foreach (var (package, last) in ((string, int)[])[("react-scripts", 4), ("@vue/cli-service", 4), ("webpack", 4)])
        {
            var version = manifest.DevDependencies.GetValueOrDefault(package) ?? manifest.Dependencies.GetValueOrDefault(package) ?? "";
            if (int.TryParse(version.TrimStart('^', '~').Split('.')[0], out var major) && major <= last)
            {
                return "NODE_OPTIONS=--openssl-legacy-provider ";
            }
        }

        return "";
    }

    private static IReadOnlyList<WorkspaceMember> Order(NodeWorkspace workspace, string member) =>
        workspace.BuildOrder(workspace.Members.First(one => one.Folder == member));

    private BuildInputs? Inputs(string root, PackageManager manager, IReadOnlyList<WorkspaceMember> packages)
    {
        var read = new SortedSet<string>(StringComparer.Ordinal);
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        var secrets = new List<SecretFile>();
        var variables = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var package in packages)
        {
            read.Add(InContext(root, Join(package.Folder, "package.json")));
            if (PrismaClient.PlaceOf(files, Path.Combine(root, package.Folder), package.Manifest) is { } schema
                && ContextPath.Relative(root, Path.GetFullPath(Path.Combine(root, package.Folder, schema))) is { Length: > 0 } place)
            {
                if (files.FileExists(Path.Combine(root, place))) read.Add(InContext(root, place));
                else if (files.DirectoryExists(Path.Combine(root, place))) folders.Add(InContext(root, place));
            }

            foreach (var (name, version) in package.Manifest.Dependencies.Concat(package.Manifest.DevDependencies))
            {
                if (LocalPath(version) is not { } local) continue;
                var full = Path.GetFullPath(Path.Combine(root, package.Folder, local));
                if (ContextPath.Relative(root, full) is not { Length: > 0 } relative)
                {
                    Problem = new(
                        $"The dependency '{name}' is '{version}', which is outside "
                            + $"{(packages.Count > 1 ? "the workspace" : "the application's folder")}.",
                        "Put both packages into one workspace.");
                    return null;
                }

                if (files.DirectoryExists(full)) folders.Add(InContext(root, relative));
                else if (files.FileExists(full)) read.Add(InContext(root, relative));
            }
        }

        if (manager.LockFile is not null) read.Add(InContext(root, manager.LockFile));
        foreach (var folder in SettingFolders)
        {
            if (files.DirectoryExists(Path.Combine(root, folder))) folders.Add(InContext(root, folder));
        }

        foreach (var name in SettingFiles)
        {
            var path = Path.Combine(root, name);
            if (files.ReadText(path, HeadBytes) is not { } text) continue;
            var relative = InContext(root, name);
            if (SensitiveFiles.Classify(relative, _ => text) is not null)
            {
                secrets.Add(new(name.Trim('.').Replace('.', '-'), path, $"{StageFolder(root)}/{name}", relative));
            }
            else
            {
                read.Add(relative);
            }

            foreach (var variable in Placeholders(text)) variables.Add(variable);
        }

        return new BuildInputs
        {
            Files = [.. read],
            FeedFolders = [.. folders],
            BuildFolders = [project.InContext("obj")],
            Descriptions = [project.RelativePath!],
            BuildProducts = ["**/node_modules", "**/.pnp.*", "**/.yarn/cache", "**/.yarn/unplugged", "**/.yarn/install-state.gz",
                "**/npm-debug.log*", "**/yarn-error.log*"],
            LeftOut = GeneratedIgnoreFile.Development,
            Secrets = secrets,
            SecretVariables = [.. variables],
        };
    }

    private string StageFolder(string root) =>
        contextDirectory is null
            ? NodeDockerfile.BuildDirectory
            : Join(contextDirectory, ContextPath.Relative(project.ContextDirectory, root)!).TrimEnd('/');

    private string InContext(string root, string relative) => Join(ContextPath.Relative(project.ContextDirectory, root)!, relative);

    private static string Join(string folder, string file) => folder.Length == 0 ? file : $"{folder}/{file}";

    /// <summary>The path in a version that is a local folder: <c>file:</c>, <c>link:</c>, <c>portal:</c>.</summary>
    private static string? LocalPath(string version)
    {
        foreach (var protocol in (string[])["file:", "link:", "portal:"])
        {
            if (version.StartsWith(protocol, StringComparison.Ordinal)) return version[protocol.Length..];
        }

        return null;
    }

    /// <summary>Environment variables that a configuration needs: <c>${NPM_TOKEN}</c>. A variable with a default is optional.</summary>
    private static IEnumerable<string> Placeholders(string text)
    {
        for (var at = text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = text.IndexOf("${", at + 2, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', at);
            if (end < 0) yield break;
            var name = text[(at + 2)..end];
            if (name.Length > 0 && name.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            {
                yield return name;
            }
        }
    }
}
