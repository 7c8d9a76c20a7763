using System.Text;

namespace ContainerGuard.Generation;

/// <summary>What the image that ships ends with in every stack: settings, user, health, process.</summary>
internal static class FinalStage
{
    private const string DefaultWorkingDirectory = "/app";

    /// <summary><c>ContainerWorkingDirectory</c>, else <c>/app</c>.</summary>
    public static string Directory(ContainerProject project) =>
        project.ContainerWorkingDirectory.TrimEnd('/') is { Length: > 0 } own ? own : DefaultWorkingDirectory;

    /// <summary>ENV, EXPOSE and LABEL, each where there is something to say.</summary>
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
    public static void AppendUser(StringBuilder text, ContainerProject project, string number, string reason)
    {
        if (project.ContainerUser.Length > 0)
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
    public static void AppendProcess(StringBuilder text, string health, IReadOnlyList<string> process, string note = "") => text.Append($"""
        # Health is probed from outside, by the orchestrator{health}.
        HEALTHCHECK NONE
        # The exec form: the app is the first process, and gets the signal of docker stop itself (CG6001).
        {(note.Length > 0 ? Instruction.Comment(note) : "")}ENTRYPOINT {Instruction.JsonArray(process)}

        """);
}
