using ContainerGuard.Generation.Node;

namespace ContainerGuard.Generation.DotNet;

/// <summary>A part of a .NET application that runs in browsers. Node.js builds it in a separate stage.</summary>
internal sealed record SpaClient
{
    /// <summary>The package, and how it is installed.</summary>
    public required NodeApp App { get; init; }

    /// <summary>The name of the stage.</summary>
    public required string Stage { get; init; }

    /// <summary>The build commands, which run in the package's folder.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>The commands that build its dependencies in the workspace, which run in the workspace's folder.</summary>
    public IReadOnlyList<string> CommandsBefore { get; init; } = [];

    /// <summary>Files in the workspace's folder that the packages share, relative to the context.</summary>
    public IReadOnlyList<string> SharedFiles { get; init; } = [];

    /// <summary>Output folders of the build, relative to the package's folder.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>The output folders as patterns of an ignore file. They apply even if the folders do not exist yet.</summary>
    public IEnumerable<string> OutputPatterns =>
        Outputs.Select(
            output => $"{(Folder.Length == 0 ? "" : GeneratedIgnoreFile.Escape(Folder) + "/")}**/{GeneratedIgnoreFile.Escape(output)}");

    /// <summary>An output folder outside the package's folder, relative to the context; or null.</summary>
    public string? OutputElsewhere { get; init; }

    /// <summary>
    /// Whether loading its configuration runs dotnet for a development certificate, like that of ASP.NET's Vite templates.
    /// </summary>
    public bool AsksForCertificate { get; init; }

    /// <summary>The package's folder, relative to the context.</summary>
    public string Folder => App.Member.Length == 0 ? App.Root : App.Root.Length == 0 ? App.Member : $"{App.Root}/{App.Member}";
}

/// <summary>All browser applications of one project.</summary>
/// <param name="Clients">In the order of their stages.</param>
/// <param name="Tools">Programs that the project's targets call, and that have no work to do in the image.</param>
/// <param name="HasJavaScriptProject">Whether one is a project of the JavaScript SDK, which has switches for restore and build.</param>
/// <param name="Problem">Why they cannot be built, with the remedy; null if they can.</param>
internal sealed record SpaClients(
    IReadOnlyList<SpaClient> Clients, IReadOnlyList<string> Tools, bool HasJavaScriptProject, Problem? Problem)
{
    /// <summary>Manifests with a script 'build' that no target runs, absolute.</summary>
    public IReadOnlyList<string> NotBuilt { get; init; } = [];

    public static readonly SpaClients None = new([], [], false, null);
}
