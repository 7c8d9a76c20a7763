namespace ContainerGuard.Building;

/// <summary>The cause of a failed build.</summary>
internal enum BuildProblemKind
{
    /// <summary>An instruction, or another part of this build.</summary>
    Build,

    /// <summary>The program or its engine is missing or not running.</summary>
    Missing,

    /// <summary>The program or the builder does not support what is asked for.</summary>
    Unable,
}

/// <summary>Why a build failed, from the output of the program.</summary>
/// <param name="Kind">The cause.</param>
/// <param name="Line">First line of the instruction, from 1; 0 if no instruction failed.</param>
/// <param name="EndLine">Its last line; 0 if it is not known.</param>
/// <param name="Message">The reason that the program gives, without its prefixes.</param>
/// <param name="Output">The last lines of the instruction's output.</param>
internal sealed record BuildProblem(BuildProblemKind Kind, int Line, int EndLine, string Message, IReadOnlyList<string> Output)
{
    private const string Start = "Start the engine, or install the missing program.";

    /// <summary>A failure before any program runs: the program is missing.</summary>
    public static BuildProblem Missing(string message) => new(BuildProblemKind.Missing, 0, 0, message, []);

    /// <summary>A failure before any program runs: the build is not possible.</summary>
    public static BuildProblem Unable(string message) => new(BuildProblemKind.Unable, 0, 0, message, []);

    /// <summary>The failure of a program that was started, with the remedy where its engine is missing.</summary>
    public BuildProblem WithRemedy() => Kind == BuildProblemKind.Missing ? Missing($"{Text} {Start}") : this;

    /// <summary>A program's complaint about an option, with a remedy; any other message as it is.</summary>
    public static string Explain(string message)
    {
        const string unknown = "unknown flag: ";
        var start = message.IndexOf(unknown, StringComparison.Ordinal);
        return start < 0
            ? message
            : $"The installed version of the build tool does not support the option {message[(start + unknown.Length)..].Trim()}. "
                + "Install a newer version, or remove the option.";
    }

    /// <summary>One or two sentences for a message.</summary>
    public string Text
    {
        get
        {
            var message = Message.EndsWith('.') || Message.EndsWith('?') ? Message : Message + ".";
            return Output.Count == 0 ? message : $"{message} Last output: {string.Join(" | ", Output)}";
        }
    }
}
