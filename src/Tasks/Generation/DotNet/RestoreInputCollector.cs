using ContainerGuard.Files;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Finds all files that <c>dotnet restore</c> reads: projects, configuration files and sources from the output of restore in obj/;
/// the files that MSBuild and NuGet find by name beside and above each project; and the files that these import.
/// </summary>
internal sealed class RestoreInputCollector
{
    /// <summary>MSBuild imports the nearest file of each name, beside or above a project (learn.microsoft.com/visualstudio/msbuild/customize-by-directory).</summary>
    private static readonly string[] DirectoryFiles = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    private readonly IFileSystem files;
    private readonly DotNetProject project;
    private readonly RestoreGraph graph;
    private readonly MSBuildImports imports;
    private readonly SortedSet<string> inputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> visitedFolders = new(StringComparer.Ordinal);
    private readonly List<string> lockFiles = [];
    private readonly List<NamedContext> namedContexts = [];
    private readonly List<SecretFile> secrets = [];

    private RestoreInputCollector(IFileSystem files, DotNetProject project, RestoreGraph graph)
    {
        this.files = files;
        this.project = project;
        this.graph = graph;
        imports = new MSBuildImports(files, project.ContextDirectory);
    }

    /// <param name="files">The disk.</param>
    /// <param name="project">A project without an problem.</param>
    /// <param name="intermediateDirectory">The output folder of restore (<c>MSBuildProjectExtensionsPath</c>), absolute.</param>
    public static RestoreInputs Collect(IFileSystem files, DotNetProject project, string intermediateDirectory) =>
        new RestoreInputCollector(files, project, RestoreGraph.Read(files, project.ProjectPath, intermediateDirectory)).Collect();

    private RestoreInputs Collect()
    {
        var outside = new List<string>();
        var missed = new SortedSet<string>(StringComparer.Ordinal);
        var above = DirectoryFilesAboveContext();
        var projects = new List<string>(graph.Projects.Concat(project.JavaScriptProjects));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < projects.Count; index++)
        {
            var path = projects[index];
            if (!seen.Add(path)) continue;
            if (ContextPath.Relative(project.ContextDirectory, path) is not { } relative)
            {
                outside.Add(path);
                continue;
            }

            inputs.Add(relative);
            AddNamedFiles(path);
            projects.AddRange(AddImports(path, Path.GetDirectoryName(path)!));
            foreach (var file in above)
            {
                if (!HasInContext(path, Path.GetFileName(file))) missed.Add(file);
            }
        }

        foreach (var path in graph.LockFiles) AddLockFile(path);
        foreach (var path in graph.ConfigFiles) AddConfigFile(path);
        outside.Sort(StringComparer.Ordinal);

        // A secret in the context must not be copied.
        foreach (var secret in secrets)
        {
            if (secret.ContextPath is { } path) inputs.Remove(path);
        }

