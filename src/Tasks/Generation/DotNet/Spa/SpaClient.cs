using ContainerGuard.Generation.Node;

namespace ContainerGuard.Generation.DotNet;

/// <summary>A part of a .NET application that runs in browsers, and is built by Node.js in a stage of its own.</summary>
internal sealed record SpaClient
{
    /// <summary>Its package, and how that is installed.</summary>
    public required NodeApp App { get; init; }

    /// <summary>The name of its stage.</summary>
    public required string Stage { get; init; }

    /// <summary>The commands that build it, run in its folder.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>The commands that build the packages of its workspace that it depends on, run in the workspace's folder.</summary>
    public IReadOnlyList<string> CommandsBefore { get; init; } = [];

    /// <summary>Files of a workspace's own folder that its packages share, relative to the context.</summary>
    public IReadOnlyList<string> SharedFiles { get; init; } = [];

    /// <summary>Folders that its build writes to, relative to its own.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>These as lines of an ignore file, which hold before any of them is there.</summary>
    public IEnumerable<string> OutputPatterns => Outputs.Select(output => $"{(Folder.Length == 0 ? "" : GeneratedIgnoreFile.Escape(Folder) + "/")}**/{GeneratedIgnoreFile.Escape(output)}");

    /// <summary>A folder elsewhere that its build writes to, relative to the context; null where there is none.</summary>
    public string? OutputElsewhere { get; init; }

    /// <summary>Whether its configuration asks dotnet for a development certificate, whatever it is loaded for: that of ASP.NET's templates for Vite does.</summary>
    public bool AsksForCertificate { get; init; }

    /// <summary>Its folder, relative to the context.</summary>
    public string Folder => App.Member.Length == 0 ? App.Root : App.Root.Length == 0 ? App.Member : $"{App.Root}/{App.Member}";
}

/// <summary>All of these of one project.</summary>
/// <param name="Clients">In the order of their stages.</param>
/// <param name="Tools">What the project's own targets call for it, and need not call in the image.</param>
/// <param name="HasJavaScriptProject">Whether one of them is a project of the JavaScript SDK, which has switches.</param>
/// <param name="Obstacle">Why they cannot be built, with the way out; null when they can.</param>
internal sealed record SpaClients(IReadOnlyList<SpaClient> Clients, IReadOnlyList<string> Tools, bool HasJavaScriptProject, string? Obstacle)
{
    public static readonly SpaClients None = new([], [], false, null);
}
