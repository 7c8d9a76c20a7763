using System.Text;

namespace ContainerGuard.Generation;

/// <summary>What the stage that ships begins and ends with in every stack: the base image, settings, user, health, process, and what a person adds.</summary>
internal static class FinalStage
{
    private const string DefaultWorkingDirectory = "/app";

    /// <summary>Why a process is written as it is, unless there is more to say.</summary>
    public const string OwnProcess = "The exec form: the app is the first process, and gets the signal of docker stop itself (CG6001).";

    /// <summary>The user where the image has none of its own; above those of a distribution.</summary>
    public const string AnyUser = "10001";

    /// <summary>Why a user is a number that the image has no account for.</summary>
    public const string AnyUserReason = "A number needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).";

    /// <summary><c>ContainerWorkingDirectory</c>, else <c>/app</c>.</summary>
    public static string Directory(ContainerProject project) =>
        project.ContainerWorkingDirectory.TrimEnd('/') is { Length: > 0 } own ? own : DefaultWorkingDirectory;

    /// <summary>FROM, and what a person adds at the stage's begin.</summary>
    /// <param name="text">The Dockerfile.</param>
    /// <param name="project">The project.</param>
    /// <param name="pinned">The base image as it stands after FROM.</param>
    /// <param name="beginsAsRoot">Whether the base image's own user is root: it is, but in images that are made for no other purpose than to serve.</param>
    /// <param name="packages">Packages of Debian that the stack needs, with their versions.</param>
    public static void AppendFrom(StringBuilder text, ContainerProject project, string pinned, bool beginsAsRoot = true, IReadOnlyList<string>? packages = null)
    {
        text.Append($"FROM {pinned} AS final\n");
        if (!beginsAsRoot && !project.FinalExtras.IsEmpty) text.Append("# What is added below is added as root; the user that runs is set at the end (CG3001).\nUSER 0\n");
        (packages is null ? project.FinalExtras : project.FinalExtras.With(packages)).WriteBegin(text);
    }

    /// <summary>What a person adds when the stage has its files; then ENV, EXPOSE and LABEL, each where there is something to say.</summary>
    /// <param name="text">The Dockerfile.</param>
    /// <param name="project">The project, whose own variables win.</param>
    /// <param name="variables">What the stack sets.</param>
    /// <param name="ports">What is exposed.</param>
    /// <param name="image">The base image as people know it.</param>
    /// <param name="pinned">The base image as it stands after FROM.</param>
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

    /// <summary>USER: the project's own, else a number.</summary>
    /// <param name="text">The Dockerfile.</param>
    /// <param name="project">The project.</param>
    /// <param name="number">The user where the project names none.</param>
    /// <param name="reason">A sentence for the number.</param>
    /// <param name="name">What the base image calls that user; null where it has none.</param>
    public static void AppendUser(StringBuilder text, ContainerProject project, string number, string reason, string? name = null)
    {
        if (project.ContainerUser.Length > 0 && project.ContainerUser != name)
        {
            text.Append($"USER {Instruction.Quote(project.ContainerUser)}\n");
            return;
        }

        text.Append(Instruction.Comment(reason)).Append($"USER {number}\n");
    }

    /// <summary>HEALTHCHECK and ENTRYPOINT.</summary>
    /// <param name="text">The Dockerfile.</param>
    /// <param name="health">Why nothing is probed from inside, as the end of a sentence; empty for no more than that.</param>
    /// <param name="process">The program and its arguments.</param>
    /// <param name="note">A sentence for an argument that is not obvious; empty for none.</param>
    /// <param name="form">Why the process is written as it is, as a sentence.</param>
    public static void AppendProcess(StringBuilder text, string health, IReadOnlyList<string> process, string note = "", string form = OwnProcess) => text.Append($"""
        # Health is probed from outside, by the orchestrator{health}.
        HEALTHCHECK NONE
        # {form}
        {(note.Length > 0 ? Instruction.Comment(note) : "")}ENTRYPOINT {Instruction.JsonArray(process)}

        """);
}
