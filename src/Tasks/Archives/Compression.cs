using System.IO.Compression;
using ZstdSharp;

namespace ContainerGuard.Archives;

internal enum Compression
{
    None,
    Gzip,
    Zstd,
}

/// <summary>Recognizes the compression of a stream by its first bytes: media types and file names are often wrong.</summary>
internal static class Compressions
{
    /// <summary>The number of bytes that decide.</summary>
    public const int Prefix = 6;

    /// <exception cref="ArchiveException">A compression that layers do not have.</exception>
    public static Compression Of(ReadOnlySpan<byte> start) => start switch
    {
        [0x1F, 0x8B, ..] => Compression.Gzip,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Compression.Zstd,
        // A frame that is skipped, which zstd:chunked and others place before the data (RFC 8878, 3.1.2).
        [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..] => Compression.Zstd,
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, ..] => throw Unsupported("bzip2"),
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => throw Unsupported("xz"),
        [0x04, 0x22, 0x4D, 0x18, ..] => throw Unsupported("lz4"),
        _ => Compression.None,
    };

    /// <summary>The unpacked bytes. Disposing the result leaves <paramref name="packed"/> open.</summary>
    public static Stream Unpack(Stream packed, Compression compression) => compression switch
    {
        Compression.Gzip => new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true),
        Compression.Zstd => new DecompressionStream(packed, leaveOpen: true),
        _ => packed,
    };

    /// <summary>The word for it in facts and messages.</summary>
    public static string Name(this Compression compression) => compression switch
    {
        Compression.Gzip => "gzip",
        Compression.Zstd => "zstd",
        _ => "none",
    };

    /// <summary>Whether a decompressor throws this for bytes that it cannot unpack.</summary>
    public static bool IsDamage(Exception exception) =>
        exception is InvalidDataException or ZstdException or EndOfStreamException or IndexOutOfRangeException or NotSupportedException;

    private static ArchiveException Unsupported(string name) =>
        new(ArchiveProblemKind.Unsupported, $"it is compressed with {name}, and layers are plain, gzip or zstd");
}
