using System.Collections.Concurrent;

namespace ContainerGuard.Context;

/// <summary>
/// The disk as one build sees it: what many projects of a solution look at, the folders of their context and the files that all of them import, is read
/// once. What was read counts for as long as the time of the last write is the same. It is not kept when it was written so lately that another write
/// might get the same time (as git does: git-scm.com/docs/racy-git).
/// </summary>
/// <param name="disk">What is remembered.</param>
/// <param name="clock">The time now, to compare with the disk's.</param>
/// <param name="mostEntries">How many entries of folders and texts are kept at most; what comes later is read each time.</param>
internal sealed class RememberedFiles(IFileSystem disk, TimeProvider clock, int mostEntries = 100_000) : IFileSystem
{
    /// <summary>The coarsest time of a file system (FAT).</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Remembered<FileEntry[]>> folders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TextKey, Remembered<object>> texts = new();
    private int entries;

    public bool FileExists(string path) => disk.FileExists(path);

    public bool DirectoryExists(string path) => disk.DirectoryExists(path);

    public DateTime LastWrite(string path) => disk.LastWrite(path);

    public string? ReadText(string path, int maximumBytes = int.MaxValue) => disk.ReadText(path, maximumBytes);

    public Stream? Open(string path) => disk.Open(path);

    public IEnumerable<FileEntry> List(string directory)
    {
        var written = disk.LastWrite(directory);
        if (folders.TryGetValue(directory, out var known) && known.Written == written) return known.Value;
        FileEntry[] listed = [.. disk.List(directory)];
        if (MayKeep(written, listed.Length + 1)) folders[directory] = new(written, listed);
        return listed;
    }

    public T? Read<T>(string path, Func<string, T> parse)
        where T : class
    {
        var written = disk.LastWrite(path);
        var key = new TextKey(path, typeof(T));
        if (texts.TryGetValue(key, out var known) && known.Written == written) return (T)known.Value;
        if (disk.Read(path, parse) is not { } value) return null;
        if (MayKeep(written, 1)) texts[key] = new(written, value);
        return value;
    }

    private bool MayKeep(DateTime written, int more) =>
        clock.GetUtcNow().UtcDateTime - written > Resolution && Interlocked.Add(ref entries, more) <= mostEntries;

    private sealed record TextKey(string Path, Type Meaning);

    private sealed record Remembered<T>(DateTime Written, T Value);
}
