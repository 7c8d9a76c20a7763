using ContainerGuard.Images;

namespace ContainerGuard.Analysis.Built;

/// <summary>What rules know about an image besides its content. The task collects it.</summary>
internal sealed record ImageInputs
{
    /// <summary>The image as the user names it.</summary>
    public required string Name { get; init; }

    /// <summary>The date of the build, for end-of-life dates.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The Dockerfile that the image was built from; null if unknown.</summary>
    public FileAnalysis? Dockerfile { get; init; }

    /// <summary>The base image; null if unknown.</summary>
    public BaseImage? Base { get; init; }

    /// <summary>Whether the base of the image must be the locked one.</summary>
    public bool IsLocked { get; init; }

    /// <summary>The name in a registry or an engine; null for a file without a name.</summary>
    public ImageReference? Reference { get; init; }

    /// <summary>Where base images may come from.</summary>
    public TrustedRegistries Trusted { get; init; } = TrustedRegistries.Any;

    /// <summary>Whether the form of the image can have a HEALTHCHECK. That of OCI cannot, and builders drop it.</summary>
    public bool CanHaveHealthCheck { get; init; } = true;

    /// <summary>Whether the base image has a signature (Notation, cosign); null if unknown.</summary>
    public bool? IsBaseSigned { get; init; }

    /// <summary>What the project expects of the image.</summary>
    public IReadOnlyList<Expectation> Expectations { get; init; } = [];
}
