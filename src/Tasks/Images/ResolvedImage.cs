namespace ContainerGuard.Images;

/// <summary>What a registry says an image reference means.</summary>
/// <param name="Digest">Of the index where there is one, so that every platform keeps working; else of the manifest.</param>
/// <param name="MediaType">Of what the digest names.</param>
/// <param name="Platforms">Each platform's own manifest.</param>
/// <param name="Config">Of the image for linux/amd64, or of the first platform where that one is missing; null if it is no container image.</param>
internal sealed record ResolvedImage(
    ImageDigest Digest,
    string MediaType,
    IReadOnlyDictionary<string, ImageDigest> Platforms,
    ImageFacts? Config);

/// <summary>
/// What rules need to know of an image's config (OCI image specification, config.md). Variables are kept by name: their values are
/// nobody's business in a lock file.
/// </summary>
internal sealed record ImageFacts
{
    /// <summary>User (and group) the image runs as; empty means root.</summary>
    public string User { get; init; } = "";

    /// <summary>Such as <c>8080/tcp</c>; sorted.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>Names of the variables that are set; sorted.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Empty where none is set.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>Whether a health check is set (a Docker extension of the config) that is not <c>NONE</c>.</summary>
    public bool HasHealthCheck { get; init; }

    /// <summary>By key; those with a long value are left out.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether there is <c>/bin/sh</c>, which the shell form of an instruction calls; null where nothing tells.</summary>
    public bool? HasShell { get; init; }

    /// <summary>The operating system; null where no layer that is small enough to be looked into tells.</summary>
    public SystemRelease? System { get; init; }

    /// <summary>When the image was made, as the registry writes it (RFC 3339); null where it does not say.</summary>
    public string? Created { get; init; }
}
