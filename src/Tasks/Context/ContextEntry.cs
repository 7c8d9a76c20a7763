using ContainerGuard.Files;

namespace ContainerGuard.Context;

/// <summary>A file, folder or link of a build context.</summary>
/// <param name="parent">Its folder; null for the context itself.</param>
/// <param name="path">Relative to the context, with forward slashes; empty for the context itself.</param>
/// <param name="kind">Whether it is a file, a folder or a link.</param>
/// <param name="length">The size of a file in bytes.</param>
/// <param name="isIgnored">Whether the ignore file excludes it. An exception may still include entries below it.</param>
internal sealed class ContextEntry(ContextEntry? parent, string path, FileKind kind, long length, bool isIgnored)
{
    private Dictionary<string, ContextEntry>? _byName;

    public ContextEntry? Parent { get; } = parent;

    public string Path { get; } = path;

    public FileKind Kind { get; } = kind;

    public bool IsIgnored { get; } = isIgnored;

    /// <summary>The bytes that the builder receives: of a file, or of all known files below a folder.</summary>
    public long Length { get; private set; } = kind == FileKind.File && !isIgnored ? length : 0;

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The entries of a folder, in any order; null when the walk did not list the folder, or not completely.</summary>
    public List<ContextEntry>? Children { get; internal set; }

    /// <summary>The child with a name; null when it does not exist or is not known.</summary>
    public ContextEntry? Child(string name)
    {
        if (Children is null) return null;

        // Files are checked side by side: the dictionary is complete before another thread can see it. Two threads may each build one.
        if (_byName is not { } names)
        {
            names = new Dictionary<string, ContextEntry>(Children.Count, StringComparer.Ordinal);
            foreach (var child in Children) names[child.Name] = child;
            _byName = names;
        }

        return names.GetValueOrDefault(name);
    }

    /// <summary>Adds the size of a file below this entry, here and in every folder above.</summary>
    internal void Add(long length)
    {
        for (var entry = this; entry is not null; entry = entry.Parent) entry.Length += length;
    }
}
