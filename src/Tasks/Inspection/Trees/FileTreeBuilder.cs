using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Inspection.Trees;

/// <summary>Applies layers to a tree, lowest first.</summary>
internal sealed class FileTreeBuilder
{
    private readonly FileTree _tree;
    private string? _folderPath;
    private FileNode? _folder;

    private FileTreeBuilder(FileTree tree) => _tree = tree;

    /// <summary>The files with the paths that the layers have.</summary>
    /// <param name="layers">Null for a layer that was not read.</param>
    /// <param name="limits">The limits.</param>
    public static FileTree AsWritten(IReadOnlyList<LayerFacts?> layers, InspectionLimits limits) =>
        Build(layers, new FileTree(followsLinks: false, limits.MostLinks));

    /// <summary>The files of a container: a path that leads through a symbolic link is that of the link's target.</summary>
    public static FileTree Resolved(IReadOnlyList<LayerFacts?> layers, InspectionLimits limits) =>
        Build(layers, new FileTree(followsLinks: true, limits.MostLinks));

    private static FileTree Build(IReadOnlyList<LayerFacts?> layers, FileTree tree)
    {
        var builder = new FileTreeBuilder(tree);
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i] is { } layer) builder.Apply(i, layer.Entries);
        }

        return tree;
    }

    private void Apply(int layer, IReadOnlyList<LayerEntry> entries)
    {
        var links = HardLinks(layer, entries);
        foreach (var entry in entries)
        {
            if (entry.Type is not (FileType.Whiteout or FileType.OpaqueWhiteout) || _tree.FindLower(entry.Path) is not { } node) continue;
            if (entry.Type == FileType.OpaqueWhiteout) _tree.DeleteChildren(node, layer, isWhiteout: true);
            else if (node != _tree.Root) _tree.Delete(node, layer, isWhiteout: true);
        }

        _folderPath = null;
        foreach (var entry in entries)
        {
            if (entry.Type is FileType.Whiteout or FileType.OpaqueWhiteout) continue;
            var node = NodeFor(entry.Path);
            var linked = entry.Type == FileType.HardLink ? links.GetValueOrDefault(entry) : null;
            _tree.Put(node, new FileVersion(layer, entry, _tree.LastVersion(node)) { Linked = linked });
            // A link, or a folder that is gone, can change where the next path leads.
            if (entry.Type != FileType.File && entry.Type != FileType.Directory) _folderPath = null;
        }
    }

    /// <summary>The entries of a folder follow each other.</summary>
    private FileNode NodeFor(string path)
    {
        if (path.Length == 0) return _tree.Root;
        var folder = LayerPath.FolderOf(path);
        if (_folder is null || _folderPath != folder) (_folder, _folderPath) = (_tree.FolderFor(path), folder);
        return _folder.Child(LayerPath.NameOf(path)) ?? _folder.Add(LayerPath.NameOf(path));
    }

    /// <summary>
    /// The files that hard links name: in the same layer before or after, or in the layers below as they are without this layer's
    /// whiteouts.
    /// </summary>
    private Dictionary<LayerEntry, FileVersion> HardLinks(int layer, IReadOnlyList<LayerEntry> entries)
    {
        Dictionary<LayerEntry, FileVersion> links = new(ReferenceEqualityComparer.Instance);
        if (!entries.Any(static entry => entry.Type == FileType.HardLink)) return links;

        Dictionary<string, LayerEntry> own = new(StringComparer.Ordinal);
        List<LayerEntry> open = [];
        foreach (var entry in entries)
        {
            if (entry.Type is FileType.Whiteout or FileType.OpaqueWhiteout) continue;
            if (entry.Type == FileType.HardLink && !TryLink(entry)) open.Add(entry);
            own[entry.Path] = entry;
        }

        foreach (var entry in open) TryLink(entry);
        return links;

        bool TryLink(LayerEntry entry)
        {
            var target = own.TryGetValue(entry.Target!, out var file) && file != entry
                ? file.Type == FileType.HardLink ? links.GetValueOrDefault(file) : new FileVersion(layer, file, null)
                : _tree.FindLower(entry.Target!)?.Version is { } lower ? lower.Linked ?? lower : null;
            if (target is null || target.Type is FileType.Directory or FileType.HardLink) return false;
            links[entry] = target;
            return true;
        }
    }
}
