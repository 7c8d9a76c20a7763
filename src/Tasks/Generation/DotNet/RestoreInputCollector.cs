using ContainerGuard.Files;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Finds all files that <c>dotnet restore</c> reads: projects, configuration files and sources from the output of restore in obj/;
/// the files that MSBuild and NuGet find by name beside and above each project; and the files that these import.
/// </summary>
internal sealed class RestoreInputCollector
{
    /// <summary>
    /// MSBuild imports the nearest file of each name, beside or above a project
    /// (learn.microsoft.com/visualstudio/msbuild/customize-by-directory).
    /// </summary>
    private static readonly string[] DirectoryFiles = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    private readonly IFileSystem _files;
    private readonly DotNetProject _project;
    private readonly RestoreGraph _graph;
    private readonly SortedSet<string> _inputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _visitedFolders = new(StringComparer.Ordinal);
    private readonly List<string> _lockFiles = [];
    private readonly List<NamedContext> _namedContexts = [];
    private readonly List<SecretFile> _secrets = [];
    private readonly SortedSet<string> _variables = new(StringComparer.Ordinal);
    private readonly BuildFiles _build;

    private RestoreInputCollector(IFileSystem files, DotNetProject project, RestoreGraph graph)
    {
        _files = files;
        _project = project;
        _graph = graph;
        _build = new BuildFiles(files, project.ContextDirectory);
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
        var projects = new List<string>(_graph.Projects.Concat(_project.JavaScriptProjects));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < projects.Count; index++)
        {
            var path = projects[index];
            if (!seen.Add(path)) continue;
            if (ContextPath.Relative(_project.ContextDirectory, path) is not { } relative)
            {
                outside.Add(path);
                continue;
            }

            if (path == _project.ProjectPath && _project.EntryPointFile.Length > 0) AddFileBasedApp(_project.EntryPointFile);
            else _inputs.Add(relative);
            AddNamedFiles(path);
            var found = MSBuildFiles.Of(_files, _project.ContextDirectory, path);
            foreach (var import in found.Imports) _inputs.Add(ContextPath.Relative(_project.ContextDirectory, import)!);
            projects.AddRange(found.Projects);
            _build.Add(path, found);
            foreach (var file in above)
            {
                if (!HasInContext(path, Path.GetFileName(file))) missed.Add(file);
            }
        }

        foreach (var path in _build.Restored.Concat(_project.RestoreInputs))
        {
            if (_files.FileExists(path) && ContextPath.Relative(_project.ContextDirectory, path) is { } relative) _inputs.Add(relative);
        }

        foreach (var path in _graph.LockFiles) AddLockFile(path);
        foreach (var path in _graph.ConfigFiles) AddConfigFile(path);
        outside.Sort(StringComparer.Ordinal);

        // A secret in the context must not be copied.
        foreach (var secret in _secrets)
        {
            if (secret.ContextPath is { } path) _inputs.Remove(path);
        }

