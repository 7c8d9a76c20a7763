namespace ContainerGuard.Inspection.Layers;

internal enum FileType
{
    File,
    Directory,
    SymbolicLink,

    /// <summary>A second name of a file, of this layer or of a lower one.</summary>
    HardLink,

    /// <summary>A device or a pipe.</summary>
    Other,

    /// <summary>Deletes a file or a folder of lower layers (OCI image specification, layer.md, "Whiteouts").</summary>
    Whiteout,

    /// <summary>Deletes the content of a folder of lower layers.</summary>
    OpaqueWhiteout,
}

/// <summary>An entry of a layer.</summary>
internal sealed class LayerEntry
{
    /// <summary>
    /// Relative to the root, with slashes, without <c>.</c> and <c>..</c>; empty for the root. For a whiteout, the path that it deletes.
    /// </summary>
    public required string Path { get; init; }

    public FileType Type { get; init; }

    /// <summary>In bytes; 0 if it is not a file.</summary>
    public long Size { get; init; }

    /// <summary>The permission bits, with setuid, setgid and sticky: 07777.</summary>
    public int Mode { get; init; }

    public long UserId { get; init; }

    public long GroupId { get; init; }

    /// <summary>In seconds since 1970.</summary>
    public long Modified { get; init; }

    /// <summary>The target of a symbolic link as written; of a hard link, a path like <see cref="Path"/>; null for others.</summary>
    public string? Target { get; init; }

    /// <summary>SHA-256 of a file's content; null for others, and for sparse files with large holes.</summary>
    public byte[]? Hash { get; set; }

    public bool HasCapabilities { get; init; }
}
