namespace ContainerGuard.Archives;

/// <summary>What an archive may contain. The content is not trusted, so every size has a limit.</summary>
internal sealed record ArchiveLimits
{
    public static ArchiveLimits Default { get; } = new();

    /// <summary>The most bytes that one archive may unpack to.</summary>
    public long MostBytes { get; init; } = 64L << 30;

    /// <summary>The most entries of one archive.</summary>
    public int MostEntries { get; init; } = 2_000_000;

    /// <summary>In bytes; Linux opens no longer path (PATH_MAX).</summary>
    public int LongestPath { get; init; } = 4096;

    /// <summary>The most folders above a file.</summary>
    public int DeepestPath { get; init; } = 512;

    /// <summary>The most bytes of the extended header of one entry.</summary>
    public int LargestHeader { get; init; } = 1 << 20;

    /// <summary>The most extents of one sparse file.</summary>
    public int MostExtents { get; init; } = 1_000_000;

    /// <summary>
    /// The highest ratio of unpacked to packed bytes, once an archive has unpacked to more than <see cref="BytesOfAnyRatio"/>.
    /// </summary>
    public int HighestRatio { get; init; } = 200;

    /// <summary>Below this size the ratio is not limited: a file of zeros is packed a thousandfold, and is not an attack.</summary>
    public long BytesOfAnyRatio { get; init; } = 1L << 30;

    /// <summary>
    /// The most bytes of the holes of all sparse files that are read as zeros. Holes cost nothing in the archive, so the others are cut to
    /// one piece.
    /// </summary>
    public long MostHoles { get; init; } = 256L << 20;
}
