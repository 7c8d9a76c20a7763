namespace ContainerGuard.Files;

internal enum FileKind
{
    File,
    Directory,

    /// <summary>A symbolic link or junction to a file or a folder. Links are not followed: a builder receives links as links.</summary>
    Link,
}

/// <summary>An entry of a folder.</summary>
/// <param name="Name">The last part of its path.</param>
/// <param name="Kind">Whether it is a file, a folder or a link.</param>
/// <param name="Length">The size of a file in bytes.</param>
internal sealed record FileEntry(string Name, FileKind Kind, long Length = 0);

/// <summary>
/// The file system operations that the project needs, so that its code can be tested without a disk. Every path is absolute.
/// </summary>
internal interface IFileSystem
{
    bool FileExists(string path);

    bool DirectoryExists(string path);

    /// <summary>The entries of a folder, in any order; empty when the folder does not exist or cannot be read.</summary>
    IEnumerable<FileEntry> List(string directory);

    /// <summary>
    /// The text at the beginning of a file, decoded as UTF-8 or by its byte order mark; null when the file does not exist or cannot be
    /// read.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">The number of bytes to read at most.</param>
    string? ReadText(string path, int maximumBytes = int.MaxValue);

    /// <summary>Opens a file that may be large for reading; null when the file does not exist or cannot be read.</summary>
    Stream? Open(string path);

    /// <summary>
    /// The time in UTC of the last write to a file, or of the last change of a folder's entries; a time in the distant past when it does
    /// not exist.
    /// </summary>
    DateTime LastWrite(string path);

    /// <summary>The parsed content of a file; null when the file does not exist or cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parse">Parses the text. The result must depend on the text only, because it may be shared and reused.</param>
    T? Read<T>(string path, Func<string, T> parse)
        where T : class =>
        ReadText(path) is { } text ? parse(text) : null;
}
