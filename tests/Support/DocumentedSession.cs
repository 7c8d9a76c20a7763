using System.Text.RegularExpressions;

namespace ContainerGuard.Tests.Support;

/// <summary>
/// The commands that a page tells its reader to type, and the output that it shows: its blocks of language <c>console</c>.
/// </summary>
public static partial class DocumentedSession
{
    /// <summary>The commands of a page, in order.</summary>
    /// <param name="page">Relative to the root of the repository, with slashes.</param>
    public static IReadOnlyList<DocumentedCommand> Read(string page)
    {
        var commands = new List<DocumentedCommand>();
        foreach (Match block in ConsoleBlocks().Matches(File.ReadAllText(RepositoryRoot.Combine(page.Split('/')))))
        {
            foreach (var line in block.Groups["text"].Value.TrimEnd('\n').Split('\n'))
            {
                if (line.StartsWith("$ ", StringComparison.Ordinal)) commands.Add(new DocumentedCommand(line[2..], []));
                else commands[^1] = commands[^1] with { Output = [.. commands[^1].Output, line] };
            }
        }

        commands.ShouldNotBeEmpty($"{page} has no console block");
        return commands;
    }

    /// <summary>The commands of a page in blocks of any language for a shell, in order, without their output.</summary>
    /// <param name="page">Relative to the root of the repository, with slashes.</param>
    public static IReadOnlyList<string> CommandsOf(string page) =>
    [
        .. ShellBlocks().Matches(File.ReadAllText(RepositoryRoot.Combine(page.Split('/')))).SelectMany(static block =>
            block.Groups["text"].Value.TrimEnd('\n').Split('\n')
                .Where(line => block.Groups["language"].Value != "console" || line.StartsWith("$ ", StringComparison.Ordinal))
                .Select(static line => line.StartsWith("$ ", StringComparison.Ordinal) ? line[2..] : line)),
    ];

    [GeneratedRegex(@"^```(?<language>console|sh|shell|bash)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlocks();

    [GeneratedRegex(@"^```console\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ConsoleBlocks();
}

/// <summary>A command and the lines that its page shows as its output.</summary>
/// <param name="Text">As a person types it.</param>
/// <param name="Output">In order. "…" stands for any text in a line; a line that is only "…" for any number of lines.</param>
public sealed record DocumentedCommand(string Text, IReadOnlyList<string> Output)
{
    /// <summary>Asserts that the output has the shown lines, in order. Other lines may be before and behind them.</summary>
    public void ShouldShow(string actual)
    {
        var pattern = string.Concat(Output.Select(static line =>
            line.Trim() == "…" ? @"(?:.*\n)*?" : $"{Regex.Escape(line.Trim()).Replace("…", ".*?", StringComparison.Ordinal)} *\n"));
        var lines = string.Concat(actual.Split('\n').Select(static line => line.Trim() + "\n"));
        Regex.IsMatch(lines, $"^{pattern}", RegexOptions.Multiline, TimeSpan.FromSeconds(10))
            .ShouldBeTrue($"'{Text}' does not show what the page does:\n{string.Join('\n', Output)}\n--- but\n{actual}");
    }
}
