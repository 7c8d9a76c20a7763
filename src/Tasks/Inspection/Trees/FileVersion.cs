using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Inspection.Trees;

/// <summary>A path in the state that one layer gave it.</summary>
internal sealed class FileVersion(int layer, LayerEntry entry, FileVersion? previous)
{
    /// <summary>The index of the layer that added or changed the path.</summary>
    public int Layer { get; } = layer;

    public LayerEntry Entry { get; } = entry;

    /// <summary>The state before, of a lower layer or an earlier entry of the same one; null if this layer added the path.</summary>
    public FileVersion? Previous { get; } = previous;

    /// <summary>The file that a hard link is another name of; null for other entries, and if the image does not have it.</summary>
    public FileVersion? Linked { get; init; }

    /// <summary>The entry with the content: that of the linked file for a hard link.</summary>
    public LayerEntry Content => Linked?.Entry ?? Entry;

    /// <summary>The layer with the content.</summary>
    public int ContentLayer => Linked?.Layer ?? Layer;

    /// <summary>A hard link counts as the file that it names.</summary>
    public FileType Type => Content.Type;

    public bool IsSymbolicLink => Type == FileType.SymbolicLink;
}

/// <summary>A path that a layer deleted. Its content is still in the layer that added it.</summary>
/// <param name="Path">The path.</param>
/// <param name="Version">Its last state.</param>
/// <param name="Layer">The index of the layer that deleted it.</param>
/// <param name="IsWhiteout">True for a whiteout of the path or of a folder above; false for a folder that a file replaced.</param>
internal sealed record DeletedFile(string Path, FileVersion Version, int Layer, bool IsWhiteout);
