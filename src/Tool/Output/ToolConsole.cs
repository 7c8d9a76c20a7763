namespace ContainerGuard.Tool.Output;

/// <summary>Where the tool reads and writes. Tests give their own.</summary>
/// <param name="Folder">The current folder, absolute.</param>
/// <param name="Input">The standard input.</param>
/// <param name="Out">Results.</param>
/// <param name="Error">Messages to the person that are not results.</param>
/// <param name="Environment">The environment variables.</param>
internal sealed record ToolConsole(
    string Folder, Func<Stream> Input, TextWriter Out, TextWriter Error, Func<string, string?> Environment)
{
    /// <summary>The standard output as bytes, for a protocol.</summary>
    public Func<Stream> Output { get; init; } = Console.OpenStandardOutput;

    /// <summary>Whether results go to a terminal, which shows code frames.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether results have colours.</summary>
    public bool HasColours { get; init; }

    /// <summary>
    /// The console of this process. Colours follow <c>NO_COLOR</c> (no-color.org) and <c>FORCE_COLOR</c>, else they need a terminal.
    /// </summary>
    public static ToolConsole OfProcess()
    {
        Func<string, string?> environment = System.Environment.GetEnvironmentVariable;
        var isTerminal = !Console.IsOutputRedirected && environment("TERM") != "dumb";
        var hasColours = environment("NO_COLOR") is not { Length: > 0 } && (isTerminal || environment("FORCE_COLOR") is { Length: > 0 });
        var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = isTerminal };
        return new ToolConsole(
            Directory.GetCurrentDirectory(), Console.OpenStandardInput, output, Console.Error, environment)
        {
            IsTerminal = isTerminal,
            HasColours = hasColours,
        };
    }

    /// <summary>An absolute path.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, Folder);

    /// <summary>The text in a style of ECMA-48 (SGR), if the console has colours.</summary>
    /// <param name="style">The parameters, such as <c>1;31</c>.</param>
    /// <param name="text">Text without control characters.</param>
    public string Styled(string style, string text) => HasColours ? $"\e[{style}m{text}\e[0m" : text;
}
