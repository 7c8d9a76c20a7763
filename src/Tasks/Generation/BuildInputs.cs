namespace ContainerGuard.Generation;

/// <summary>A folder outside the build context that the build reads: <c>--build-context</c> passes it as a stage.</summary>
/// <param name="Name">The stage's name.</param>
/// <param name="HostPath">Absolute, on this machine; never written into a file.</param>
/// <param name="ContainerPath">Absolute path in the build stage to which the same text resolves.</param>
internal sealed record NamedContext(string Name, string HostPath, string ContainerPath);

/// <summary>A file with credentials that the build reads: a BuildKit secret, which is neither in a layer nor in the context.</summary>
/// <param name="Id">The secret's id.</param>
/// <param name="HostPath">Absolute, on this machine; never written into a file.</param>
/// <param name="ContainerPath">Absolute, inside the build stage.</param>
/// <param name="ContextPath">Path relative to the context, so that the ignore file can exclude it; null for a file outside the
/// context.</param>
internal sealed record SecretFile(string Id, string HostPath, string ContainerPath, string? ContextPath = null);

/// <summary>What the build of an image needs in addition to the sources.</summary>
internal record BuildInputs
{
    public static readonly BuildInputs None = new() { Files = [] };

    /// <summary>Files that are copied before the sources, relative to the context, sorted.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Other files that the project names, relative to the context, sorted. The build receives them even if the ignore file
    /// excludes files of such names.</summary>
    public IReadOnlyList<string> NamedFiles { get; init; } = [];

    /// <summary>Folders with packages, relative to the context, sorted.</summary>
    public IReadOnlyList<string> FeedFolders { get; init; } = [];

    /// <summary>
    /// Output folders of builds on this machine, relative to the context, sorted. In the context they would overwrite the output of restore
    /// in the image.
    /// </summary>
    public IReadOnlyList<string> BuildFolders { get; init; } = [];

    /// <summary>
    /// Lines of the ignore file for files that are not part of the application. They precede the context's own ignore file.
    /// </summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>
    /// The folder whose files are the whole image, relative to the context: it is sent even if the context's own ignore file, which is
    /// written for the sources, drops it. Empty for none.
    /// </summary>
    public string SiteFolder { get; init; } = "";

    /// <summary>Patterns of build output among the sources, in any folder.</summary>
    public IReadOnlyList<string> BuildProducts { get; init; } = ["**/bin", "**/obj", "**/node_modules", "**/TestResults"];

    /// <summary>Files, relative to the context, that describe the container and are not part of it.</summary>
    public IReadOnlyList<string> Descriptions { get; init; } = [];

    public IReadOnlyList<NamedContext> NamedContexts { get; init; } = [];

    public IReadOnlyList<SecretFile> Secrets { get; init; } = [];

    /// <summary>Environment variables with secret values, sorted. Each is a BuildKit secret with the same name.</summary>
    public IReadOnlyList<string> SecretVariables { get; init; } = [];
}
