using System.Collections.Concurrent;
using ContainerGuard.Files;

namespace ContainerGuard.Context;

/// <summary>
/// The build contexts of the Dockerfiles below one root. Dockerfiles with the same ignore file share a context, so a repository with many
/// Dockerfiles is walked once.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="root">The absolute path of the context.</param>
/// <param name="isGiven">Whether a setting names the context; otherwise it is the most likely folder.</param>
/// <param name="nameOf">Gives the name of a file in diagnostics for its absolute path; without it, the path is the name.</param>
internal sealed class BuildContexts(IFileSystem files, string root, bool isGiven = false, Func<string, string>? nameOf = null)
{
    private readonly ConcurrentDictionary<string, BuildContext> _byIgnoreFile = new(StringComparer.Ordinal);
    private readonly string _shared = Path.Combine(root, ".dockerignore");

    /// <summary>The context of a Dockerfile, with the ignore file that its build reads.</summary>
    /// <param name="dockerfile">The absolute path; the file need not exist.</param>
    public BuildContext Of(string dockerfile)
    {
        var own = IgnoreFile.NameFor(dockerfile);
        return _byIgnoreFile.GetOrAdd(files.FileExists(own) ? own : _shared, Read);
    }

    /// <summary>
    /// Whether a Dockerfile is certainly built with this context: a setting says so, or the file is in the root of the context.
    /// </summary>
    /// <param name="dockerfile">The absolute path.</param>
    public bool IsCertainFor(string dockerfile) =>
        isGiven || Path.TrimEndingDirectorySeparator(root).Equals(Path.GetDirectoryName(dockerfile), StringComparison.Ordinal);

    private BuildContext Read(string ignoreFile)
    {
        var name = nameOf?.Invoke(ignoreFile) ?? ignoreFile;
        return new(
            files, root, files.FileExists(ignoreFile) && files.ReadText(ignoreFile) is { } text ? IgnoreFile.Parse(text, name) : null,
            ignoreName: name);
    }
}
