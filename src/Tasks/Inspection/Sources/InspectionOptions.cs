using ContainerGuard.Images;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Contents;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Registry;

namespace ContainerGuard.Inspection.Sources;

/// <summary>What an inspection works with.</summary>
internal sealed record InspectionOptions
{
    public InspectionLimits Limits { get; init; } = InspectionLimits.Default;

    /// <summary>The readers of files, which share one pass over each layer.</summary>
    public IReadOnlyList<IFileReader> Readers { get; init; } =
        [new SystemFiles(InspectionLimits.Default.LargestText), new PackageFileReader()];

    /// <summary>Null to keep no results.</summary>
    public LayerCache? Cache { get; init; }

    /// <summary>Manifests and configurations that are kept; null to keep none.</summary>
    public DocumentCache? Documents { get; init; }

    /// <summary>The platform of an image for several; null for that of this machine.</summary>
    public ImagePlatform? Platform { get; init; }

    public RegistryOptions Registry { get; init; } = new();

    public ImageMirrors Mirrors { get; init; } = ImageMirrors.None;

    /// <summary>Reads a variable; null if it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    /// <summary>
    /// What is done with the image that a tag named the last time, while the registry responds. It may not send a request
    /// or report anything: its result is not used. In that time, a new process loads and compiles the code that the response then needs.
    /// </summary>
    public Action<InspectedImage>? Rehearsal { get; init; }

    /// <summary>A document by its digest: the kept one, else the fetched one.</summary>
    /// <param name="digest">Its name.</param>
    /// <param name="fetch">Asks the registry, and verifies the digest.</param>
    public byte[] Document(ImageDigest digest, Func<byte[]> fetch) => Documents is null ? fetch() : Documents.FindOrAdd(digest, fetch);

    public LayerInspector Inspector => new(Readers, Limits.Archive);
}
