using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Files;

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
    private static readonly string[] SettingFiles = [".npmrc", ".yarnrc.yml", ".yarnrc", "pnpm-workspace.yaml", ".pnpmfile.cjs"];

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
        var release = NodeRelease.Of(files, manifest, member.Length == 0 ? [root] : [project.Directory, root]);
        var declared = manifest.PackageManager.Length > 0 ? manifest.PackageManager : workspace?.Manifest.PackageManager ?? "";
        if (PackageManagerDetection.Detect(files, root, declared, release, out problem) is not { } manager) return Stop(problem);
        if (workspace is not null && manifest.Name.Length == 0)
        {
            return Stop(new($"package.json in {member} has no name, which {manager.Name} needs in a workspace.", "Add a name."));
        }

        var installs = manifest.HasDependencies || workspace is not null;
        if (installs && manager.LockFile is null)
        {
            return Stop(new(
                $"package.json has dependencies, but {manager.ExpectedLockFile} does not exist.",
                $"Run '{manager.LockCommand}' and commit the file, or set packageManager if you do not use {manager.Name}."));
        }

        var reader =
            new StartReader(files, project.Directory, manifest, release, manager.Kind == PackageManagerKind.Npm ? (root, member) : null);
        if ((isStarted ? reader.Read(out problem) : StartCommand.None) is not { } start) return Stop(problem);

        var rootManifest = workspace?.Manifest ?? manifest;
        var members = workspace?.Members ?? [];
        var inputs = Inputs(root, manager, [new("", rootManifest), .. members]);
        if (inputs is null) return null;
        return new NodeApp
        {
            Project = project,
            Manifest = manifest,
            Release = release,
            Images = NodeImages.For(project, release),
            Manager = manager,
            Start = start,
            Root = ContextPath.Relative(project.ContextDirectory, root)!,
            Member = member,
            Inputs = inputs,
            Installs = installs,
            Builds = Builds(workspace, member, manifest, manager),
            Members = workspace is null ? [] : [.. Order(workspace, member).Select(static one => one.Folder)],
            Prepares = manager.Kind == PackageManagerKind.YarnBerry ? []
                : [.. ((IEnumerable<WorkspaceMember>)[new("", rootManifest), .. members])
                    .Where(static one => one.Manifest.Scripts.ContainsKey("prepare")).Select(static one => one.Folder)],
        };
    }

    private NodeApp? Stop(Problem? problem)
    {
        Problem = problem;
        return null;
    }

    private static List<string> Builds(NodeWorkspace? workspace, string member, PackageJson manifest, PackageManager manager)
    {
        if (workspace is null) return manifest.Scripts.ContainsKey("build") ? [manager.Run("build", null)] : [];
        return [.. Order(workspace, member).Where(static one => one.Manifest.Scripts.ContainsKey("build")).Select(
            one => manager.Run("build", one.Manifest.Name))];
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
