using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Building;

/// <summary>Reads the output of <c>podman build</c> and <c>buildah build</c>.</summary>
internal static class PodmanOutput
{
    private const int OutputLines = 3;
    private const string AtStep = "building at STEP \"";

    /// <summary>Whether a line is the heading of a step (<c>STEP 2/5: RUN …</c>).</summary>
    public static bool IsStep(string line) =>
        line.StartsWith("STEP ", StringComparison.Ordinal) || line.Contains("] STEP ", StringComparison.Ordinal);

    /// <summary>Why the build failed. The output names the instruction but not its line, so the Dockerfile is searched for it.</summary>
    /// <param name="lines">The last lines of the output.</param>
    /// <param name="dockerfile">The file that was built.</param>
    public static BuildProblem Problem(IReadOnlyList<string> lines, SourceText dockerfile)
    {
        var at = -1;
        for (var index = 0; index < lines.Count; index++)
        {
            if (lines[index].StartsWith("Error: ", StringComparison.OrdinalIgnoreCase)) at = index;
        }

        if (at < 0) return new BuildProblem(BuildProblemKind.Build, 0, 0, "The build tool ended without an error message", []);
        var message = lines[at]["Error: ".Length..];
        var step = LastStep(lines, at);
        if (message.StartsWith(AtStep, StringComparison.Ordinal) && message.IndexOf("\": ", StringComparison.Ordinal) is > 0 and var end)
        {
            var named = message[AtStep.Length..end];
            message = $"{Keyword(named)}: {message[(end + 3)..]}";
            step ??= named;
        }

        var kind = message.Contains("unknown flag: ", StringComparison.Ordinal)
            || message.Contains("secret should have syntax", StringComparison.Ordinal) ? BuildProblemKind.Unable
            : message.Contains("annot connect to Podman", StringComparison.Ordinal) ? BuildProblemKind.Missing
            : BuildProblemKind.Build;
        var (line, endLine) = step is null ? (0, 0) : Place(step, dockerfile);
        return new BuildProblem(kind, line, endLine, BuildProblem.Explain(message), Printed(lines, at));
    }

    /// <summary>The last instruction before the failure, as its heading shows it.</summary>
    private static string? LastStep(IReadOnlyList<string> lines, int before)
    {
        for (var index = before - 1; index >= 0; index--)
        {
            if (IsStep(lines[index]) && lines[index].IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon)
            {
                return lines[index][(colon + 2)..];
            }
        }

        return null;
    }

    private static List<string> Printed(IReadOnlyList<string> lines, int before)
    {
        var printed = new List<string>();
        for (var index = before - 1; index >= 0 && !IsStep(lines[index]) && printed.Count < OutputLines; index--)
        {
            var isOfTheProgram = lines[index].StartsWith("time=\"", StringComparison.Ordinal)
                || lines[index].StartsWith("subprocess exited", StringComparison.Ordinal);
            if (lines[index].Trim() is { Length: > 0 } text && !isOfTheProgram) printed.Insert(0, text);
        }

        return printed;
    }

    /// <summary>
    /// The first instruction with the text of the step. Spaces are ignored, because the program changes them when it joins lines.
    /// </summary>
    private static (int Line, int EndLine) Place(string step, SourceText dockerfile)
    {
        var wanted = Squeezed(step);
        foreach (var instruction in DockerfileParser.Parse(dockerfile).Instructions)
        {
            if (!Squeezed(Joined(instruction)).Equals(wanted, StringComparison.OrdinalIgnoreCase)) continue;
            var last = instruction.Span.End > instruction.Span.Start ? instruction.Span.End - 1 : instruction.Span.Start;
            return (instruction.StartLine, dockerfile.GetLine(last));
        }

        return (0, 0);
    }

    /// <summary>The instruction on one line, without comments and line continuations.</summary>
    private static string Joined(InstructionSyntax instruction)
    {
        var escape = instruction.Root.EscapeCharacter;
        var lines = instruction.ToString().Split('\n').Select(static line => line.Trim()).Where(static line => !line.StartsWith('#'));
        return string.Concat(lines.Select(line => line.EndsWith(escape) ? line[..^1] + " " : line));
    }

    private static string Squeezed(string text) => string.Concat(text.Where(static character => !char.IsWhiteSpace(character)));

    private static string Keyword(string step)
    {
        var space = step.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? step : step[..space];
    }
}
