using ContainerGuard.Archives;

namespace ContainerGuard.Inspection.Layers;

/// <summary>What one layer contains. It depends on the bytes of the layer alone, so it can be kept.</summary>
internal sealed class LayerFacts
{
    public Compression Compression { get; init; }

    /// <summary>The bytes of the blob.</summary>
    public long PackedSize { get; init; }

    /// <summary>SHA-256 of the blob, 64 hexadecimal digits.</summary>
    public required string BlobHash { get; init; }

    /// <summary>The digest of the unpacked bytes: <c>sha256:…</c></summary>
    public required string DiffId { get; init; }

    /// <summary>The bytes of the archive, unpacked.</summary>
    public long UnpackedSize { get; init; }

    /// <summary>In the order of the archive; a path may occur several times, and the last one counts.</summary>
    public required IReadOnlyList<LayerEntry> Entries { get; init; }

    /// <summary>The names of whiteouts as written, without a leading <c>./</c>, in the order of their bytes.</summary>
    public IReadOnlyList<string> Whiteouts { get; init; } = [];

    /// <summary>Names as written that are absolute or have <c>..</c>; <see cref="Entries"/> has them inside the root.</summary>
    public IReadOnlyList<string> UnsafeNames { get; init; } = [];

    /// <summary>What the readers of files have found.</summary>
    public IReadOnlyList<FileNote> Notes { get; init; } = [];
}

/// <summary>What a reader found in one file of a layer.</summary>
/// <param name="Reader">The name of the reader.</param>
/// <param name="Entry">The file: its index among the entries of the layer.</param>
/// <param name="Content">In a form of the reader's choice. It never contains the value of a secret.</param>
internal sealed record FileNote(string Reader, int Entry, byte[] Content);