        return new RestoreInputs
        {
            Files = [.. _inputs],
            NamedFiles = _build.Named,
            OutsideFiles = _build.Outside,
            LinkedFolder = _build.LinkedFolder,

            // The person has named what could not be found out.
            Doubt = _project.RestoreInputs.Count > 0 ? null : _build.Doubt,
            ToolManifest = _build.ToolManifest,
            FeedFolders = FeedFolders(),
            BuildProducts = Products(seen),
            BuildFolders = BuildFolders(),
            NamedContexts = _namedContexts,
            Secrets = _secrets,
            FeedVariables = [.. _variables],
            GlobalJson = GlobalJson.Nearest(_files, _project),
            LockedRestore = PackageLockFiles.Decide(_files, _lockFiles, _project),
            OutsideProjects = outside,
            MissedFiles = [.. missed.Union(_build.Missed).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>The directory files above the context, which apply to a project unless the context has a file of the same name.</summary>
    private List<string> DirectoryFilesAboveContext()
    {
        var found = new List<string>();
        foreach (var name in DirectoryFiles)
        {
            for (var folder = Path.GetDirectoryName(_project.ContextDirectory); folder is not null; folder = Path.GetDirectoryName(folder))
            {
                var path = Path.Combine(folder, name);
                if (!_files.FileExists(path)) continue;
                found.Add(path);
                break;
            }
        }

        return found;
    }

    private bool HasInContext(string projectPath, string name)
    {
        foreach (var folder in ContextPath.Upward(Path.GetDirectoryName(projectPath)!, _project.ContextDirectory))
        {
            if (_files.FileExists(Path.Combine(folder, name))) return true;
        }

        return false;
    }

    /// <summary>
    /// Adds the files that MSBuild and NuGet find by name, beside a project and in every folder above it up to the context.
    /// </summary>
    private void AddNamedFiles(string projectPath)
    {
        var projectFolder = Path.GetDirectoryName(projectPath)!;
        var lockFileOfProject = $"packages.{Path.GetFileNameWithoutExtension(projectPath)}.lock.json";
        foreach (var folder in ContextPath.Upward(projectFolder, _project.ContextDirectory))
        {
            if (!_visitedFolders.Add(folder)) continue;
            foreach (var entry in _files.List(folder))
            {
                if (entry.Kind == FileKind.Directory) continue;
                var path = Path.Combine(folder, entry.Name);
                switch (entry.Name)
                {
                    case var name when Array.IndexOf(DirectoryFiles, name) >= 0 || name is "Directory.Build.rsp" or "global.json":
                        _inputs.Add(ContextPath.Relative(_project.ContextDirectory, path)!);
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

    /// <summary>
    /// Adds a C# file with directives, and the files that it includes, which can have directives, too
    /// (learn.microsoft.com/dotnet/core/sdk/file-based-apps).
    /// </summary>
    private void AddFileBasedApp(string path)
    {
        const string Include = "#:include ";
        if (ContextPath.Relative(_project.ContextDirectory, path) is not { } relative || !_inputs.Add(relative)) return;
        foreach (var line in (_files.ReadText(path) ?? "").Split('\n', StringSplitOptions.TrimEntries))
        {
            if (!line.StartsWith(Include, StringComparison.Ordinal)) continue;
            var included = Path.GetFullPath(line[Include.Length..].Trim().Replace('\\', '/'), Path.GetDirectoryName(path)!);
            if (_files.FileExists(included)) AddFileBasedApp(included);
        }
    }

    private void AddLockFile(string path)
    {
        if (!_files.FileExists(path) || ContextPath.Relative(_project.ContextDirectory, path) is not { } relative) return;
        if (_inputs.Add(relative)) _lockFiles.Add(path);
    }

    private void AddConfigFile(string path)
    {
        if (_files.Read(path, NuGetConfig.Parse) is not { } config) return;
        if (ContextPath.Relative(_project.ContextDirectory, path) is { } relative)
        {
            _variables.UnionWith(config.Variables);
            if (!config.HasCredentials) _inputs.Add(relative);
            else AddSecret("nuget-config", path, $"{DotNetDockerfile.SourceDirectory}/{relative}", relative);
            AddFolders(config, path, ContextPath.Folder($"{DotNetDockerfile.SourceDirectory}/{relative}"));
        }
        else if (config.IsNeeded && IsUsed(config, path))
        {
            // A file above the context is found above the sources in the image, too. Any other is the user's file.
            var above = ContextPath.Relative(Path.GetDirectoryName(path)!, _project.ContextDirectory) is not null;
            AddSecret("nuget-user-config", path, above ? "/nuget.config" : "/root/.nuget/NuGet/NuGet.Config", contextPath: null);
            _variables.UnionWith(config.Variables);
            AddFolders(config, path, above ? "/" : "/root/.nuget/NuGet");
        }
    }

    /// <summary>Whether restore has used a source of a configuration outside the context: a nearer one can clear it.</summary>
    private bool IsUsed(NuGetConfig config, string path)
    {
        if (_graph.Sources.Count == 0) return true;
        var names = _graph.ConfigFiles.Append(path).Select(file => _files.Read(file, NuGetConfig.Parse)).OfType<NuGetConfig>()
            .SelectMany(static one => one.NamedSources).Where(source => IsRestored(source.Value, path)).Select(static source => source.Key);
        return config.Sources.Any(source => IsRestored(source, path))
            || config.CredentialNames.Intersect(names, StringComparer.OrdinalIgnoreCase).Any();
    }

    private bool IsRestored(string source, string configPath) =>
        source.Contains('%', StringComparison.Ordinal)
        || _graph.Sources.Contains(source.TrimEnd('/'), StringComparer.OrdinalIgnoreCase)
        || _graph.Sources.Contains(source, StringComparer.OrdinalIgnoreCase)
        || (NuGetConfig.IsFolder(source) && _graph.Sources.Any(
            one => NuGetConfig.IsFolder(one) && Path.TrimEndingDirectorySeparator(one)
                == Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Replace('\\', '/'), Path.GetDirectoryName(configPath)!))));

    /// <summary>
    /// Adds package sources in folders outside the context. They are mounted where the same text resolves in the build stage.
    /// </summary>
    private void AddFolders(NuGetConfig config, string configPath, string containerFolder)
    {
        foreach (var source in config.Sources)
        {
            if (!NuGetConfig.IsFolder(source) || source.Contains('%', StringComparison.Ordinal)) continue;
            // NuGet accepts both slashes on every machine.
            var hostPath =
                Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Replace('\\', '/'), Path.GetDirectoryName(configPath)!));
            if (ContextPath.Relative(_project.ContextDirectory, hostPath) is not null || !_files.DirectoryExists(hostPath)) continue;

            var containerPath = ContextPath.InContainer(containerFolder, source);
            if (_namedContexts.Exists(known => known.ContainerPath == containerPath)) continue;
            var name = _namedContexts.Count == 0 ? "nuget-feed" : $"nuget-feed-{_namedContexts.Count + 1}";
            _namedContexts.Add(new NamedContext(name, hostPath, containerPath));
        }
    }

    private void AddSecret(string id, string hostPath, string containerPath, string? contextPath)
    {
        if (_secrets.Exists(known => known.ContainerPath == containerPath)) return;
        var count = _secrets.FindAll(known => known.Id.StartsWith(id, StringComparison.Ordinal)).Count;
        _secrets.Add(new SecretFile(count == 0 ? id : $"{id}-{count + 1}", hostPath, containerPath, contextPath));
    }

    /// <summary>All package sources that are folders in the context.</summary>
    private List<string> FeedFolders()
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var source in _graph.Sources)
        {
            if (NuGetConfig.IsFolder(source) && Path.IsPathFullyQualified(source)
                && ContextPath.Relative(_project.ContextDirectory, source) is { Length: > 0 } relative && _files.DirectoryExists(source))
            {
                folders.Add(relative);
            }
        }

        return [.. folders];
    }

