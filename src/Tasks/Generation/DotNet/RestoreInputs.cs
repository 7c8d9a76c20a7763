namespace ContainerGuard.Generation.DotNet;

/// <summary>How restore uses the packages.lock.json files.</summary>
internal enum LockedRestore
{
    /// <summary>The project has no lock file.</summary>
    None,

    /// <summary>The lock files contain the runtimes of the image.</summary>
    ForRuntime,

    /// <summary>The lock files contain no runtime, and a runtime would change them: the app is published portable.</summary>
    Portable,

    /// <summary>The lock files contain no runtime, but the app needs one: they are read, but not enforced.</summary>
    NotEnforced,
}

/// <summary>The files that <c>dotnet restore</c> reads.</summary>
internal sealed record RestoreInputs : BuildInputs
{
    public GlobalJson? GlobalJson { get; init; }

    public LockedRestore LockedRestore { get; init; }

    /// <summary>Referenced projects outside the context, absolute. A Dockerfile cannot copy them.</summary>
    public IReadOnlyList<string> OutsideProjects { get; init; } = [];

    /// <summary>The history of the repository, if the version comes from it; else null.</summary>
    public NamedContext? Git { get; init; }

    /// <summary>The package that reads the history; empty without one.</summary>
    public string GitPackage { get; init; } = "";

    /// <summary>Why the build cannot have the history that it needs, with the remedy; null if it can.</summary>
    public Problem? GitProblem { get; init; }

    /// <summary>Environment variables that a nuget.config reads, sorted. Each is a secret of the build.</summary>
    public IReadOnlyList<string> FeedVariables { get; init; } = [];

    /// <summary>
    /// Why the files that restore reads are not all known, as a clause, so that all files are copied first; null if they are.
    /// </summary>
    public string? Doubt { get; init; }

    /// <summary>The manifest of local tools that the build runs, relative to the context; null for none.</summary>
    public string? ToolManifest { get; init; }

    /// <summary>
    /// A part of the path of a project that is a symbolic link, absolute; null without one. A builder receives links as links.
    /// </summary>
    public string? LinkedFolder { get; init; }

    /// <summary>Files and folders outside the context that the compiler reads. A Dockerfile cannot copy them.</summary>
    public IReadOnlyList<NamedFile> OutsideFiles { get; init; } = [];

    /// <summary>Files above the context that the build on this machine uses, absolute, sorted. The image is built without them.</summary>
    public IReadOnlyList<string> MissedFiles { get; init; } = [];

    /// <summary>The parts of the application that Node.js builds.</summary>
    public SpaClients Clients { get; init; } = SpaClients.None;

    /// <summary>All inputs of the image's build: for NuGet and for JavaScript's package managers.</summary>
    public BuildInputs WithClients()
    {
        if (Git is { } git) return (this with { Git = null, NamedContexts = [.. NamedContexts, git] }).WithClients();
        if (Clients.Clients.Count == 0) return this with { SecretVariables = FeedVariables };
        var inputs = Clients.Clients.Select(static client => client.App.Inputs).ToArray();
        return this with
        {
            Files = [.. Files.Concat(inputs.SelectMany(static one => one.Files)).Distinct().Order(StringComparer.Ordinal)],
            FeedFolders =
                [.. FeedFolders.Concat(inputs.SelectMany(static one => one.FeedFolders)).Distinct().Order(StringComparer.Ordinal)],
            BuildProducts = [.. BuildProducts.Concat(inputs.SelectMany(static one => one.BuildProducts))
                .Concat(Clients.Clients.SelectMany(static client => client.OutputPatterns)).Distinct()],
            Secrets = [.. Secrets, .. inputs.SelectMany(static one => one.Secrets)],
            SecretVariables =
            [
                .. FeedVariables.Concat(inputs.SelectMany(static one => one.SecretVariables)).Distinct().Order(StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>Why these inputs do not allow a container, with the remedy; null if they do.</summary>
    public Problem? Problem(string contextDirectory) => OutsideProjects is [var first, ..]
            ? new Problem(
                $"The referenced project {first} is outside the build context {contextDirectory}.",
                "Set ContainerGuardContext to a folder that contains both projects.")
        : LinkedFolder is { } link
            ? new Problem(
                $"{link} is a symbolic link, and a builder receives the link without its files.",
                "Reference the project by its real path.")
        : OutsideFiles is [var file, ..]
            ? new Problem(
                $"{file.Name} names {file.Path}, which is outside the build context {contextDirectory}.",
                "Set ContainerGuardContext to a folder that contains it, or set ContainerGuardLayout=publish.")
        : GitProblem ?? Clients.Problem;

    /// <summary>The inputs of a project without references.</summary>
    public static RestoreInputs Of(DotNetProject project) => new() { Files = [project.Source] };
}
