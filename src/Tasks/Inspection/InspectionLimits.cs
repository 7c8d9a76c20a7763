using ContainerGuard.Archives;

namespace ContainerGuard.Inspection;

/// <summary>What an image may contain, beside <see cref="ArchiveLimits"/> of each layer. The page inspect.md lists the values.</summary>
internal sealed record InspectionLimits
{
    public static InspectionLimits Default { get; } = new();

    /// <summary>Those of one layer, and of an archive of layers.</summary>
    public ArchiveLimits Archive { get; init; } = ArchiveLimits.Default;

    /// <summary>In bytes: a manifest, an index, a configuration.</summary>
    public int LargestDocument { get; init; } = 8 * 1024 * 1024;

    /// <summary>The most layers of one image. Docker runs at most 127.</summary>
    public int MostLayers { get; init; } = 1000;

    /// <summary>The most entries of all layers of an image.</summary>
    public int MostEntries { get; init; } = 4_000_000;

    /// <summary>The most manifests and indexes of one layout.</summary>
    public int MostManifests { get; init; } = 1000;

    /// <summary>The most indexes inside each other.</summary>
    public int DeepestIndex { get; init; } = 8;

    /// <summary>The most links on the way to a file, as in Linux (ELOOP).</summary>
    public int MostLinks { get; init; } = 40;

    /// <summary>In bytes: a file that is read as a whole, such as os-release.</summary>
    public int LargestText { get; init; } = 1024 * 1024;
}
