namespace ContainerGuard.Generation;

/// <summary>A step of a stage.</summary>
internal abstract record StageStep;

/// <summary>A COPY.</summary>
/// <param name="Sources">Relative to the context, or absolute in another stage. A folder ends with a slash where its contents are
/// meant.</param>
/// <param name="Target">A file, or a folder, which ends with a slash; absolute, or relative to the working directory.</param>
/// <param name="From">The stage to copy from; null for the context.</param>
/// <param name="Mode">The mode of the copied files; null to keep theirs.</param>
/// <param name="Owner">The owner of the copied files; null for root.</param>
internal sealed record CopyStep(
    IReadOnlyList<string> Sources, string Target, string? From = null, string? Mode = null, string? Owner = null) : StageStep
{
    /// <summary>A copy of the contents of a folder of the context.</summary>
    public static CopyStep Folder(string source, string target) => new([source + "/"], target + "/");

    /// <summary>A copy of a file or folder of another stage.</summary>
    public static CopyStep Of(string stage, string source, string target) => new([source], target, stage);
}

/// <summary>A small file of the image whose text the Dockerfile has.</summary>
/// <param name="Text">The text, with a line end after each line.</param>
/// <param name="Target">The path in the image.</param>
internal sealed record TextStep(string Text, string Target) : StageStep;

/// <summary>A WORKDIR.</summary>
internal sealed record WorkdirStep(string Directory) : StageStep;

/// <summary>A RUN of the stack.</summary>
/// <param name="Command">The command, quoted for the shell.</param>
/// <param name="Reason">The comment above it; null for none.</param>
internal sealed record RunStep(string Command, string? Reason = null) : StageStep;

/// <summary>The user of the process.</summary>
/// <param name="Id">The user if the project names none: a number, which Kubernetes' runAsNonRoot can verify.</param>
/// <param name="Reason">The comment above it.</param>
/// <param name="Name">The name of that user in the base image; null if it has no name.</param>
internal sealed record StageUser(string Id, string Reason, string? Name = null)
{
    /// <summary>A user id for an image without its own user. It is higher than the ids of a distribution.</summary>
    public static readonly StageUser Any =
        new("10001", "A numeric user needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).");

    /// <summary>The user nonroot of distroless images.</summary>
    public static readonly StageUser Nonroot = OfImage("65532", "nonroot");

    /// <summary>The base image's user.</summary>
    public static StageUser OfImage(string id, string name, string image = "The image's") =>
        new(id, $"{image} user {name} has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).");
}

/// <summary>The health check.</summary>
/// <param name="Words">The program and its arguments; empty for no check.</param>
/// <param name="Reason">The comment above it.</param>
internal sealed record StageHealth(IReadOnlyList<string> Words, string Reason)
{
    /// <summary>No check, without a reason in the image.</summary>
    public static readonly StageHealth Outside = new([], "The orchestrator checks the health from outside.");

    /// <summary>No check, because no program of the image could make the request.</summary>
    public static readonly StageHealth WithoutClient =
        new([], "The orchestrator checks the health from outside, because the image has no shell and no HTTP client.");
}

/// <summary>The signal that stops the process.</summary>
/// <param name="Name">SIGINT.</param>
/// <param name="Reason">The comment above it.</param>
internal sealed record StageSignal(string Name, string Reason);

/// <summary>The process of the container.</summary>
/// <param name="Words">The program and its arguments.</param>
internal sealed record StageProcess(IReadOnlyList<string> Words)
{
    /// <summary>The comment above ENTRYPOINT.</summary>
    public string Form { get; init; } = "Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).";

    /// <summary>A comment for an argument that is not obvious; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Default arguments, which <c>docker run</c> can replace.</summary>
    public IReadOnlyList<string> DefaultArguments { get; init; } = [];
}

/// <summary>
/// The stage 'final' as data. Each stack returns one, and <see cref="FinalStageWriter"/> writes it with the project's settings.
/// </summary>
internal sealed record FinalStage
{
    private const string DefaultWorkingDirectory = "/app";

    /// <summary>The comment above the files of most stacks.</summary>
    public const string OwnedByRoot = "Owned by root and read-only for the app: an attacker in the process cannot change its code.";

    /// <summary>The base image, without a digest.</summary>
    public required string Image { get; init; }

    /// <summary>The comments above FROM.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Whether the base image's user is root, which is not true for images that only serve files.</summary>
    public bool BeginsAsRoot { get; init; } = true;

    /// <summary>Debian packages that the stack needs, with versions.</summary>
    public IReadOnlyList<string> AptPackages { get; init; } = [];

    /// <summary>Commands that install what the files need, before them.</summary>
    public IReadOnlyList<RunStep> Installs { get; init; } = [];

    /// <summary>The comments above the files.</summary>
    public IReadOnlyList<string> ReasonsOfFiles { get; init; } = [OwnedByRoot];

    /// <summary>The files and the working directory.</summary>
    public required IReadOnlyList<StageStep> Files { get; init; }

    /// <summary>A folder that precedes the others in PATH; null for none.</summary>
    public string? PathFolder { get; init; }

    /// <summary>The variables of the stack, which those of the project override.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<ContainerPort> Ports { get; init; } = [];

    public required StageUser User { get; init; }

    /// <summary>Folders that the process writes to in any case, absolute in the image, in addition to those of the project.</summary>
    public IReadOnlyList<string> Writable { get; init; } = [];

    /// <summary>Null for the engine's default, SIGTERM.</summary>
    public StageSignal? StopSignal { get; init; }

    public required StageHealth Health { get; init; }

    public required StageProcess Process { get; init; }

    /// <summary><c>ContainerWorkingDirectory</c>, else <c>/app</c>.</summary>
    public static string Directory(ContainerProject project) =>
        project.ContainerWorkingDirectory.TrimEnd('/') is { Length: > 0 } own ? own : DefaultWorkingDirectory;
}
