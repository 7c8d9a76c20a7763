using System.Collections.Concurrent;
using ContainerGuard.Compose;
using ContainerGuard.Files;

namespace ContainerGuard.Context;

/// <summary>
/// The build contexts of the Dockerfiles below one root. Dockerfiles with the same ignore file share a context, so a repository with many
/// Dockerfiles is walked once.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="root">The absolute path of the context.</param>
/// <param name="setting">The property or option that names the context; null if it is the most likely folder.</param>
/// <param name="nameOf">Gives the name of a file in diagnostics for its absolute path; without it, the path is the name.</param>
/// <param name="named">The context that a setting of a Dockerfile names, absolute, by the absolute path of the Dockerfile.</param>
internal sealed class BuildContexts(
    IFileSystem files, string root, string? setting = null, Func<string, string>? nameOf = null,
    IReadOnlyDictionary<string, string>? named = null)
{
    private const int LargestIgnoreFile = 16 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, BuildContext> _byIgnoreFile = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, BuildContexts> _others = new(StringComparer.Ordinal);
    private readonly ContextChooser _chooser = new(files, root);
    private readonly string _shared = Path.Combine(root, ".dockerignore");

    /// <summary>Whether the builder is podman or buildah, which read <c>.containerignore</c>, too (containerignore(5)).</summary>
    public bool ReadsContainerIgnore { get; init; }

    /// <summary>The longest manifest of another stack that is read, in bytes.</summary>
    private const int LongestManifest = 1 << 20;

    /// <summary>A small file of the disk; null if it does not exist.</summary>
    /// <param name="path">Absolute.</param>
    public string? ReadText(string path) => files.FileExists(path) ? files.ReadText(path, LongestManifest) : null;

    /// <summary>The context of a Dockerfile, with the ignore file that its build reads.</summary>
    /// <param name="dockerfile">The absolute path; the file need not exist.</param>
    public BuildContext Of(string dockerfile)
    {
        string[] names =
        [
            IgnoreFile.NameFor(dockerfile),
            .. ReadsContainerIgnore
                ? [IgnoreFile.ContainerNameFor(dockerfile), Path.Combine(root, ".containerignore")]
                : Array.Empty<string>(),
        ];
        return _byIgnoreFile.GetOrAdd(Array.Find(names, files.FileExists) ?? Path.Combine(root, ".dockerignore"), Read);
    }

    /// <summary>
    /// The context that a Dockerfile is built with, and why: a setting or a compose file names it, the file is in its root, or only it has
    /// the sources.
    /// </summary>
    /// <param name="dockerfile">The absolute path.</param>
    /// <param name="sources">The sources of its COPY and ADD instructions, relative to the context.</param>
    public (BuildContext Context, ContextChoice Choice) For(string dockerfile, Func<IEnumerable<string>> sources)
    {
        var choice = named?.GetValueOrDefault(dockerfile) is { } own
                ? new ContextChoice(own, IsCertain: true, "the metadata Context of ContainerGuardDockerfile")
            : setting is not null ? new ContextChoice(root, IsCertain: true, setting)
            : _chooser.For(dockerfile, sources);
        return (At(choice.Root).Of(dockerfile), choice);
    }

    /// <inheritdoc cref="ContextChooser.FolderWith"/>
    public string? FolderWith(string dockerfile, IReadOnlyCollection<string> sources) => _chooser.FolderWith(dockerfile, sources);

    /// <summary>The builds of a Dockerfile that compose files describe.</summary>
    /// <param name="dockerfile">The absolute path.</param>
    public IReadOnlyList<ComposedBuild> BuildsOf(string dockerfile) => _chooser.BuildsOf(dockerfile);

    /// <summary>The folder of a compose file, which shares what it has read with other compose files of the folder.</summary>
    /// <param name="path">The compose file, absolute.</param>
    public ComposeFolder FolderOf(string path) => _chooser.FolderOf(Path.GetDirectoryName(path)!);

    private BuildContexts At(string folder) =>
        folder == Path.TrimEndingDirectorySeparator(root) || folder == root
            ? this
            : _others.GetOrAdd(folder, other => new BuildContexts(files, other, setting, nameOf));

    private BuildContext Read(string ignoreFile)
    {
        var name = nameOf?.Invoke(ignoreFile) ?? ignoreFile;
        return new(files, root, files.FileExists(ignoreFile) ? ReadIgnoreFile(ignoreFile, name) : null, ignoreName: name,
            nameOf: nameOf);
    }

    /// <summary>The bytes as UTF-8, as builders read them, and not by a byte order mark.</summary>
    private IgnoreFile? ReadIgnoreFile(string path, string name)
    {
        using var stream = files.Open(path);
        if (stream is null) return null;
        var content = new byte[(int)Math.Min(stream.Length, LargestIgnoreFile)];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return IgnoreFile.Read(content.AsSpan(0, length), name);
    }
}
