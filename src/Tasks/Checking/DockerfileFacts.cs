using ContainerGuard.Analysis;
using ContainerGuard.Context;

namespace ContainerGuard.Checking;

/// <summary>The facts about one Dockerfile, in addition to those about all.</summary>
internal static class DockerfileFacts
{
    /// <param name="path">The Dockerfile, absolute.</param>
    /// <param name="facts">The facts about all Dockerfiles.</param>
    /// <param name="contexts">The build contexts.</param>
    /// <param name="sources">The sources of the COPY and ADD instructions; read only if they decide the context.</param>
    public static FileFacts Of(string path, FileFacts facts, BuildContexts contexts, Func<IEnumerable<string>> sources)
    {
        var (context, choice) = contexts.For(path, sources);
        var folder = Path.GetDirectoryName(path)!;
        return facts with
        {
            Context = context,
            IsContextCertain = choice.IsCertain,
            ContextSetting = choice.Setting,
            FolderWith = needed => contexts.FolderWith(path, needed),
            Folder = folder,
            Manifests = new Manifests(name => contexts.ReadText(Path.Combine(folder, name))),
        };
    }
}
