namespace ContainerGuard.Packages.Sbom;

/// <summary>A layer of an image.</summary>
/// <param name="DiffId">The digest of its unpacked bytes.</param>
/// <param name="IsBase">Whether the base image brought it.</param>
internal sealed record SbomLayer(string DiffId, bool IsBase);

/// <summary>A base image.</summary>
/// <param name="Name">Registry and repository, and the tag if it has one.</param>
/// <param name="Tag">The tag; empty without one.</param>
/// <param name="Digest">Its digest; empty if unknown.</param>
internal sealed record SbomBase(string Name, string Tag, string Digest);

/// <summary>What a software bill of materials is about: an image, or the published output of a project.</summary>
internal sealed record SbomSubject
{
    /// <summary>The name of the image without its tag, or of the application.</summary>
    public required string Name { get; init; }

    /// <summary>The tag of the image, or the version of the application; empty if unknown.</summary>
    public string Version { get; init; } = "";

    public bool IsImage { get; init; }

    /// <summary>The digest of the manifest; empty if unknown.</summary>
    public string Digest { get; init; } = "";

    /// <summary>The digest of the configuration of an image; empty for an application.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>The layers, lowest first.</summary>
    public IReadOnlyList<SbomLayer> Layers { get; init; } = [];

    /// <summary>Null if the image does not have one, or it is unknown.</summary>
    public SbomBase? Base { get; init; }

    /// <summary>The system; null if unknown.</summary>
    public Distribution? System { get; init; }

    public required IReadOnlyList<Package> Packages { get; init; }

    /// <summary>When the image was made, or the time that the project sets.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The version of this tool.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The package URL of the image (Package-URL specification, type <c>oci</c>); empty for an application.</summary>
    public string Url => IsImage && Digest.Length > 0
        ? PackageUrl.OfImage(Name, Version, Digest)
        : "";
}