    /// <summary>
    /// The output folders of the projects by their names. Other folders are called bin, too: those of libraries for browsers, for example.
    /// The patterns behind them find the output of projects that are not part of this app.
    /// </summary>
    private IReadOnlyList<string> Products(IEnumerable<string> projects)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in projects)
        {
            if (ContextPath.Relative(_project.ContextDirectory, Path.GetDirectoryName(path)!) is not { } folder) continue;
            var prefix = folder.Length == 0 ? "" : GeneratedIgnoreFile.Escape(folder) + "/";
            lines.UnionWith([$"{prefix}bin", $"{prefix}obj"]);
        }

        return
        [
            .. lines, "**/bin/Debug", "**/bin/Release", "**/obj/Debug", "**/obj/Release", "**/obj/project.assets.json", "**/obj/*.nuget.*",
            "**/node_modules", "**/TestResults",
        ];
    }

    private List<string> BuildFolders()
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        var own = ContextPath.Relative(_project.ContextDirectory, Path.GetDirectoryName(_project.ProjectPath)!);
        foreach (var folder in _graph.PackageFolders.Append(_project.PublishOutput))
        {
            if (folder.Length == 0 || ContextPath.Relative(_project.ContextDirectory, folder) is not { Length: > 0 } relative) continue;
            var holdsProject = own is null || own == relative || own.StartsWith(relative + "/", StringComparison.Ordinal);
            if (holdsProject || relative.StartsWith(own!.Length == 0 ? "bin/" : own + "/bin/", StringComparison.Ordinal)) continue;
            folders.Add(relative);
        }

        foreach (var output in _graph.OutputFolders)
        {
            if (ContextPath.Relative(_project.ContextDirectory, output) is not { Length: > 0 } relative) continue;
            folders.Add(relative);

            // The artifacts layout (UseArtifactsOutput): artifacts/obj/<project> beside artifacts/publish.
            var parent = ContextPath.Folder(relative);
            if (!parent.EndsWith("/obj", StringComparison.Ordinal)) continue;
            var artifacts = ContextPath.Folder(parent);
            folders.UnionWith([artifacts + "/publish", artifacts + "/bin"]);
        }

        return [.. folders];
    }
}
