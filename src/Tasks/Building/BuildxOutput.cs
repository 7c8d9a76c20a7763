using System.Globalization;

namespace ContainerGuard.Building;

/// <summary>Reads the output of <c>docker buildx build --progress=plain</c>.</summary>
internal static class BuildxOutput
{
    private const int OutputLines = 3;

    private static readonly string[] ErrorPrefixes =
        ["npm error ", "npm ERR! ", "error: ", "error[", "error TS", "ERROR: ", "E: ", "fatal: "];

    // The prefixes of buildx and its client before the reason, outermost first.
    private static readonly string[] Prefixes = ["ERROR: ", "failed to build: ", "failed to solve: ", "failed to compute cache key: "];

    /// <summary>
    /// Whether a line is the heading of a step (<c>#5 [build 2/7] RUN …</c>), which is logged at a higher importance than the output of the
    /// step.
    /// </summary>
    public static bool IsStep(string line)
    {
        if (!line.StartsWith('#')) return false;
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space > 1 && space + 1 < line.Length && line[space + 1] == '[';
    }

    /// <summary>Why the build failed.</summary>
    /// <param name="lines">The last lines of the output.</param>
    public static BuildProblem Problem(IReadOnlyList<string> lines)
    {
        var (line, endLine) = Place(lines);
        var message = "The build tool ended without an error message";
        for (var index = lines.Count - 1; index >= 0; index--)
        {
            if (lines[index].StartsWith("ERROR: ", StringComparison.Ordinal)
                || lines[index].StartsWith("unknown flag: ", StringComparison.Ordinal))
            {
                message = Reason(lines, index);
                break;
            }

            if (lines[index].StartsWith("docker: ", StringComparison.Ordinal)) message = lines[index];
        }

        // The words of dockerfile2llb, for a failure without an excerpt of the file.
        if (line == 0) line = NumberAfter(message, "parse error on line ");
        return new BuildProblem(ProblemOf(message), line, endLine, BuildProblem.Explain(message), Printed(lines));
    }

    private static string Reason(IReadOnlyList<string> lines, int index)
    {
        var text = lines[index];
        foreach (var prefix in Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal)) text = text[prefix.Length..];
        }

        // The next line of a driver's refusal is the remedy.
        return index + 1 < lines.Count && lines[index + 1].StartsWith("Switch to ", StringComparison.Ordinal)
            ? $"{text} {lines[index + 1]}"
            : text;
    }

    private static BuildProblemKind ProblemOf(string message)
    {
        if (Has("Cannot connect to the Docker daemon") || Has("error during connect") || Has("unknown command: docker buildx")
            || Has("'buildx' is not a docker command"))
        {
            return BuildProblemKind.Missing;
        }

        return Has("is not supported for the") || Has("unknown flag: ") || (Has("no builder ") && Has(" found"))
            ? BuildProblemKind.Unable
            : BuildProblemKind.Build;

        bool Has(string text) => message.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The lines of the excerpt (moby/buildkit, solver/errdefs, Source.Print): <c>Dockerfile:3</c>, a line of hyphens, and numbered lines.
    /// The lines of the instruction have an arrow.
    /// </summary>
    private static (int Line, int EndLine) Place(IReadOnlyList<string> lines)
    {
        for (var index = lines.Count - 2; index >= 0; index--)
        {
            if (!lines[index + 1].StartsWith("--------------------", StringComparison.Ordinal)) continue;
            var colon = lines[index].LastIndexOf(':');
            if (colon <= 0 || !int.TryParse(lines[index].AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line))
            {
                continue;
            }

            var endLine = line;
            for (var next = index + 2; next < lines.Count && lines[next].IndexOf('|', StringComparison.Ordinal) is > 0 and var bar; next++)
            {
                if (lines[next].AsSpan(bar).StartsWith("| >>>")
                    && int.TryParse(lines[next].AsSpan(0, bar).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var marked))
                {
                    endLine = marked;
                }
            }

            return (line, endLine);
        }

        return (0, 0);
    }

    /// <summary>
    /// The end of the failed step's output. It is repeated below a line <c>&gt; [2/2] RUN …:</c>, with the time before each line.
    /// </summary>
    private static List<string> Printed(IReadOnlyList<string> lines)
    {
        var printed = new List<string>();
        var start = lines.Count - 1;
        while (start >= 0 && !lines[start].StartsWith(" > [", StringComparison.Ordinal)) start--;
        for (var index = start + 1; start >= 0 && index < lines.Count && !lines[index].StartsWith("------", StringComparison.Ordinal);
            index++)
        {
            var text = lines[index].Trim();
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0 && double.TryParse(text.AsSpan(0, space), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            {
                text = text[(space + 1)..].Trim();
            }

            if (text.Length > 0) printed.Add(text);
        }

        var errors = printed.Concat(LinesOfFailedStep(lines)).Where(IsError).Distinct(StringComparer.Ordinal).Take(OutputLines).ToList();
        return errors.Count > 0 ? errors : printed.Count <= OutputLines ? printed : printed[^OutputLines..];
    }

    /// <summary>The output of the step that failed: <c>#9 12.3 text</c>, where 9 is the number of the last <c>#9 ERROR:</c>.</summary>
    private static IEnumerable<string> LinesOfFailedStep(IReadOnlyList<string> lines)
    {
        var failed = lines.LastOrDefault(static line => line.StartsWith('#') && line.Contains(" ERROR: ", StringComparison.Ordinal));
        if (failed is null) yield break;
        var step = failed[..(failed.IndexOf(' ', StringComparison.Ordinal) + 1)];
        foreach (var line in lines)
        {
            if (!line.StartsWith(step, StringComparison.Ordinal)) continue;
            var text = line[step.Length..];
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0 && char.IsAsciiDigit(text[0])) yield return text[(space + 1)..].Trim();
        }
    }

    /// <summary>Whether a line states an error: in the form of MSBuild and compilers, of npm, of apt-get, or of other programs.</summary>
    private static bool IsError(string line)
    {
        if (Array.Exists(ErrorPrefixes, prefix => line.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))) return true;
        foreach (var mark in (string[])[": error ", " - error "])
        {
            var at = line.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0 && at + mark.Length < line.Length && char.IsAsciiLetterUpper(line[at + mark.Length])) return true;
        }

        return false;
    }

    private static int NumberAfter(string text, string words)
    {
        var start = text.IndexOf(words, StringComparison.Ordinal);
        if (start < 0) return 0;
        var end = start += words.Length;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return int.TryParse(text.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
