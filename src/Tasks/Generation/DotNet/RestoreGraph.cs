using System.Text.Json;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// What the restore on this machine found, as NuGet left it in obj/: the dependency graph specification (<c>*.nuget.dgspec.json</c>), or the
/// assets file when there is none.
/// </summary>
internal sealed record RestoreGraph
{
    /// <summary>The project and all that it refers to, directly and indirectly, absolute.</summary>
    public required IReadOnlyList<string> Projects { get; init; }

    /// <summary>The nuget.config files that were read, absolute, the nearest first.</summary>
    public required IReadOnlyList<string> ConfigFiles { get; init; }

    /// <summary>Package sources in use: addresses, and absolute paths of folders.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The folders that restore wrote to, one a project, absolute.</summary>
    public IReadOnlyList<string> OutputFolders { get; init; } = [];

    /// <summary>Lock files that a property names, absolute.</summary>
    public IReadOnlyList<string> LockFiles { get; init; } = [];

    /// <param name="files">The disk.</param>
    /// <param name="projectPath">Absolute.</param>
    /// <param name="intermediateDirectory">The folder restore writes to (<c>MSBuildProjectExtensionsPath</c>), absolute.</param>
    /// <returns>The graph; of the project alone when it was never restored.</returns>
    public static RestoreGraph Read(IFileSystem files, string projectPath, string intermediateDirectory)
    {
        var name = Path.GetFileName(projectPath);
        return Parse(files.ReadText(Path.Combine(intermediateDirectory, name + ".nuget.dgspec.json")), ParseSpecification)
            ?? Parse(files.ReadText(Path.Combine(intermediateDirectory, "project.assets.json")), root => ParseAssets(root, projectPath))
            ?? new RestoreGraph { Projects = [projectPath], ConfigFiles = [], Sources = [] };
    }

    private static RestoreGraph? Parse(string? text, Func<JsonElement, RestoreGraph?> parse)
    {
        if (text is null) return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return parse(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static RestoreGraph? ParseSpecification(JsonElement root)
    {
        if (!root.TryGetProperty("projects", out var projects)) return null;
        var paths = new List<string>();
        var configFiles = new List<string>();
        var sources = new List<string>();
        var lockFiles = new List<string>();
        var outputFolders = new List<string>();
        foreach (var project in projects.EnumerateObject())
        {
            paths.Add(project.Name);
            if (!project.Value.TryGetProperty("restore", out var restore)) continue;
            AddRestore(restore, configFiles, sources);
            if (restore.TryGetProperty("outputPath", out var output) && output.GetString() is { Length: > 0 } folder) outputFolders.Add(folder);
            if (restore.TryGetProperty("restoreLockProperties", out var properties)
                && properties.TryGetProperty("nuGetLockFilePath", out var lockFile)
                && lockFile.GetString() is { Length: > 0 } path)
            {
                lockFiles.Add(Path.GetFullPath(path, Path.GetDirectoryName(project.Name)!));
            }
        }

        return new RestoreGraph
        {
            Projects = paths,
            ConfigFiles = configFiles,
            Sources = sources,
            OutputFolders = outputFolders,
            LockFiles = lockFiles,
        };
    }

    private static RestoreGraph? ParseAssets(JsonElement root, string projectPath)
    {
        if (!root.TryGetProperty("project", out var project) || !project.TryGetProperty("restore", out var restore)) return null;
        var folder = Path.GetDirectoryName(projectPath)!;
        var paths = new List<string> { projectPath };
        var configFiles = new List<string>();
        var sources = new List<string>();
        AddRestore(restore, configFiles, sources);
        if (root.TryGetProperty("libraries", out var libraries))
        {
            foreach (var library in libraries.EnumerateObject())
            {
                if (library.Value.TryGetProperty("msbuildProject", out var path)) paths.Add(Path.GetFullPath(path.GetString()!, folder));
            }
        }

        return new RestoreGraph { Projects = paths, ConfigFiles = configFiles, Sources = sources };
    }

    private static void AddRestore(JsonElement restore, List<string> configFiles, List<string> sources)
    {
        if (restore.TryGetProperty("configFilePaths", out var paths))
        {
            foreach (var path in paths.EnumerateArray())
            {
                if (path.GetString() is { } text && !configFiles.Contains(text)) configFiles.Add(text);
            }
        }

        if (restore.TryGetProperty("sources", out var all))
        {
            foreach (var source in all.EnumerateObject())
            {
                if (!sources.Contains(source.Name)) sources.Add(source.Name);
            }
        }
    }
}
