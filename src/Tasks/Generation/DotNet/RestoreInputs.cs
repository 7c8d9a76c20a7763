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

    /// <summary>Files above the context that the build on this machine uses, absolute, sorted. The image is built without them.</summary>
    public IReadOnlyList<string> MissedFiles { get; init; } = [];

    /// <summary>The parts of the application that Node.js builds.</summary>
    public SpaClients Clients { get; init; } = SpaClients.None;

    /// <summary>All inputs of the image's build: for NuGet and for JavaScript's package managers.</summary>
    public BuildInputs WithClients()
    {
        if (Clients.Clients.Count == 0) return this;
        var inputs = Clients.Clients.Select(static client => client.App.Inputs).ToArray();
        return this with
        {
            Files = [.. Files.Concat(inputs.SelectMany(static one => one.Files)).Distinct().Order(StringComparer.Ordinal)],
            FeedFolders =
                [.. FeedFolders.Concat(inputs.SelectMany(static one => one.FeedFolders)).Distinct().Order(StringComparer.Ordinal)],
            BuildProducts = [.. BuildProducts.Concat(inputs.SelectMany(static one => one.BuildProducts))
                .Concat(Clients.Clients.SelectMany(static client => client.OutputPatterns)).Distinct()],
            Secrets = [.. Secrets, .. inputs.SelectMany(static one => one.Secrets)],
            SecretVariables = [.. inputs.SelectMany(static one => one.SecretVariables).Distinct().Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>Why these inputs do not allow a container, with the remedy; null if they do.</summary>
    public Problem? Problem(string contextDirectory) => OutsideProjects is not [var first, ..] ? Clients.Problem
        : new Problem(
            $"The referenced project {first} is outside the build context {contextDirectory}.",
            "Set ContainerGuardContext to a folder that contains both projects.");

    /// <summary>The inputs of a project without references.</summary>
    public static RestoreInputs Of(DotNetProject project) => new() { Files = [project.RelativePath!] };
}
