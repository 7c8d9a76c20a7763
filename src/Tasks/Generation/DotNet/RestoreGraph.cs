using System.Buffers;
using System.Text.Json;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The result of restore on this machine, from obj/: the dependency graph specification (<c>*.nuget.dgspec.json</c>), else the
/// assets file.
/// </summary>
internal sealed class RestoreGraph
{
    private readonly List<string> _projects = [];
    private readonly List<string> _configFiles = [];
    private readonly List<string> _sources = [];
    private readonly List<string> _outputFolders = [];
    private readonly List<string> _lockFiles = [];
    private readonly List<string> _packageFolders = [];

    private RestoreGraph()
    {
    }

    /// <summary>The project and its direct and indirect references, absolute.</summary>
    public IReadOnlyList<string> Projects => _projects;

    /// <summary>The nuget.config files of the restore, absolute, nearest first.</summary>
    public IReadOnlyList<string> ConfigFiles => _configFiles;

    /// <summary>The package sources: URLs, and absolute paths of folders.</summary>
    public IReadOnlyList<string> Sources => _sources;

    /// <summary>The output folders of restore, one for each project, absolute.</summary>
    public IReadOnlyList<string> OutputFolders => _outputFolders;

    /// <summary>The folders into which restore extracts packages, absolute.</summary>
    public IReadOnlyList<string> PackageFolders => _packageFolders;

    /// <summary>Lock files from a property, absolute.</summary>
    public IReadOnlyList<string> LockFiles => _lockFiles;

    private delegate bool Reading(ref Utf8JsonReader reader, RestoreGraph graph);

    /// <param name="files">The disk.</param>
    /// <param name="projectPath">Absolute.</param>
    /// <param name="intermediateDirectory">The output folder of restore (<c>MSBuildProjectExtensionsPath</c>), absolute.</param>
    /// <returns>The graph, or a graph of only the project if it was not restored.</returns>
    public static RestoreGraph Read(IFileSystem files, string projectPath, string intermediateDirectory)
    {
        var specification = Path.Combine(intermediateDirectory, Path.GetFileName(projectPath) + ".nuget.dgspec.json");
        var assets = Path.Combine(intermediateDirectory, "project.assets.json");
        return Read(files.Open(specification), ReadSpecification)
            ?? Read(files.Open(assets), (ref reader, graph) => ReadAssets(ref reader, graph, projectPath))
            ?? new RestoreGraph { _projects = { projectPath } };
    }

    /// <summary>
    /// Reads a file token by token in rented memory. The file of a project with many references has some megabytes, mostly packages, and a
    /// solution has many such files.
    /// </summary>
    private static RestoreGraph? Read(Stream? file, Reading read)
    {
        if (file is null) return null;
        using var stream = file;
        var buffer = ArrayPool<byte>.Shared.Rent((int)stream.Length);
        try
        {
            var json = buffer.AsSpan(0, stream.ReadAtLeast(buffer, (int)stream.Length, throwOnEndOfStream: false));
            if (json is [0xEF, 0xBB, 0xBF, ..]) json = json[3..];
            var reader = new Utf8JsonReader(json);
            Enter(ref reader, JsonTokenType.StartObject);
            var graph = new RestoreGraph();
            return read(ref reader, graph) ? graph : null;
        }
        catch (Exception error) when (JsonText.IsDamage(error) || error is IOException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool ReadSpecification(ref Utf8JsonReader reader, RestoreGraph graph)
    {
        var isOne = false;
        while (NextProperty(ref reader))
        {
            if (!reader.ValueTextEquals("projects"u8))
            {
                reader.Skip();
                continue;
            }

            isOne = true;
            Enter(ref reader, JsonTokenType.StartObject);
            while (NextProperty(ref reader))
            {
                var path = reader.GetString()!;
                graph._projects.Add(path);
                graph.ReadProject(ref reader, path);
            }
        }

        return isOne;
    }

    private static bool ReadAssets(ref Utf8JsonReader reader, RestoreGraph graph, string projectPath)
    {
        graph._projects.Add(projectPath);
        var isOne = false;
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("libraries"u8))
            {
                Enter(ref reader, JsonTokenType.StartObject);
                while (NextProperty(ref reader)) graph.ReadLibrary(ref reader, Path.GetDirectoryName(projectPath)!);
            }
            else if (reader.ValueTextEquals("project"u8))
            {
                isOne = true;
                graph.ReadProject(ref reader, projectPath);
            }
            else
            {
                reader.Skip();
            }
        }

        return isOne;
    }

    /// <summary>Adds the project of a library that is a project.</summary>
    private void ReadLibrary(ref Utf8JsonReader reader, string folder)
    {
        Enter(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("msbuildProject"u8)) _projects.Add(Path.GetFullPath(ReadText(ref reader), folder));
            else reader.Skip();
        }
    }

    private void ReadProject(ref Utf8JsonReader reader, string path)
    {
        Enter(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("restore"u8)) ReadRestore(ref reader, Path.GetDirectoryName(path)!);
            else reader.Skip();
        }
    }

    private void ReadRestore(ref Utf8JsonReader reader, string folder)
    {
        Enter(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("outputPath"u8))
            {
                if (ReadText(ref reader) is { Length: > 0 } output) _outputFolders.Add(output);
            }
            else if (reader.ValueTextEquals("packagesPath"u8))
            {
                if (ReadText(ref reader) is { Length: > 0 } packages) AddOnce(_packageFolders, Path.TrimEndingDirectorySeparator(packages));
            }
            else if (reader.ValueTextEquals("configFilePaths"u8))
            {
                Enter(ref reader, JsonTokenType.StartArray);
                while (reader.Read() && reader.TokenType == JsonTokenType.String) AddOnce(_configFiles, reader.GetString()!);
            }
            else if (reader.ValueTextEquals("sources"u8))
            {
                Enter(ref reader, JsonTokenType.StartObject);
                while (NextProperty(ref reader))
                {
                    AddOnce(_sources, reader.GetString()!);
                    reader.Skip();
                }
            }
            else if (reader.ValueTextEquals("restoreLockProperties"u8))
            {
                ReadLockProperties(ref reader, folder);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadLockProperties(ref Utf8JsonReader reader, string folder)
    {
        Enter(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (!reader.ValueTextEquals("nuGetLockFilePath"u8)) reader.Skip();
            else if (ReadText(ref reader) is { Length: > 0 } lockFile) _lockFiles.Add(Path.GetFullPath(lockFile, folder));
        }
    }

    private static void AddOnce(List<string> texts, string text)
    {
        if (!texts.Contains(text)) texts.Add(text);
    }

    private static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <exception cref="JsonException">The value has another kind, so NuGet did not write the file.</exception>
    private static void Enter(ref Utf8JsonReader reader, JsonTokenType kind)
    {
        if (!reader.Read() || reader.TokenType != kind) throw new JsonException();
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        Enter(ref reader, JsonTokenType.String);
        return reader.GetString()!;
    }
}
