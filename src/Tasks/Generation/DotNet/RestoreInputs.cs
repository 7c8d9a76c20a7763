namespace ContainerGuard.Generation.DotNet;

/// <summary>How restore is held to the packages.lock.json files, when there are some.</summary>
internal enum LockedRestore
{
    /// <summary>No lock file.</summary>
    None,

    /// <summary>The lock files know the runtimes that the image is built for.</summary>
    ForRuntime,

    /// <summary>The lock files know no runtime, and naming one would change them: the app is published portable.</summary>
    Portable,

    /// <summary>The lock files know no runtime, but the app needs one: they are read, and not enforced.</summary>
    NotEnforced,
}

/// <summary>Everything that <c>dotnet restore</c> reads before it looks at a source file.</summary>
internal sealed record RestoreInputs : BuildInputs
{
    public GlobalJson? GlobalJson { get; init; }

    public LockedRestore LockedRestore { get; init; }

    /// <summary>Projects that are referred to and lie outside the context, absolute: no Dockerfile can copy them.</summary>
    public IReadOnlyList<string> OutsideProjects { get; init; } = [];

    /// <summary>Files that the build outside takes from above the context, absolute, sorted: the image is built without them.</summary>
    public IReadOnlyList<string> MissedFiles { get; init; } = [];

    /// <summary>What Node.js builds of the application.</summary>
    public SpaClients Clients { get; init; } = SpaClients.None;

    /// <summary>All that the image's build is given: for NuGet, and for the package managers of JavaScript.</summary>
    public BuildInputs WithClients()
    {
        if (Clients.Clients.Count == 0) return this;
        var inputs = Clients.Clients.Select(static client => client.App.Inputs).ToArray();
        return this with
        {
            Files = [.. Files.Concat(inputs.SelectMany(static one => one.Files)).Distinct().Order(StringComparer.Ordinal)],
            FeedFolders = [.. FeedFolders.Concat(inputs.SelectMany(static one => one.FeedFolders)).Distinct().Order(StringComparer.Ordinal)],
            BuildProducts = [.. BuildProducts.Concat(inputs.SelectMany(static one => one.BuildProducts)).Concat(Clients.Clients.SelectMany(static client => client.OutputPatterns)).Distinct()],
            Secrets = [.. Secrets, .. inputs.SelectMany(static one => one.Secrets)],
            SecretVariables = [.. inputs.SelectMany(static one => one.SecretVariables).Distinct().Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>Why no container can be made with these inputs, with the way out; null when one can.</summary>
    public string? Obstacle(string contextDirectory) => OutsideProjects is not [var first, ..] ? Clients.Obstacle
        : $"The referenced project {first} lies outside the build context {contextDirectory}, so no Dockerfile can copy it. "
        + "Set ContainerGuardContext to a folder that holds both projects.";

    /// <summary>What a project file alone needs.</summary>
    public static RestoreInputs Of(DotNetProject project) => new() { Files = [project.RelativePath!] };
}
