namespace ContainerGuard.Reports;

/// <summary>
/// What the tasks of one project report to a person in one build. The terminal logger of .NET shows one message of a project: the last one
/// that begins with the project's name and an arrow. There, each message repeats the earlier ones. Other loggers show every message, so
/// nothing is repeated.
/// </summary>
/// <param name="projectName">The file name of the project without its extension, as the terminal logger compares it.</param>
/// <param name="isTerminal">Whether the terminal logger is active.</param>
internal sealed class ProjectReport(string projectName, bool isTerminal)
{
    private const string Arrow = " -> ";

    /// <summary>A line below the first one, indented so that it stands below the project in the terminal logger's output.</summary>
    private const string Indentation = "    ";

    private readonly List<string> _said = [];
    private int _shown;

    /// <summary>Adds a paragraph of one or more lines, to be shown with the next message.</summary>
    public void Add(string text) => _said.Add(text.TrimEnd());

    /// <summary>The next message, or null when there is nothing to show.</summary>
    /// <param name="path">The path that the message replaces in the terminal, such as the publish folder; empty for none.</param>
    public string? Next(string path = "")
    {
        // Without a new paragraph, only a terminal needs the message again, because the project's own line has replaced it.
        if (_said.Count == 0 || (_shown == _said.Count && (!isTerminal || path.Length == 0))) return null;

        var first = isTerminal ? 0 : _shown;
        _shown = _said.Count;
        IEnumerable<string> lines = [.. _said.Skip(first).SelectMany(static text => text.ReplaceLineEndings("\n").Split('\n')),
            .. isTerminal && path.Length > 0 ? [path] : Array.Empty<string>()];
        return projectName + Arrow + string.Join('\n' + Indentation, lines);
    }
}
