using ContainerGuard.Compose;
using ContainerGuard.Formats;

namespace ContainerGuard.Dockerfile;

/// <summary>What a model knows in addition if it is that of a compose file.</summary>
/// <param name="Problem">Why the file is not a valid compose file; null if it is one, or a template of one.</param>
/// <param name="Folder">The folder of the file; null if it has none.</param>
internal sealed record ComposedImages(FormatProblem? Problem, ComposeFolder? Folder)
{
    /// <summary>The Dockerfiles in the file.</summary>
    public IReadOnlyList<InlineDockerfile> Inline { get; init; } = [];
}
