namespace ContainerGuard.Generation;

/// <summary>A project that is not .NET: an application in the folder of its MSBuild project, which describes the container alone.</summary>
internal sealed record AppProject : ContainerProject
{
    /// <summary><c>ContainerGuardStack</c>, in lower case.</summary>
    public required string Stack { get; init; }

    /// <summary>The application's folder, absolute.</summary>
    public string Directory => Path.GetDirectoryName(ProjectPath)!;

    /// <summary>The application's folder, relative to the context; empty for the context itself. Asked only where it lies in there.</summary>
    public string RelativeDirectory => ContextPath.Folder(RelativePath!);

    /// <summary>What the project says it is called; empty when it does not.</summary>
    public string AssemblyName { get; init; } = "";

    /// <summary>What starts, as the SDK's items say it: <c>ContainerEntrypoint</c>, else <c>ContainerAppCommand</c>, each with its arguments. Empty for the stack's own idea.</summary>
    public IReadOnlyList<string> Process { get; init; } = [];

    /// <summary>What the application is called where its own manifest does not say.</summary>
    public string Name => AssemblyName.Length > 0 ? AssemblyName : Path.GetFileNameWithoutExtension(ProjectPath);

    /// <summary>Why no container can be made with these settings, with the way out; null when one can.</summary>
    public string? Obstacle() => ContainerObstacle();

    /// <summary>A file of the application as a Dockerfile names it: relative to the context.</summary>
    public string InContext(string file) => RelativeDirectory.Length == 0 ? file : $"{RelativeDirectory}/{file}";
}
