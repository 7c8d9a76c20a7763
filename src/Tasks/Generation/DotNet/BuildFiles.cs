using System.IO.Enumeration;
using System.Text.Json;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// What the builds of all projects of an app read besides the files in their folders: files that they name, tools, files of Paket. It also
/// finds what an image cannot receive.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="context">The build context, absolute.</param>
internal sealed class BuildFiles(IFileSystem files, string context)
{
    private const int MostMatches = 2_000;

    /// <summary>Items and properties without whose files the build fails or makes another app.</summary>
    private static readonly string[] Compiled =
    [
        "Compile", "EmbeddedResource", "Content", "None", "Protobuf", "AdditionalFiles", "Reference", "Analyzer", "Resource",
        "AssemblyOriginatorKeyFile", "ApplicationIcon", "ApplicationManifest", "Win32Resource",
    ];

    private readonly SortedSet<string> _named = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _missed = new(StringComparer.Ordinal);
    private readonly List<NamedFile> _outside = [];
    private readonly List<string> _restored = [];
    private readonly Dictionary<string, string?> _links = new(StringComparer.Ordinal);

    /// <summary>Files that the projects name, relative to the context.</summary>
    public IReadOnlyList<string> Named => [.. _named];

    /// <summary>Files outside the context that the image is built without, absolute.</summary>
    public IReadOnlyCollection<string> Missed => _missed;

    /// <summary>Files outside the context without which the build fails.</summary>
    public IReadOnlyList<NamedFile> Outside => _outside;

    /// <summary>Further files that restore reads, absolute.</summary>
    public IReadOnlyList<string> Restored => _restored;

    public string? Doubt { get; private set; }

    public string? LinkedFolder { get; private set; }

    public string? ToolManifest { get; private set; }

    /// <param name="project">The project, absolute, in the context.</param>
    /// <param name="found">What its files tell.</param>
    public void Add(string project, ProjectFiles found)
    {
        Doubt ??= found.Doubt;
        var folder = Path.GetDirectoryName(project)!;
        LinkedFolder ??= LinkAbove(folder);
        foreach (var file in found.Named) Add(file);
        var isPaket = found.Imports.Exists(static path => Path.GetFileName(path) == "Paket.Restore.targets");
        if (isPaket) AddPaket(project, folder);
        if (ToolManifest is null && FindManifest(folder) is { } manifest
            && (isPaket || found.Commands.Exists(command => Runs(command, manifest))))
        {
            ToolManifest = ContextPath.Relative(context, manifest);
            _restored.Add(manifest);
        }
    }

    private void Add(NamedFile file)
    {
        var folder = file.IsPattern ? BaseFolder(file.Path) : file.Path;
        if (ContextPath.Relative(context, folder) is { } relative)
        {
            if (file.IsPattern) AddMatches(folder, file.Path[(folder.TrimEnd('/').Length + 1)..]);
            else if (files.FileExists(file.Path)) _named.Add(relative);
            return;
        }

        if (file.IsPattern ? !files.DirectoryExists(folder) : !files.FileExists(file.Path)) return;
        if (file.IsCertain && Array.IndexOf(Compiled, file.Name) >= 0) _outside.Add(file);
        else _missed.Add(file.Path);
    }

    private static string BaseFolder(string pattern) =>
        pattern.LastIndexOf('/', pattern.AsSpan().IndexOfAny('*', '?')) is > 0 and var slash ? pattern[..slash] : "/";

    /// <summary>Adds the files of a pattern that our own lines would exclude. A pattern does not name a secret.</summary>
    private void AddMatches(string folder, string pattern)
    {
        if (folder == context) return;
        var left = MostMatches;
        var name = pattern[(pattern.LastIndexOf('/') + 1)..];
        Queue<string> open = new([folder]);
        while (open.TryDequeue(out var current) && left > 0)
        {
            foreach (var entry in files.List(current))
            {
                left--;
                var path = $"{current}/{entry.Name}";
                if (entry.Kind == FileKind.Directory && pattern.Contains('/', StringComparison.Ordinal)
                    && entry.Name is not ("node_modules" or ".git"))
                {
                    open.Enqueue(path);
                }
                else if (entry.Kind == FileKind.File && (name == "**" || FileSystemName.MatchesSimpleExpression(name, entry.Name))
                    && ContextPath.Relative(context, path) is { } relative && GeneratedIgnoreFile.Drops(relative))
                {
                    _named.Add(relative);
                }
            }
        }
    }

    /// <summary>The nearest part of a folder's path in the context that is a symbolic link; null without one.</summary>
    private string? LinkAbove(string folder)
    {
        if (ContextPath.Relative(context, folder) is null or "" || Path.GetDirectoryName(folder) is not { } parent) return null;
        if (_links.TryGetValue(folder, out var known)) return known;
        var isLink = files.List(parent).Any(entry => entry.Kind == FileKind.Link && entry.Name == Path.GetFileName(folder));
        return _links[folder] = isLink ? folder : LinkAbove(parent);
    }

    /// <summary>Paket restores from its own files (fsprojects.github.io/Paket/getting-started.html).</summary>
    private void AddPaket(string project, string folder)
    {
        _restored.AddRange([Path.Combine(folder, "paket.references"), project + ".paket.references"]);
        foreach (var above in ContextPath.Upward(folder, context))
        {
            var dependencies = Path.Combine(above, "paket.dependencies");
            if (!files.FileExists(dependencies)) continue;
            _restored.AddRange([dependencies, Path.Combine(above, "paket.lock")]);
            break;
        }
    }

    private string? FindManifest(string folder)
    {
        foreach (var above in ContextPath.Upward(folder, context))
        {
            foreach (var name in (string[])[".config/dotnet-tools.json", "dotnet-tools.json"])
            {
                if (files.FileExists($"{above}/{name}")) return $"{above}/{name}";
            }
        }

        return null;
    }

    /// <summary>Whether a command runs a tool of a manifest: <c>dotnet tool run</c>, or one of its commands behind <c>dotnet</c>.</summary>
    private bool Runs(string command, string manifest)
    {
        if (command.Contains("dotnet tool run ", StringComparison.Ordinal)) return true;
        try
        {
            using var document = JsonDocument.Parse(files.ReadText(manifest) ?? "{}");
            if (!document.RootElement.TryGetProperty("tools", out var tools)) return false;
            return tools.EnumerateObject().Where(static tool => tool.Value.TryGetProperty("commands", out _))
                .SelectMany(static tool => tool.Value.GetProperty("commands").EnumerateArray())
                .Any(name => command.Contains($"dotnet {name.GetString()}", StringComparison.Ordinal));
        }
        catch (Exception error) when (JsonText.IsDamage(error))
        {
            return false;
        }
    }
}
