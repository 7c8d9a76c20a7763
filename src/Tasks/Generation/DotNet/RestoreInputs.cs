namespace ContainerGuard.Generation.DotNet;

/// <summary>A folder outside the build context that restore reads: a stage of its own, which <c>--build-context</c> fills.</summary>
/// <param name="Name">The stage's name.</param>
/// <param name="HostPath">Absolute, on this machine; never written into a file.</param>
/// <param name="ContainerPath">Absolute, where the same text in nuget.config leads inside the build stage.</param>
internal sealed record NamedContext(string Name, string HostPath, string ContainerPath);

/// <summary>A file with credentials in it that restore reads: a BuildKit secret, in no layer and not in the context.</summary>
/// <param name="Id">The secret's id.</param>
/// <param name="HostPath">Absolute, on this machine; never written into a file.</param>
/// <param name="ContainerPath">Absolute, inside the build stage.</param>
/// <param name="ContextPath">Relative to the context when it lies there, so that the ignore file can keep it out; else null.</param>
internal sealed record SecretFile(string Id, string HostPath, string ContainerPath, string? ContextPath = null);

/// <summary>How restore is held to the packages.lock.json files, when there are some.</summary>
internal enum LockedRestore
{
    /// <summary>No lock file.</summary>
    None,

    /// <summary>The lock files know the runtimes that the image is built for.</summary>
    ForRuntime,

    /// <summary>The lock files know no runtime, and naming one would change them: the app is published portable.</summary>
    Portable,

    /// <summary>The lock files know no runtime, but the app needs one: they are read, and not enforced.</summary>
    NotEnforced,
}

/// <summary>Everything that <c>dotnet restore</c> reads before it looks at a source file.</summary>
internal sealed record RestoreInputs
{
    /// <summary>Files to copy, relative to the context, sorted.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Folders with packages, relative to the context, sorted.</summary>
    public IReadOnlyList<string> FeedFolders { get; init; } = [];

    /// <summary>Folders that builds on this machine write to, relative to the context, sorted: sent, they would overwrite what restore left in the image.</summary>
    public IReadOnlyList<string> BuildFolders { get; init; } = [];

    public IReadOnlyList<NamedContext> NamedContexts { get; init; } = [];

    public IReadOnlyList<SecretFile> Secrets { get; init; } = [];

    public GlobalJson? GlobalJson { get; init; }

    public LockedRestore LockedRestore { get; init; }

    /// <summary>Projects that are referred to and lie outside the context, absolute: no Dockerfile can copy them.</summary>
    public IReadOnlyList<string> OutsideProjects { get; init; } = [];

    /// <summary>Why no container can be made with these inputs, with the way out; null when one can.</summary>
    public string? Obstacle(string contextDirectory) => OutsideProjects is not [var first, ..] ? null
        : $"The referenced project {first} lies outside the build context {contextDirectory}, so no Dockerfile can copy it. "
        + "Set ContainerGuardContext to a folder that holds both projects.";

    /// <summary>What a project file alone needs.</summary>
    public static RestoreInputs Of(DotNetProject project) => new() { Files = [project.RelativePath!] };
}
