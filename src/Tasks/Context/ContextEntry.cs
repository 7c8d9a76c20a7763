namespace ContainerGuard.Context;

/// <summary>A file, folder or link of a build context, as the walk saw it.</summary>
/// <param name="parent">The folder that holds it; null for the context itself.</param>
/// <param name="path">Relative to the context, with forward slashes; empty for the context itself.</param>
/// <param name="kind">What it is.</param>
/// <param name="length">A file's bytes.</param>
/// <param name="isIgnored">Whether the ignore file leaves it out; what is below may be taken back in.</param>
internal sealed class ContextEntry(ContextEntry? parent, string path, FileKind kind, long length, bool isIgnored)
{
    private Dictionary<string, ContextEntry>? byName;

    public ContextEntry? Parent { get; } = parent;

    public string Path { get; } = path;

    public FileKind Kind { get; } = kind;

    public bool IsIgnored { get; } = isIgnored;

    /// <summary>The bytes that are sent of a file; of a folder those of all that is known below it.</summary>
    public long Length { get; private set; } = kind == FileKind.File && !isIgnored ? length : 0;

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>What a folder holds, in no order; null when nobody has looked into it, or not to the end.</summary>
    public List<ContextEntry>? Children { get; internal set; }

    /// <summary>The child of a name; null when there is none, or it is not known.</summary>
    public ContextEntry? Child(string name)
    {
        if (Children is null) return null;

        // Files are checked side by side: the dictionary is complete before another thread can see it. Two threads may each build one.
        if (byName is not { } names)
        {
            names = new Dictionary<string, ContextEntry>(Children.Count, StringComparer.Ordinal);
            foreach (var child in Children) names[child.Name] = child;
            byName = names;
        }

        return names.GetValueOrDefault(name);
    }

    /// <summary>Counts what was found below it, here and in every folder above.</summary>
    internal void Add(long length)
    {
        for (var entry = this; entry is not null; entry = entry.Parent) entry.Length += length;
    }
}