        return new RestoreInputs
        {
            Files = [.. inputs],
            FeedFolders = FeedFolders(),
            BuildFolders = BuildFolders(),
            NamedContexts = namedContexts,
            Secrets = secrets,
            GlobalJson = GlobalJson.Nearest(files, project),
            LockedRestore = PackageLockFiles.Decide(files, lockFiles, project),
            OutsideProjects = outside,
            MissedFiles = [.. missed],
        };
    }

    /// <summary>The directory files above the context, which apply to a project unless the context has a file of the same name.</summary>
    private List<string> DirectoryFilesAboveContext()
    {
        var found = new List<string>();
        foreach (var name in DirectoryFiles)
        {
            for (var folder = Path.GetDirectoryName(project.ContextDirectory); folder is not null; folder = Path.GetDirectoryName(folder))
            {
                var path = Path.Combine(folder, name);
                if (!files.FileExists(path)) continue;
                found.Add(path);
                break;
            }
        }

        return found;
    }

    private bool HasInContext(string projectPath, string name)
    {
        foreach (var folder in ContextPath.Upward(Path.GetDirectoryName(projectPath)!, project.ContextDirectory))
        {
            if (files.FileExists(Path.Combine(folder, name))) return true;
        }

        return false;
    }

    /// <summary>Adds the files that MSBuild and NuGet find by name, beside a project and in every folder above it up to the context.</summary>
    private void AddNamedFiles(string projectPath)
    {
        var projectFolder = Path.GetDirectoryName(projectPath)!;
        var lockFileOfProject = $"packages.{Path.GetFileNameWithoutExtension(projectPath)}.lock.json";
        foreach (var folder in ContextPath.Upward(projectFolder, project.ContextDirectory))
        {
            if (!visitedFolders.Add(folder)) continue;
            foreach (var entry in files.List(folder))
            {
                if (entry.Kind == FileKind.Directory) continue;
                var path = Path.Combine(folder, entry.Name);
                switch (entry.Name)
                {
                    case var name when Array.IndexOf(DirectoryFiles, name) >= 0:
                        AddWithImports(path, projectFolder);
                        break;

                    case "Directory.Build.rsp" or "global.json":
                        inputs.Add(ContextPath.Relative(project.ContextDirectory, path)!);
                        break;

                    case "packages.lock.json" when folder == projectFolder:
                        AddLockFile(path);
                        break;

                    case "nuget.config" or "NuGet.config" or "NuGet.Config":
                        AddConfigFile(path);
                        break;

                    default:
                        if (folder == projectFolder && entry.Name == lockFileOfProject) AddLockFile(path);
                        break;
                }
            }
        }
    }

    private void AddWithImports(string path, string projectFolder)
    {
        if (ContextPath.Relative(project.ContextDirectory, path) is { } relative && inputs.Add(relative)) AddImports(path, projectFolder);
    }

    /// <returns>The referenced projects, absolute.</returns>
    private IEnumerable<string> AddImports(string path, string projectFolder)
    {
        var (named, projects) = imports.Of(path, projectFolder);
        foreach (var import in named) AddWithImports(import, projectFolder);
        return projects;
    }

    private void AddLockFile(string path)
    {
        if (!files.FileExists(path) || ContextPath.Relative(project.ContextDirectory, path) is not { } relative) return;
        if (inputs.Add(relative)) lockFiles.Add(path);
    }

    private void AddConfigFile(string path)
    {
        if (files.Read(path, NuGetConfig.Parse) is not { } config) return;
        if (ContextPath.Relative(project.ContextDirectory, path) is { } relative)
        {
            if (!config.HasCredentials) inputs.Add(relative);
            else AddSecret("nuget-config", path, $"{DotNetDockerfile.SourceDirectory}/{relative}", relative);
            AddFolders(config, path, ContextPath.Folder($"{DotNetDockerfile.SourceDirectory}/{relative}"));
        }
        else if (config.IsNeeded)
        {
            // A file above the context is found above the sources in the image, too. Any other is the user's file.
            var above = ContextPath.Relative(Path.GetDirectoryName(path)!, project.ContextDirectory) is not null;
            AddSecret("nuget-user-config", path, above ? "/nuget.config" : "/root/.nuget/NuGet/NuGet.Config", contextPath: null);
            AddFolders(config, path, above ? "/" : "/root/.nuget/NuGet");
        }
    }

    /// <summary>Adds package sources in folders outside the context. They are mounted where the same text resolves in the build stage.</summary>
    private void AddFolders(NuGetConfig config, string configPath, string containerFolder)
    {
        foreach (var source in config.Sources)
        {
            if (!NuGetConfig.IsFolder(source) || source.Contains('%', StringComparison.Ordinal)) continue;
            // NuGet accepts both slashes on every machine.
            var hostPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Replace('\\', '/'), Path.GetDirectoryName(configPath)!));
            if (ContextPath.Relative(project.ContextDirectory, hostPath) is not null || !files.DirectoryExists(hostPath)) continue;

            var containerPath = ContextPath.InContainer(containerFolder, source);
            if (namedContexts.Exists(known => known.ContainerPath == containerPath)) continue;
            var name = namedContexts.Count == 0 ? "nuget-feed" : $"nuget-feed-{namedContexts.Count + 1}";
            namedContexts.Add(new NamedContext(name, hostPath, containerPath));
        }
    }

    private void AddSecret(string id, string hostPath, string containerPath, string? contextPath)
    {
        if (secrets.Exists(known => known.ContainerPath == containerPath)) return;
        var count = secrets.FindAll(known => known.Id.StartsWith(id, StringComparison.Ordinal)).Count;
        secrets.Add(new SecretFile(count == 0 ? id : $"{id}-{count + 1}", hostPath, containerPath, contextPath));
    }

    /// <summary>All package sources that are folders in the context.</summary>
    private List<string> FeedFolders()
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var source in graph.Sources)
        {
            if (NuGetConfig.IsFolder(source) && Path.IsPathFullyQualified(source)
                && ContextPath.Relative(project.ContextDirectory, source) is { Length: > 0 } relative && files.DirectoryExists(source))
            {
                folders.Add(relative);
            }
        }

        return [.. folders];
    }

    private List<string> BuildFolders()
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var output in graph.OutputFolders)
        {
            if (ContextPath.Relative(project.ContextDirectory, output) is not { Length: > 0 } relative) continue;
            folders.Add(relative);

            // The artifacts layout (UseArtifactsOutput): artifacts/obj/<project> beside artifacts/publish.
            var parent = ContextPath.Folder(relative);
            if (parent.EndsWith("/obj", StringComparison.Ordinal)) folders.Add(ContextPath.Folder(parent) + "/publish");
        }

        return [.. folders];
    }
}
