namespace ContainerGuard.Context;

internal enum FileKind
{
    File,
    Directory,

    /// <summary>A symbolic link or junction, whatever it leads to. Nobody follows one: a build context is sent links as links.</summary>
    Link,
}

/// <summary>An entry of a folder.</summary>
/// <param name="Name">The last part of its path.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Length">A file's bytes.</param>
internal sealed record FileEntry(string Name, FileKind Kind, long Length = 0);

/// <summary>The little that is read of a disk, so that whatever reads it can be tested without one. Every path is absolute.</summary>
internal interface IFileSystem
{
    bool FileExists(string path);

    bool DirectoryExists(string path);

    /// <summary>What a folder holds, in no order; nothing when it is missing or may not be read.</summary>
    IEnumerable<FileEntry> List(string directory);

    /// <summary>The text at the beginning of a file, as UTF-8 unless a byte order mark says otherwise; null when it is missing or may not be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">How much of it is read at most.</param>
    string? ReadText(string path, int maximumBytes = int.MaxValue);

    /// <summary>A file to be read from its beginning, for one that may be large; null when it is missing or may not be read.</summary>
    Stream? Open(string path);

    /// <summary>When something was written to a file, or an entry to a folder, in UTC; long ago when it is missing.</summary>
    DateTime LastWrite(string path);

    /// <summary>What a file's text means; null when it is missing or may not be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parse">Makes it of the text and of nothing else: the result may be given out again, and to others.</param>
    T? Read<T>(string path, Func<string, T> parse)
        where T : class =>
        ReadText(path) is { } text ? parse(text) : null;
}
