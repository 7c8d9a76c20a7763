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
    public ContextEntry? Parent { get; } = parent;

    public string Path { get; } = path;

    public FileKind Kind { get; } = kind;

    public bool IsIgnored { get; } = isIgnored;

    /// <summary>The bytes that the builder receives: of a file, or of all known files below a folder.</summary>
    public long Length { get; private set; } = kind == FileKind.File && !isIgnored ? length : 0;

    public string Name => NameSpan.ToString();

    private ReadOnlySpan<char> NameSpan => Path.AsSpan(Path.LastIndexOf('/') + 1);

    /// <summary>
    /// The entries of a folder, sorted by name; null when the walk did not list the folder, or not completely. The walk sets it before
    /// another thread can see the entry. It never changes afterwards.
    /// </summary>
    public List<ContextEntry>? Children { get; internal set; }

    /// <summary>The child with a name; null when it does not exist or is not known. Threads share entries: this keeps nothing.</summary>
    public ContextEntry? Child(string name)
    {
        if (Children is not { } children) return null;
        int low = 0, high = children.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = children[middle].NameSpan.SequenceCompareTo(name);
            if (order == 0) return children[middle];
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    /// <summary>Adds the size of a file below this entry, here and in every folder above. Only the walk does so.</summary>
    internal void Add(long length)
    {
        for (var entry = this; entry is not null; entry = entry.Parent) entry.Length += length;
    }
}
