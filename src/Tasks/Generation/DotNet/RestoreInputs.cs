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
internal sealed record SecretFile(string Id, string HostPath, string ContainerPath);

/// <summary>Everything that <c>dotnet restore</c> reads before it looks at a source file.</summary>
internal sealed record RestoreInputs
{
    /// <summary>Files to copy, relative to the context, sorted.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public IReadOnlyList<NamedContext> NamedContexts { get; init; } = [];

    public IReadOnlyList<SecretFile> Secrets { get; init; } = [];

    public GlobalJson? GlobalJson { get; init; }

    /// <summary>What a project file alone needs.</summary>
    public static RestoreInputs Of(DotNetProject project) => new() { Files = [project.RelativePath!] };
}
