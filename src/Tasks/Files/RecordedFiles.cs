using System.Collections.Concurrent;

namespace ContainerGuard.Files;

/// <summary>
/// Records which files and folders were asked about, so that a result can be reused as long as none of them has changed. A missing file is
/// recorded, too: creating it is a change.
/// </summary>
/// <param name="disk">The file system to ask.</param>
/// <param name="clock">The current time. A very recent write may be followed by another one with the same time
/// (git-scm.com/docs/racy-git).</param>
internal sealed class RecordedFiles(IFileSystem disk, TimeProvider clock) : IFileSystem
{
    /// <summary>The coarsest time resolution of a file system (FAT).</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Recording> _writes = new(StringComparer.Ordinal);
    private volatile bool _isRacy;

    /// <summary>Whether every recorded file and folder is as it was.</summary>
    public bool IsCurrent => !_isRacy && _writes.Values.All(one => disk.LastWrite(one.Path) == one.Written);

    /// <summary>What was recorded, by path, so that the same result gives the same bytes.</summary>
    public IReadOnlyCollection<Recording> Recordings =>
        [.. _writes.Values.OrderBy(static one => one.Path, StringComparer.Ordinal)];

    /// <summary>
    /// Whether another process can compare the recordings: no file was just written, and no file is a link, whose target has another time.
    /// </summary>
    public bool CanBeKept => !_isRacy && !_writes.Keys.Any(static path => path.Contains('\n', StringComparison.Ordinal) || IsLink(path));

    /// <summary>Records what another recorder has recorded.</summary>
    public void Include(RecordedFiles other)
    {
        if (other._isRacy) _isRacy = true;
        foreach (var one in other._writes.Values) _writes.TryAdd(one.Path, one);
    }

    public bool FileExists(string path) => disk.FileExists(Recorded(path));

    public bool DirectoryExists(string path) => disk.DirectoryExists(Recorded(path));

    public DateTime LastWrite(string path) => disk.LastWrite(Recorded(path));

    public string? ReadText(string path, int maximumBytes = int.MaxValue) => disk.ReadText(Recorded(path), maximumBytes);

    public Stream? Open(string path) => disk.Open(Recorded(path));

    public IEnumerable<FileEntry> List(string directory) => disk.List(Recorded(directory));

    public T? Read<T>(string path, Func<string, T> parse)
        where T : class => disk.Read(Recorded(path), parse);

    /// <summary>Records the time before the file is read, so that a later write is seen as a change.</summary>
    private string Recorded(string path)
    {
        if (_writes.ContainsKey(path)) return path;
        var written = disk.LastWrite(path);
        if (clock.GetUtcNow().UtcDateTime - written < Resolution) _isRacy = true;
        _writes.TryAdd(path, new Recording(path, written));
        return path;
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>
    /// A file or folder, and when it was written. A class: for a value type, the runtime would compile the dictionary in every build.
    /// </summary>
    internal sealed record Recording(string Path, DateTime Written);
}
