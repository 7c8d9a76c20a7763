using System.Collections.Concurrent;

namespace ContainerGuard.Context;

/// <summary>
/// The build context of each of many Dockerfiles below one root. Those that read the same ignore file share one, so that a repository is
/// walked once, however many Dockerfiles it has.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="root">The context, absolute.</param>
/// <param name="isGiven">Whether somebody said that this is the context; else it is the folder that it most likely is.</param>
/// <param name="nameOf">How diagnostics name a file, by its absolute path; that path itself when nobody says.</param>
internal sealed class BuildContexts(IFileSystem files, string root, bool isGiven = false, Func<string, string>? nameOf = null)
{
    private readonly ConcurrentDictionary<string, BuildContext> byIgnoreFile = new(StringComparer.Ordinal);
    private readonly string shared = Path.Combine(root, ".dockerignore");

    /// <summary>The context of a Dockerfile, with the ignore file that its build reads.</summary>
    /// <param name="dockerfile">Absolute; it need not exist.</param>
    public BuildContext Of(string dockerfile)
    {
        var own = IgnoreFile.NameFor(dockerfile);
        return byIgnoreFile.GetOrAdd(files.FileExists(own) ? own : shared, Read);
    }

    /// <summary>Whether a Dockerfile is certainly built with this context: somebody said so, or it lies in its root.</summary>
    /// <param name="dockerfile">Absolute.</param>
    public bool IsCertainFor(string dockerfile) =>
        isGiven || Path.TrimEndingDirectorySeparator(root).Equals(Path.GetDirectoryName(dockerfile), StringComparison.Ordinal);

    private BuildContext Read(string ignoreFile)
    {
        var name = nameOf?.Invoke(ignoreFile) ?? ignoreFile;
        return new(files, root, files.FileExists(ignoreFile) && files.ReadText(ignoreFile) is { } text ? IgnoreFile.Parse(text, name) : null, ignoreName: name);
    }
}
