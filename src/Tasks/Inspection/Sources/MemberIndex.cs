using ContainerGuard.Archives;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Inspection.Sources;

/// <summary>
/// The names in an archive. Links inside it are followed: docker up to 24 and podman save a layer once, and link to it.
/// </summary>
internal sealed class MemberIndex
{
    private const int MostLinks = 8;

    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);

    public void Add(TarEntry entry, string path)
    {
        _links.Remove(path);
        if (entry.Type == TarEntryType.SymbolicLink)
        {
            _links[path] = LayerPath.Normalize(
                entry.LinkName.StartsWith('/') ? entry.LinkName : $"{LayerPath.FolderOf(path)}/{entry.LinkName}", out _);
        }

        if (entry.Type == TarEntryType.HardLink) _links[path] = LayerPath.Normalize(entry.LinkName, out _);
    }

    /// <summary>The path of the file that a name leads to.</summary>
    public string Find(string member)
    {
        var path = LayerPath.Normalize(member, out _);
        for (var i = 0; i < MostLinks && _links.TryGetValue(path, out var target); i++) path = target;
        return path;
    }
}
