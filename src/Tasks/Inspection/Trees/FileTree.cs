using ContainerGuard.Archives;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Inspection.Trees;

/// <summary>
/// The files of an image after all of its layers (OCI image specification, layer.md, "Applying Changesets"). Each path knows the layers
/// that added, changed and deleted it. Whiteouts act on lower layers only, in any place of their layer.
/// </summary>
internal sealed class FileTree
{
    /// <summary>For a whole image: a hostile one would cost minutes.</summary>
    private const int MostLinksFollowed = 1_000_000;

    private readonly Dictionary<string, DeletedFile> _deleted = new(StringComparer.Ordinal);
    private readonly int _mostLinks;
    private readonly bool _followsLinks;
    private int _linksFollowed;

    internal FileTree(bool followsLinks, int mostLinks) => (_followsLinks, _mostLinks) = (followsLinks, mostLinks);

    public FileNode Root { get; } = new("", null);

    /// <summary>Whether a path leads through a symbolic link: then the paths as written are not those of a container.</summary>
    public bool HasPathsThroughLinks { get; private set; }

    /// <summary>Paths that a layer deleted, and that no later layer added again. Their content is still in the image.</summary>
    public IEnumerable<DeletedFile> Deleted => _deleted.Values.Where(file => Find(file.Path)?.Version is null);

    /// <summary>Everything that is in the image, in any order.</summary>
    public IEnumerable<FileNode> Files
    {
        get
        {
            var pending = new Stack<FileNode>();
            pending.Push(Root);
            while (pending.TryPop(out var node))
            {
                if (node.Version is not null && node.Parent is not null) yield return node;
                foreach (var child in node.Children) pending.Push(child);
            }
        }
    }

    /// <summary>A path as written; null if the image does not have it. Does not follow links.</summary>
    public FileNode? Find(string path) => Walk(path, WalkOptions.None);

    /// <summary>
    /// The file that a path leads to inside the root, as a process in the container sees it; null if it leads nowhere or in a circle.
    /// </summary>
    public FileNode? Resolve(string path) => Walk(path, WalkOptions.Follow);

    /// <summary>The folder in which a path of a layer is, which is created if necessary.</summary>
    internal FileNode FolderFor(string path)
    {
        var folder = LayerPath.FolderOf(path);
        return Walk(folder, WalkOptions.Create | WalkOptions.Build | (_followsLinks ? WalkOptions.Follow : 0))
            ?? Walk(folder, WalkOptions.Create)!;
    }

    /// <summary>The path of a lower layer that a whiteout or a hard link of a layer names.</summary>
    internal FileNode? FindLower(string path)
    {
        if (path.Length == 0) return Root;
        return Walk(LayerPath.FolderOf(path), WalkOptions.Build | (_followsLinks ? WalkOptions.Follow : 0))?.Child(LayerPath.NameOf(path));
    }

    internal void Put(FileNode node, FileVersion version)
    {
        if (version.Type != FileType.Directory && node.Version?.Type == FileType.Directory)
        {
            DeleteChildren(node, version.Layer, isWhiteout: false);
        }

        node.Version = version;
    }

    /// <summary>The last state of a path: the current one, or the deleted one.</summary>
    internal FileVersion? LastVersion(FileNode node) =>
        node.Version ?? (_deleted.Count == 0 ? null : _deleted.GetValueOrDefault(node.Path)?.Version);

    internal void Delete(FileNode node, int layer, bool isWhiteout)
    {
        DeleteChildren(node, layer, isWhiteout);
        Forget(node, layer, isWhiteout);
    }

    internal void DeleteChildren(FileNode node, int layer, bool isWhiteout)
    {
        List<FileNode> below = [node];
        for (var i = 0; i < below.Count; i++) below.AddRange(below[i].Children);
        for (var i = below.Count - 1; i > 0; i--) Forget(below[i], layer, isWhiteout);
    }

    private void Forget(FileNode node, int layer, bool isWhiteout)
    {
        if (node.Version is { } version) _deleted[node.Path] = new DeletedFile(node.Path, version, layer, isWhiteout);
        node.Version = null;
        node.Parent?.Remove(node);
    }

    private FileNode? Walk(string path, WalkOptions options)
    {
        var links = 0;
        return Walk(Root, path, options, ref links);
    }

    /// <param name="from">The folder that the path is relative to.</param>
    /// <param name="path">With <c>.</c>, <c>..</c> and a slash at its beginning, as in the target of a link. It does not leave the
    /// root.</param>
    /// <param name="options">What to do at links and missing folders.</param>
    /// <param name="links">The number of links so far.</param>
    private FileNode? Walk(FileNode from, string path, WalkOptions options, ref int links)
    {
        var node = path.StartsWith('/') ? Root : from;
        foreach (var range in path.AsSpan().Split('/'))
        {
            var segment = path.AsSpan(range);
            if (segment is "" or ".") continue;
            if (segment is "..")
            {
                node = node.Parent ?? Root;
                continue;
            }

            if ((node.Child(segment) ?? (options.HasFlag(WalkOptions.Create) ? node.Add(segment) : null)) is not { } child) return null;
            if (child.Version?.IsSymbolicLink == true)
            {
                HasPathsThroughLinks |= options.HasFlag(WalkOptions.Build);
                if (options.HasFlag(WalkOptions.Follow))
                {
                    if (++links > _mostLinks) return null;
                    if (++_linksFollowed > MostLinksFollowed)
                    {
                        throw ArchiveException.TooLarge($"its paths lead through links more than {MostLinksFollowed} times");
                    }

                    if (Walk(node, child.Version.Content.Target!, options, ref links) is not { } target) return null;
                    child = target;
                }
            }

            node = child;
        }

        return node;
    }

    [Flags]
    private enum WalkOptions
    {
        None = 0,

        /// <summary>Follow links, the last one included.</summary>
        Follow = 1,

        /// <summary>Create missing folders.</summary>
        Create = 2,

        /// <summary>The path is one of a layer, and not a question about the result.</summary>
        Build = 4,
    }
}
