using System.Collections.Concurrent;
using ContainerGuard.Files;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using ContainerGuard.Tool.Lsp.Documents;

namespace ContainerGuard.Tool.Lsp.Checks;

/// <summary>
/// One state of everything around Dockerfiles: the lock file, the configuration files, the baseline, the ignore files and the build
/// contexts. It is read when a check first needs it, and kept until a file changes; then there is another state.
/// </summary>
/// <param name="options">The options of the server.</param>
/// <param name="buffers">The disk, with the open editors.</param>
/// <param name="folders">The folders that are open in the editor, absolute.</param>
/// <param name="scripts">ShellCheck; null for none.</param>
internal sealed class Surroundings(LspOptions options, OpenBuffers buffers, IReadOnlyList<string> folders, LearnedScripts? scripts)
{
    private readonly RecordedFiles _files = new(buffers, TimeProvider.System);
    private readonly DateOnly _today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
    private readonly ContextLocator _contexts = new();
    private readonly ConcurrentDictionary<string, Lazy<ContextState>> _states = new(StringComparer.Ordinal);

    /// <summary>Whether the files that were read are as they were, on the same day.</summary>
    public bool IsCurrent => _files.IsCurrent && _today == DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>The problems of the files that were read, by their absolute paths.</summary>
    public IEnumerable<(string Path, Diagnostic Finding)> Problems =>
        _states.Values.Where(static state => state.IsValueCreated).SelectMany(static state => state.Value.Problems);

    /// <summary>Checks a text.</summary>
    /// <param name="path">The absolute path of the Dockerfile; null for a document that is not a file.</param>
    /// <param name="text">The text.</param>
    public CheckedFile Check(string? path, string text)
    {
        if (path is null) return ContextState.CheckAlone(text, options, _today);
        var context = _contexts.Locate(Path.GetDirectoryName(path)!);
        var state = _states.GetOrAdd(
            context,
            root => new Lazy<ContextState>(() => new ContextState(root, FolderOf(path) ?? root, options, buffers, _files, _today)));
        return state.Value.Check(path, SourceText.From(text, Path.GetRelativePath(context, path)), scripts);
    }

    /// <summary>The innermost open folder with a file.</summary>
    private string? FolderOf(string path) => folders
        .Where(folder => path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        .MaxBy(static folder => folder.Length);
}
