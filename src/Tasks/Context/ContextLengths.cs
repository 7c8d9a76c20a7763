namespace ContainerGuard.Context;

/// <summary>
/// The sizes that a closer look adds to those of the walk. Entries are shared by all files that are checked side by side, so they are never
/// changed after the walk.
/// </summary>
internal sealed class ContextLengths
{
    private readonly Dictionary<ContextEntry, long> _added = [];

    /// <summary>Bytes that are sent of a file, or of everything known below a folder.</summary>
    public long Of(ContextEntry entry) => entry.Length + _added.GetValueOrDefault(entry);

    /// <summary>Counts bytes below a folder, there and in every folder above it.</summary>
    public void Add(ContextEntry folder, long length)
    {
        if (length == 0) return;
        for (var entry = folder; entry is not null; entry = entry.Parent) _added[entry] = _added.GetValueOrDefault(entry) + length;
    }
}
