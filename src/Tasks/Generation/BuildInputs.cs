namespace ContainerGuard.Generation;

/// <summary>A folder outside the build context that the build reads: a stage of its own, which <c>--build-context</c> fills.</summary>
/// <param name="Name">The stage's name.</param>
/// <param name="HostPath">Absolute, on this machine; never written into a file.</param>
/// <param name="ContainerPath">Absolute, where the same text leads inside the build stage.</param>
internal sealed record NamedContext(string Name, string HostPath, string ContainerPath);

/// <summary>A file with credentials in it that the build reads: a BuildKit secret, in no layer and not in the context.</summary>
/// <param name="Id">The secret's id.</param>
/// <param name="HostPath">Absolute, on this machine; never written into a file.</param>
/// <param name="ContainerPath">Absolute, inside the build stage.</param>
/// <param name="ContextPath">Relative to the context when it lies there, so that the ignore file can keep it out; else null.</param>
internal sealed record SecretFile(string Id, string HostPath, string ContainerPath, string? ContextPath = null);

/// <summary>What the build of an image is to be given beside the sources.</summary>
internal record BuildInputs
{
    /// <summary>Files that are copied before the sources, relative to the context, sorted.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Folders with packages, relative to the context, sorted.</summary>
    public IReadOnlyList<string> FeedFolders { get; init; } = [];

    /// <summary>Folders that builds on this machine write to, relative to the context, sorted: sent, they would overwrite what restore left in the image.</summary>
    public IReadOnlyList<string> BuildFolders { get; init; } = [];

    /// <summary>Lines of the ignore file for what is no part of the application, before those of the context's own ignore file.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Patterns of what builds on this machine leave among the sources, in whichever folder.</summary>
    public IReadOnlyList<string> BuildProducts { get; init; } = ["**/bin", "**/obj", "**/node_modules", "**/TestResults"];

    /// <summary>Files, relative to the context, that describe the container and are no part of it.</summary>
    public IReadOnlyList<string> Descriptions { get; init; } = [];

    public IReadOnlyList<NamedContext> NamedContexts { get; init; } = [];

    public IReadOnlyList<SecretFile> Secrets { get; init; } = [];

    /// <summary>Variables of the environment whose values are secrets, sorted: each is a BuildKit secret by its own name.</summary>
    public IReadOnlyList<string> SecretVariables { get; init; } = [];
}
