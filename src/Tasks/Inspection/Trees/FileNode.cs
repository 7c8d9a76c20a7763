namespace ContainerGuard.Inspection.Trees;

/// <summary>A path of the merged image.</summary>
internal sealed class FileNode(string name, FileNode? parent)
{
    private Dictionary<string, FileNode>? _children;

    /// <summary>The last part of the path.</summary>
    public string Name { get; } = name;

    public FileNode? Parent { get; } = parent;

    /// <summary>The current state; null for a folder that no layer has an entry for.</summary>
    public FileVersion? Version { get; set; }

    public IReadOnlyCollection<FileNode> Children => _children is null ? [] : _children.Values;

    /// <summary>The path from the root, without a slash at its beginning.</summary>
    public string Path
    {
        get
        {
            // Thousands of paths are built for an image, so each is written once, from its end.
            var length = -1;
            for (var node = this; node.Parent is not null; node = node.Parent) length += node.Name.Length + 1;
            return length < 0 ? "" : string.Create(length, this, static (path, last) =>
            {
                var start = path.Length;
                for (var node = last; ; node = node.Parent!)
                {
                    start -= node.Name.Length;
                    node.Name.CopyTo(path[start..]);
                    if (start == 0) return;
                    path[--start] = '/';
                }
            });
        }
    }

    public FileNode? Child(ReadOnlySpan<char> name) =>
        _children is not null && _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var child) ? child : null;

    public FileNode Add(ReadOnlySpan<char> name)
    {
        var child = new FileNode(name.ToString(), this);
        (_children ??= new Dictionary<string, FileNode>(StringComparer.Ordinal)).Add(child.Name, child);
        return child;
    }

    public void Remove(FileNode child) => _children!.Remove(child.Name);
}
