namespace ContainerGuard.Generation;

/// <summary>
/// A project that is not .NET: the application is in the folder of the MSBuild project, which only describes the container.
/// </summary>
internal sealed record AppProject : ContainerProject
{
    /// <summary><c>ContainerGuardStack</c>, in lower case.</summary>
    public required string Stack { get; init; }

    /// <summary>The application's folder, absolute.</summary>
    public string Directory => Path.GetDirectoryName(ProjectPath)!;

    /// <summary>
    /// The application's folder, relative to the context; empty for the context itself. Valid only for a folder in the context.
    /// </summary>
    public string RelativeDirectory => ContextPath.Folder(RelativePath!);

    /// <summary><c>AssemblyName</c>; empty if the project does not set it.</summary>
    public string AssemblyName { get; init; } = "";

    /// <summary>The folder of the files for browsers that the build writes, relative to the project; empty to find it.</summary>
    public string ContainerGuardSiteOutput { get; init; } = "";

    /// <summary>The path below which a browser asks for these files; empty to find it.</summary>
    public string ContainerGuardSiteBase { get; init; } = "";

    /// <summary>
    /// The process to start, from the SDK's items: <c>ContainerEntrypoint</c>, else <c>ContainerAppCommand</c>, each with its arguments.
    /// Empty for the default of the stack.
    /// </summary>
    public IReadOnlyList<string> Process { get; init; } = [];

    /// <summary>The application's name if its manifest has none.</summary>
    public string Name => AssemblyName.Length > 0 ? AssemblyName : Path.GetFileNameWithoutExtension(ProjectPath);

    /// <summary>Why these settings do not allow a container, with the remedy; null if they do.</summary>
    public Problem? Problem() => ContainerProblem();

    /// <summary>The path of an application's file relative to the context.</summary>
    public string InContext(string file) => RelativeDirectory.Length == 0 ? file : $"{RelativeDirectory}/{file}";
}
