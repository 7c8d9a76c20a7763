using ContainerGuard.Archives;

namespace ContainerGuard.Inspection.Layers;

/// <summary>Collects the entries of a layer.</summary>
internal sealed class LayerContents
{
    public List<LayerEntry> Entries { get; } = [];

    public List<string> Whiteouts { get; } = [];

    public List<string> UnsafeNames { get; } = [];

    public List<FileNote> Notes { get; } = [];

    /// <exception cref="ArchiveException">The path is too long or too deep.</exception>
    public LayerEntry Add(TarEntry written, ArchiveLimits limits)
    {
        var path = LayerPath.Normalize(written.Name, out var isSafe);
        LayerPath.Check(path, limits);
        LayerPath.Check(written.LinkName, limits);
        if (!isSafe) UnsafeNames.Add(written.Name);

        var entry = LayerPath.NameOf(path).StartsWith(LayerPath.WhiteoutPrefix, StringComparison.Ordinal)
            ? Whiteout(path, written)
            : Plain(path, written);
        Entries.Add(entry);
        return entry;
    }

    private LayerEntry Whiteout(string path, TarEntry written)
    {
        var folder = LayerPath.FolderOf(path);
        var name = LayerPath.NameOf(path);
        Whiteouts.Add(path);
        if (name.SequenceEqual(LayerPath.Opaque)) return new LayerEntry { Path = folder, Type = FileType.OpaqueWhiteout };

        // Notes of the AUFS file system, which runtimes skip too; and names that would leave their folder.
        var deleted = name[LayerPath.WhiteoutPrefix.Length..];
        if (deleted.StartsWith(LayerPath.WhiteoutPrefix, StringComparison.Ordinal) || deleted is "" or "." or "..")
        {
            Whiteouts.RemoveAt(Whiteouts.Count - 1);
            if (deleted is "." or "..") UnsafeNames.Add(written.Name);
            return new LayerEntry { Path = path, Type = FileType.Other };
        }

        return new LayerEntry { Path = folder.Length == 0 ? deleted.ToString() : $"{folder}/{deleted}", Type = FileType.Whiteout };
    }

    private static LayerEntry Plain(string path, TarEntry written) => new()
    {
        Path = path,
        Type = (FileType)written.Type,
        Size = written.Type == TarEntryType.File ? written.Size : 0,
        Mode = written.Mode,
        UserId = written.UserId,
        GroupId = written.GroupId,
        Modified = written.Modified,
        Target = written.Type switch
        {
            TarEntryType.SymbolicLink => written.LinkName,
            TarEntryType.HardLink => LayerPath.Normalize(written.LinkName, out _),
            _ => null,
        },
        HasCapabilities = written.HasCapabilities,
    };
}
