namespace ContainerGuard.Generation;

/// <summary>A port that the container listens on: the SDK's <c>ContainerPort</c> item with its <c>Type</c>.</summary>
internal sealed record ContainerPort(int Number, string Protocol)
{
    public override string ToString() => Protocol == "tcp" ? $"{Number}" : $"{Number}/{Protocol}";
}

/// <summary>What a project says of its container, whatever it is written in; every member is named as the MSBuild property or item it comes from.</summary>
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

    public string ContainerRepository { get; init; } = "";

    public IReadOnlyList<string> ContainerImageTags { get; init; } = [];

    public IReadOnlyList<ContainerPort> ContainerPorts { get; init; } = [];

    /// <summary>What is added to the stage that builds.</summary>
    public StageExtras BuildExtras { get; init; } = StageExtras.None;

    /// <summary>What is added to the stage that ships.</summary>
    public StageExtras FinalExtras { get; init; } = StageExtras.None;

    public IReadOnlyDictionary<string, string> ContainerEnvironmentVariables { get; init; } = NoValues;

    /// <summary>The person's labels over those that the SDK makes from the project; those of the base image come later, when it is known.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = NoValues;

    /// <summary>Whether the SDK would name the base image in a label (<c>ContainerGenerateLabelsImageBaseName</c>, <c>…BaseDigest</c>).</summary>
    public bool LabelsBaseImage { get; init; } = true;

    private static IReadOnlyDictionary<string, string> NoValues { get; } = new Dictionary<string, string>();

    /// <summary>The project relative to the context, with forward slashes; null when it lies outside.</summary>
    public string? RelativePath => ContextPath.Relative(ContextDirectory, ProjectPath);

    /// <summary>Whether a path is absolute in the container.</summary>
    protected virtual bool IsAbsolute(string path) => path[0] == '/';

    /// <summary>Why no container can be made with these settings, with the way out; null when one can.</summary>
    protected string? ContainerObstacle()
    {
        if (RelativePath is null)
        {
            return $"The project lies outside the build context {ContextDirectory}, so no Dockerfile can copy it. "
                + "Set ContainerGuardContext to a folder that holds both the project and everything it refers to.";
        }

        if (ContainerWorkingDirectory.Length > 0 && !IsAbsolute(ContainerWorkingDirectory))
        {
            return $"ContainerWorkingDirectory '{ContainerWorkingDirectory}' is not an absolute path. Write it from the root: /app.";
        }

        foreach (var port in ContainerPorts)
        {
            if (port.Number is < 1 or > 65535 || port.Protocol is not ("tcp" or "udp"))
            {
                return $"ContainerPort {port} is no port. Use a number from 1 to 65535, with Type tcp or udp.";
            }
        }

        return null;
    }
}
