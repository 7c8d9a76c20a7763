namespace ContainerGuard.Images;

/// <summary>The image of a reference, as its registry describes it.</summary>
/// <param name="Digest">The digest of the index, so that every platform keeps working, or of the manifest if the image has no
/// index.</param>
/// <param name="MediaType">The type of the index or manifest.</param>
/// <param name="Platforms">The manifest of each platform.</param>
/// <param name="Config">The configuration for linux/amd64, or else for the first platform; null if it is not a container image.</param>
internal sealed record ResolvedImage(
    ImageDigest Digest,
    string MediaType,
    IReadOnlyDictionary<string, ImageDigest> Platforms,
    ImageFacts? Config)
{
    /// <summary>
    /// False for an entry of the lock file that has only a digest, as a bot writes it: the registry was not asked about that image.
    /// </summary>
    public bool HasDetails => MediaType.Length > 0;
}

/// <summary>
/// The facts about an image's configuration that rules need (OCI image specification, config.md). Variables are stored by name only: their
/// values do not belong in a lock file.
/// </summary>
internal sealed record ImageFacts
{
    /// <summary>The user, and the group, that the image runs as; empty for root.</summary>
    public string User { get; init; } = "";

    /// <summary>Such as <c>8080/tcp</c>; sorted.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>Names of the variables that are set; sorted.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The instructions that a build with this base image runs first (ONBUILD), in order.</summary>
    public IReadOnlyList<string> Triggers { get; init; } = [];

    /// <summary>Empty if not set.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>Whether a health check is set (a Docker extension of the config) that is not <c>NONE</c>.</summary>
    public bool HasHealthCheck { get; init; }

    /// <summary>By key; labels with a long value are left out.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the image has <c>/bin/sh</c>, which the shell form of an instruction calls; null if unknown.</summary>
    public bool? HasShell { get; init; }

    /// <summary>The operating system; null if unknown: only small layers are read.</summary>
    public SystemRelease? System { get; init; }

    /// <summary>
    /// The versions of .NET in the image, which its variables state: <c>runtime</c>, <c>aspnet</c>, <c>sdk</c>. Empty for other images.
    /// </summary>
    public IReadOnlyDictionary<string, string> DotNet { get; init; } = new Dictionary<string, string>();

    /// <summary>The creation date in the registry's format (RFC 3339); null if unknown.</summary>
    public string? Created { get; init; }
}
