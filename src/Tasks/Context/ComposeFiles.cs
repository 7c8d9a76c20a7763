using System.Collections.Concurrent;
using ContainerGuard.Compose;
using ContainerGuard.Files;

namespace ContainerGuard.Context;

/// <summary>
/// The builds that the compose files of a repository describe (compose-spec, build.md): <c>build: ./svc</c>, or <c>context</c> with
/// <c>dockerfile</c>.
/// </summary>
/// <param name="files">The disk.</param>
internal sealed class ComposeFiles(IFileSystem files)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<ComposedBuild>> _byFolder = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ComposeFolder> _folders = new(StringComparer.Ordinal);

    /// <summary>The context that compose files give to a Dockerfile; null if none names it, or several name different ones.</summary>
    /// <param name="dockerfile">The absolute path.</param>
    /// <param name="folders">The folders to look for compose files in, absolute.</param>
    public ComposedBuild? ContextOf(string dockerfile, IEnumerable<string> folders)
    {
        var builds = BuildsOf(dockerfile, folders);
        return builds.Select(static build => build.Context).Distinct().Count() == 1 ? builds[0] : null;
    }

    /// <summary>The builds of a Dockerfile.</summary>
    /// <param name="dockerfile">The absolute path.</param>
    /// <param name="folders">The folders to look for compose files in, absolute.</param>
    public IReadOnlyList<ComposedBuild> BuildsOf(string dockerfile, IEnumerable<string> folders) =>
        [.. folders.SelectMany(folder => _byFolder.GetOrAdd(folder, Read)).Where(build => build.Dockerfile == dockerfile)];

    /// <summary>A folder, whose compose files are read once.</summary>
    /// <param name="folder">The folder, absolute.</param>
    public ComposeFolder FolderOf(string folder) => _folders.GetOrAdd(folder, path => new ComposeFolder(files, path));

    private List<ComposedBuild> Read(string folder)
    {
        List<ComposedBuild> builds = [];
        var composed = FolderOf(folder);
        foreach (var service in composed.Built)
        {
            var file = Path.GetFullPath(service.File, folder);
            if (BuildOf(service, FolderOf(Path.GetDirectoryName(file)!)) is { } build) builds.Add(build);
        }

        return builds;
    }

    private static ComposedBuild? BuildOf(ComposeService service, ComposeFolder folder)
    {
        var build = service.Build!;
        if (PathOf(build.Context, folder) is not { } context || PathOf(build.Dockerfile, folder) is not { } dockerfile) return null;
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(context, folder.Root));
        return new ComposedBuild(
            Path.GetFullPath(dockerfile, root), root, service.File, build.KnownArguments(folder.Variables),
            build.Contexts.ToDictionary(static pair => pair.Key, static pair => pair.Value.Text, StringComparer.OrdinalIgnoreCase))
        {
            Target = build.Target is { } target ? folder.Variables.Expand(target) : null,
        };
    }

    /// <summary>A path with its variables replaced. The address of a repository is not a path.</summary>
    private static string? PathOf(string? text, ComposeFolder folder) =>
        text is not null && folder.Variables.Expand(text) is { Length: > 0 } path
            && !path.Contains("://", StringComparison.Ordinal) && !path.StartsWith("git@", StringComparison.Ordinal)
            ? path
            : null;
}

/// <summary>How a compose file builds a Dockerfile.</summary>
/// <param name="Dockerfile">The absolute path.</param>
/// <param name="Context">The context, absolute.</param>
/// <param name="File">The name of the compose file.</param>
/// <param name="Arguments">The build arguments with a known value.</param>
/// <param name="Contexts">The additional contexts.</param>
internal sealed record ComposedBuild(
    string Dockerfile, string Context, string File, IReadOnlyDictionary<string, string> Arguments,
    IReadOnlyDictionary<string, string> Contexts)
{
    /// <summary>The stage to build; null for the last stage, and if its name is not known.</summary>
    public string? Target { get; init; }
}
