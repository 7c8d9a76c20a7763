using System.Collections.Concurrent;

namespace ContainerGuard.Files;

/// <summary>
/// A cache of the disk for one build, because the projects of a solution list the same folders and import the same files. A cached result
/// is valid while the time of the last write is the same. A file that was written very recently is not cached, because another write might
/// get the same time (git has the same rule: git-scm.com/docs/racy-git).
/// </summary>
/// <param name="disk">The file system to cache.</param>
/// <param name="clock">The current time, which is compared with the times of writes.</param>
/// <param name="mostEntries">The maximum number of cached folder entries and texts; others are read every time.</param>
internal sealed class RememberedFiles(IFileSystem disk, TimeProvider clock, int mostEntries = 100_000) : IFileSystem
{
    /// <summary>The coarsest time resolution of a file system (FAT).</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Remembered<FileEntry[]>> _folders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TextKey, Remembered<object>> _texts = new();
    private int _entries;

    public bool FileExists(string path) => disk.FileExists(path);

    public bool DirectoryExists(string path) => disk.DirectoryExists(path);

    public DateTime LastWrite(string path) => disk.LastWrite(path);

    public string? ReadText(string path, int maximumBytes = int.MaxValue) => disk.ReadText(path, maximumBytes);

    public Stream? Open(string path) => disk.Open(path);

    public IEnumerable<FileEntry> List(string directory)
    {
        var written = disk.LastWrite(directory);
        if (_folders.TryGetValue(directory, out var known) && known.Written == written) return known.Value;
        FileEntry[] listed = [.. disk.List(directory)];
        if (MayKeep(written, listed.Length + 1)) _folders[directory] = new(written, listed);
        return listed;
    }

    public T? Read<T>(string path, Func<string, T> parse)
        where T : class
    {
        var written = disk.LastWrite(path);
        var key = new TextKey(path, typeof(T));
        if (_texts.TryGetValue(key, out var known) && known.Written == written) return (T)known.Value;
        if (disk.Read(path, parse) is not { } value) return null;
        if (MayKeep(written, 1)) _texts[key] = new(written, value);
        return value;
    }

    private bool MayKeep(DateTime written, int more) =>
        clock.GetUtcNow().UtcDateTime - written > Resolution && Interlocked.Add(ref _entries, more) <= mostEntries;

    private sealed record TextKey(string Path, Type Meaning);

    private sealed record Remembered<T>(DateTime Written, T Value);
}
