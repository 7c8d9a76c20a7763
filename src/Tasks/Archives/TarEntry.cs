namespace ContainerGuard.Archives;

internal enum TarEntryType
{
    File,
    Directory,
    SymbolicLink,
    HardLink,

    /// <summary>A device, a pipe, or a type that is not known.</summary>
    Other,
}

/// <summary>An entry of a tar archive: its header, with extended headers applied (POSIX pax, GNU tar).</summary>
internal sealed class TarEntry
{
    /// <summary>As written. Bytes that are not UTF-8 are kept (<see cref="ContainerGuard.Text.LosslessUtf8"/>).</summary>
    public required string Name { get; set; }

    public TarEntryType Type { get; set; }

    /// <summary>The bytes of the content; the real size of a sparse file.</summary>
    public long Size { get; set; }

    /// <summary>The permission bits, with setuid, setgid and sticky: 07777.</summary>
    public int Mode { get; set; }

    public long UserId { get; set; }

    public long GroupId { get; set; }

    /// <summary>The time of the last change, in seconds since 1970.</summary>
    public long Modified { get; set; }

    /// <summary>The target of a link as written; empty for others.</summary>
    public string LinkName { get; set; } = "";

    /// <summary>Whether the file has capabilities (the extended attribute <c>security.capability</c>).</summary>
    public bool HasCapabilities { get; set; }

    /// <summary>The extents of a sparse file; null for others. What lies between them is zero.</summary>
    public IReadOnlyList<TarExtent>? Extents { get; set; }

    /// <summary>
    /// Whether the holes of a sparse file are larger than a reader accepts. Its content is then that of the extents, with a piece of zeros
    /// for each hole.
    /// </summary>
    public bool HasCutHoles { get; set; }
}

/// <summary>A part of a sparse file that the archive contains.</summary>
/// <param name="Offset">In the file.</param>
/// <param name="Length">In bytes.</param>
internal sealed record TarExtent(long Offset, long Length)
{
    public long End => Offset + Length;
}
