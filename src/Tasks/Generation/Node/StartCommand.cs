namespace ContainerGuard.Generation.Node;

/// <summary>The start command of an application.</summary>
/// <param name="Arguments">The arguments of <c>node</c>.</param>
internal sealed record StartCommand(IReadOnlyList<string> Arguments)
{
    /// <summary>The command of an application that is not started.</summary>
    public static StartCommand None { get; } = new([]);

    /// <summary>The process that the project names; null for node with <see cref="Arguments"/>.</summary>
    public IReadOnlyList<string>? Process { get; init; }

    /// <summary>Whether bun runs the application: <see cref="Arguments"/> are those of <c>bun</c>.</summary>
    public bool IsBun { get; init; }

    /// <summary>Variables that the start script sets before its command.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The port in its text; null if the text has none.</summary>
    public int? Port { get; init; }

    /// <summary>The file and the address of a server that other containers do not reach; null for any other server.</summary>
    public (string File, string Address)? Local { get; init; }

    /// <summary>The file that reads another one, and its path, which the application's folder does not have; null without one.</summary>
    public (string File, string Path)? Unread { get; init; }

    /// <summary>The entry file, and the file of variables that it loads and that the image does not contain; null without one.</summary>
    public (string File, string Path)? EnvironmentFile { get; init; }

    /// <summary>The file that loads a package of <c>devDependencies</c> at its start, and the package; null without one.</summary>
    public (string File, string Package)? DevelopmentPackage { get; init; }

    /// <summary>Whether it is the entry file of a package that others import, which no script starts.</summary>
    public bool IsLibrary { get; init; }

    /// <summary>Whether it listens on the port in the variable PORT, without a known default.</summary>
    public bool NeedsPort { get; init; }

    /// <summary>Builds that the start script runs, and the script <c>build</c> does not.</summary>
    public IReadOnlyList<ScriptCommand> Builds { get; init; } = [];

    /// <summary>
    /// The content of the final image, if the build writes all of it: folders of the stage 'build', relative to the application's
    /// folder, with their targets. Empty if the sources and the packages ship.
    /// </summary>
    public IReadOnlyList<(string Source, string Target)> Shipped { get; init; } = [];
}

/// <summary>What is found about the start of an application.</summary>
/// <param name="Command">Null if there is a problem.</param>
/// <param name="Problem">Why the command is not known, with the remedy.</param>
internal sealed record StartAnswer(StartCommand? Command, Problem? Problem)
{
    /// <summary>Whether no script says what runs in production, so that the application can be one for the browser.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether a script says the command, and not only the name of a file.</summary>
    public bool IsDeclared { get; init; }
}
