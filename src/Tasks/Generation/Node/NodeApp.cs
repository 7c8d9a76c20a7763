namespace ContainerGuard.Generation.Node;

/// <summary>What is known of a Node.js application, once its folder has been read.</summary>
internal sealed record NodeApp
{
    public required AppProject Project { get; init; }

    public required PackageJson Manifest { get; init; }

    public required NodeRelease Release { get; init; }

    public required NodeImages Images { get; init; }

    public required PackageManager Manager { get; init; }

    public required StartCommand Start { get; init; }

    /// <summary>The folder that is copied whole, relative to the context: the application's, or that of its workspace.</summary>
    public required string Root { get; init; }

    /// <summary>The application's folder relative to <see cref="Root"/>; empty where it is the same.</summary>
    public string Member { get; init; } = "";

    /// <summary>What the install reads; local packages are its <see cref="BuildInputs.FeedFolders"/>.</summary>
    public required BuildInputs Inputs { get; init; }

    /// <summary>Whether there is anything to install.</summary>
    public bool Installs { get; init; }

    /// <summary>The commands that build, in order.</summary>
    public IReadOnlyList<string> Builds { get; init; } = [];

    /// <summary>Of a workspace, the packages that the application is made of, itself last: folders relative to <see cref="Root"/>.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Folders, relative to <see cref="Root"/>, whose package.json has a script <c>prepare</c>, which an install would run.</summary>
    public IReadOnlyList<string> Prepares { get; init; } = [];

    /// <summary>The application's name in its workspace; null where it is in none.</summary>
    public string? MemberName => Member.Length == 0 ? null : Manifest.Name;
}
