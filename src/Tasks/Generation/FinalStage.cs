using System.Text;

namespace ContainerGuard.Generation;

/// <summary>The parts of the stage 'final' that all stacks share: base image, settings, user, health, process, and the user's additions.</summary>
internal static class FinalStage
{
    private const string DefaultWorkingDirectory = "/app";

    /// <summary>The default comment above ENTRYPOINT.</summary>
    public const string OwnProcess = "Exec form: the app is process 1 and receives the signal of docker stop (CG6001).";

    /// <summary>The user id for an image without its own user. It is higher than the ids of a distribution.</summary>
    public const string AnyUser = "10001";

    /// <summary>The comment above a user id that the image has no account for.</summary>
    public const string AnyUserReason = "A numeric user needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).";

    /// <summary><c>ContainerWorkingDirectory</c>, else <c>/app</c>.</summary>
    public static string Directory(ContainerProject project) =>
        project.ContainerWorkingDirectory.TrimEnd('/') is { Length: > 0 } own ? own : DefaultWorkingDirectory;

    /// <summary>Writes FROM, and the user's additions at the beginning of the stage.</summary>
    /// <param name="text">The Dockerfile.</param>
    /// <param name="project">The project.</param>
    /// <param name="pinned">The image reference after FROM.</param>
    /// <param name="beginsAsRoot">Whether the base image's user is root, which is not true for images that only serve files.</param>
    /// <param name="packages">Debian packages that the stack needs, with versions.</param>
    public static void AppendFrom(StringBuilder text, ContainerProject project, string pinned, bool beginsAsRoot = true, IReadOnlyList<string>? packages = null)
    {
        text.Append($"FROM {pinned} AS final\n");
        if (!beginsAsRoot && !project.FinalExtras.IsEmpty) text.Append("# The next steps run as root. The user of the app is set at the end (CG3001).\nUSER 0\n");
        (packages is null ? project.FinalExtras : project.FinalExtras.With(packages)).WriteBegin(text);
    }

    /// <summary>Writes the user's additions that need the stage's files, then ENV, EXPOSE and LABEL as needed.</summary>
    /// <param name="text">The Dockerfile.</param>
    /// <param name="project">The project. Its variables override those of the stack.</param>
    /// <param name="variables">The variables of the stack.</param>
    /// <param name="ports">The ports to expose.</param>
    /// <param name="image">The image without a digest.</param>
    /// <param name="pinned">The image reference after FROM.</param>
    /// <param name="escape">The file's escape character.</param>
    public static void AppendSettings(
        StringBuilder text,
        ContainerProject project,
        IReadOnlyDictionary<string, string> variables,
        IReadOnlyList<ContainerPort> ports,
        string image,
        string pinned,
        char escape = Instruction.Backslash)
    {
        project.FinalExtras.WriteEnd(text, escape);
        var environment = new Dictionary<string, string>(variables, StringComparer.Ordinal);
        foreach (var (name, value) in project.ContainerEnvironmentVariables) environment[name] = value;
        if (environment.Count > 0) text.Append(Instruction.Pairs("ENV", environment, escape)).Append('\n');
        if (ports.Count > 0) text.Append("EXPOSE ").AppendJoin(' ', ports).Append('\n');
        if (ImageLabels.WithBase(project, image, pinned) is { Count: > 0 } labels) text.Append(Instruction.Pairs("LABEL", labels, escape)).Append('\n');
    }

    /// <summary>Writes USER: the project's user, else a number.</summary>
    /// <param name="text">The Dockerfile.</param>
    /// <param name="project">The project.</param>
    /// <param name="number">The user id if the project names no user.</param>
    /// <param name="reason">The comment for the number.</param>
    /// <param name="name">The name of that user in the base image; null if it has no name.</param>
    public static void AppendUser(StringBuilder text, ContainerProject project, string number, string reason, string? name = null)
    {
        if (project.ContainerUser.Length > 0 && project.ContainerUser != name)
        {
            text.Append($"USER {Instruction.Quote(project.ContainerUser)}\n");
            return;
        }

        text.Append(Instruction.Comment(reason)).Append($"USER {number}\n");
    }

    /// <summary>Writes HEALTHCHECK and ENTRYPOINT.</summary>
    /// <param name="text">The Dockerfile.</param>
    /// <param name="health">Why the image has no health check, as the end of a sentence; may be empty.</param>
    /// <param name="process">The program and its arguments.</param>
    /// <param name="note">A comment for an argument that is not obvious; may be empty.</param>
    /// <param name="form">The comment above ENTRYPOINT.</param>
    public static void AppendProcess(StringBuilder text, string health, IReadOnlyList<string> process, string note = "", string form = OwnProcess) => text.Append($"""
        # The orchestrator checks the health from outside{health}.
        HEALTHCHECK NONE
        # {form}
        {(note.Length > 0 ? Instruction.Comment(note) : "")}ENTRYPOINT {Instruction.JsonArray(process)}

        """);
}
