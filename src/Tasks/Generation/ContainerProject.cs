namespace ContainerGuard.Generation;

/// <summary>A port that the container listens on: the SDK's <c>ContainerPort</c> item with its <c>Type</c>.</summary>
internal sealed record ContainerPort(int Number, string Protocol)
{
    public override string ToString() => Protocol == "tcp" ? $"{Number}" : $"{Number}/{Protocol}";
}

/// <summary>The container settings of a project in any language. Each member has the name of its MSBuild property or item.</summary>
internal abstract record ContainerProject
{
    /// <summary>The project file, absolute.</summary>
    public required string ProjectPath { get; init; }

    /// <summary>The build context, absolute.</summary>
    public required string ContextDirectory { get; init; }

    public string ContainerFamily { get; init; } = "";

    public string ContainerBaseImage { get; init; } = "";

    public string ContainerUser { get; init; } = "";

    public string ContainerWorkingDirectory { get; init; } = "";

    /// <summary>The path of the health check; empty for no check.</summary>
    public string ContainerGuardHealthcheck { get; init; } = "";

    public string ContainerRepository { get; init; } = "";

    public IReadOnlyList<string> ContainerImageTags { get; init; } = [];

    public IReadOnlyList<ContainerPort> ContainerPorts { get; init; } = [];

    /// <summary>The user's additions to the stage 'build'.</summary>
    public StageExtras BuildExtras { get; init; } = StageExtras.None;

    /// <summary>The user's additions to the stage 'final'.</summary>
    public StageExtras FinalExtras { get; init; } = StageExtras.None;

    public IReadOnlyDictionary<string, string> ContainerEnvironmentVariables { get; init; } = NoValues;

    /// <summary>
    /// The user's labels, which override those that the SDK derives from the project. The labels of the base image are added when it is
    /// pinned.
    /// </summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = NoValues;

    /// <summary>Whether the SDK adds labels for the base image (<c>ContainerGenerateLabelsImageBaseName</c>, <c>…BaseDigest</c>).</summary>
    public bool LabelsBaseImage { get; init; } = true;

    private static IReadOnlyDictionary<string, string> NoValues { get; } = new Dictionary<string, string>();

    /// <summary>The project file relative to the context, with forward slashes; null if it is outside.</summary>
    public string? RelativePath => ContextPath.Relative(ContextDirectory, ProjectPath);

    /// <summary>Whether a path is absolute in the container.</summary>
    protected virtual bool IsAbsolute(string path) => path[0] == '/';

    /// <summary>Why these settings do not allow a container, with the remedy; null if they do.</summary>
    protected Problem? ContainerProblem()
    {
        if (RelativePath is null)
        {
            return new(
                $"The project is outside the build context {ContextDirectory}.",
                "Set ContainerGuardContext to a folder that contains the project and its references.");
        }

        if (ContainerWorkingDirectory.Length > 0 && !IsAbsolute(ContainerWorkingDirectory))
        {
            return new(
                $"ContainerWorkingDirectory '{ContainerWorkingDirectory}' is not an absolute path.",
                "Start it with a slash, for example /app.");
        }

        foreach (var port in ContainerPorts)
        {
            if (port.Number is < 1 or > 65535 || port.Protocol is not ("tcp" or "udp"))
            {
                return new($"ContainerPort '{port}' is not a port.", "Use a number from 1 to 65535, with Type tcp or udp.");
            }
        }

        return ContainerEnvironmentVariables.Keys.FirstOrDefault(static name => name.Length == 0 || TextScan.HasAny(name, " \t\r\n=\"'\\"))
            is { } variable
            ? new(
                $"ContainerEnvironmentVariable '{variable}' is not a name of a variable.",
                "Write <ContainerEnvironmentVariable Include=\"NAME\" Value=\"…\" />.")
            : null;
    }
}
