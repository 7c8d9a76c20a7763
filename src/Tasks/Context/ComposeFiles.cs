using System.Collections.Concurrent;
using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Context;

/// <summary>
/// The build contexts that the compose files of a repository name (compose-spec, build.md): <c>build: ./svc</c>, or <c>context</c> with
/// <c>dockerfile</c>.
/// </summary>
/// <param name="files">The disk.</param>
internal sealed class ComposeFiles(IFileSystem files)
{
    private const int LongestFile = 1 << 20;

    private readonly ConcurrentDictionary<string, IReadOnlyList<ComposeBuild>> _byFolder = new(StringComparer.Ordinal);

    /// <summary>The context that compose files give to a Dockerfile; null if none names it, or several name different ones.</summary>
    /// <param name="dockerfile">The absolute path.</param>
    /// <param name="folders">The folders to look for compose files in, absolute.</param>
    public ComposeBuild? ContextOf(string dockerfile, IEnumerable<string> folders)
    {
        ComposeBuild? found = null;
        foreach (var folder in folders)
        {
            foreach (var build in _byFolder.GetOrAdd(folder, Read))
            {
                if (build.Dockerfile != dockerfile) continue;
                if (found is not null && found.Context != build.Context) return null;
                found ??= build;
            }
        }

        return found;
    }

    private List<ComposeBuild> Read(string folder)
    {
        List<ComposeBuild> builds = [];
        foreach (var entry in files.List(folder))
        {
            if (entry.Kind != FileKind.File || !IsComposeFile(entry.Name)) continue;
            if (files.ReadText(Path.Combine(folder, entry.Name), LongestFile) is not { } text
                || !text.Contains("build", StringComparison.Ordinal))
            {
                continue;
            }

            var services = YamlReader.Read(text).Root["services"];
            foreach (var name in services.Names)
            {
                if (Build(services[name, "build"], folder, entry.Name) is { } build) builds.Add(build);
            }
        }

        return builds;
    }

    private static ComposeBuild? Build(DataNode build, string folder, string file)
    {
        var context = build.Text ?? build["context"].Text ?? (build.IsTable && build["dockerfile"].Exists ? "." : null);
        if (context is null || !IsPath(context) || build["dockerfile_inline"].Exists) return null;

        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(context, folder));
        var dockerfile = build["dockerfile"].Text ?? "Dockerfile";
        return IsPath(dockerfile) ? new ComposeBuild(Path.GetFullPath(dockerfile, root), root, file) : null;
    }

    /// <summary>Variables and addresses of repositories are not paths.</summary>
    private static bool IsPath(string text) =>
        text.Length > 0 && !text.Contains('$') && !text.Contains("://", StringComparison.Ordinal)
        && !text.StartsWith("git@", StringComparison.Ordinal);

    private static bool IsComposeFile(string name) =>
        (name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal))
        && (name.StartsWith("compose.", StringComparison.Ordinal) || name.StartsWith("docker-compose.", StringComparison.Ordinal));
}

/// <summary>A build that a compose file describes.</summary>
/// <param name="Dockerfile">The absolute path.</param>
/// <param name="Context">The folder, absolute.</param>
/// <param name="File">The name of the compose file.</param>
internal sealed record ComposeBuild(string Dockerfile, string Context, string File);
