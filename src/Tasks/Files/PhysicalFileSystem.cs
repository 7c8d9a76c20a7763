using System.IO.Enumeration;
using System.Text;

namespace ContainerGuard.Files;

/// <summary>The file system of the machine.</summary>
internal sealed class PhysicalFileSystem : IFileSystem
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    public static PhysicalFileSystem Instance { get; } = new();

    public bool FileExists(string path) => File.Exists(path);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public IEnumerable<FileEntry> List(string directory)
    {
        try
        {
            return new FileSystemEnumerable<FileEntry>(directory, Entry, Everything);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public string? ReadText(string path, int maximumBytes = int.MaxValue)
    {
        try
        {
            using var stream = RegularFile.Open(path);
            if (maximumBytes == int.MaxValue && stream.Length > RegularFile.Largest) return null;
            var buffer = new byte[(int)Math.Min(stream.Length, maximumBytes)];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            using var reader = new StreamReader(new MemoryStream(buffer, 0, length), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public Stream? Open(string path)
    {
        try
        {
            return RegularFile.Open(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public DateTime LastWrite(string path)
    {
        try
        {
            return File.GetLastWriteTimeUtc(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return DateTime.MinValue;
        }
    }

    private static FileEntry Entry(ref FileSystemEntry entry)
    {
        var kind = (entry.Attributes & FileAttributes.ReparsePoint) != 0 ? FileKind.Link
            : entry.IsDirectory ? FileKind.Directory
            : FileKind.File;
        return new FileEntry(entry.FileName.ToString(), kind, kind == FileKind.File ? entry.Length : 0);
    }
}
