using System.Formats.Tar;

namespace ContainerGuard.Files;

/// <summary>
/// Opens regular files only. To open a pipe waits for its other end, which Ctrl+C does not end, and a device such as <c>/dev/zero</c> has
/// no end.
/// </summary>
internal static class RegularFile
{
    /// <summary>The largest file that is read as a whole, in bytes.</summary>
    public const long Largest = 512L * 1024 * 1024;

    /// <summary>The place of the type in a tar header (POSIX.1-1988, ustar).</summary>
    private const int TypeOffset = 156;

    /// <summary>Opens a file for reading. Others may replace or delete it meanwhile.</summary>
    /// <exception cref="IOException">It does not exist, is not a regular file, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static FileStream Open(string path, int bufferSize = 4096)
    {
        if (!IsOne(path)) throw new IOException("it is a pipe, a socket or a device, and not a regular file");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize);
    }

    /// <summary>The content of a file.</summary>
    /// <exception cref="IOException">As <see cref="Open"/>, or it is larger than <see cref="Largest"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static byte[] ReadAll(string path)
    {
        using var stream = Open(path, bufferSize: 0);
        if (stream.Length > Largest) throw new IOException($"it is larger than {Largest / (1024 * 1024)} MiB");
        var content = new byte[stream.Length];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length == content.Length ? content : content[..length];
    }

    /// <summary>
    /// False for a pipe, a socket or a device. Only these and empty files have the length 0, so that for most files one look at the file is
    /// enough. For the rest, the writer of tar headers knows the type; it opens a regular file only.
    /// </summary>
    private static bool IsOne(string path)
    {
        if (OperatingSystem.IsWindows()) return true;
        var file = new FileInfo(path);
        if (!file.Exists) return true;
        if (file.ResolveLinkTarget(returnFinalTarget: true) is { } target) file = new FileInfo(target.FullName);
        if (!file.Exists || file.Length > 0) return true;
        try
        {
            using var header = new MemoryStream();
            using (var writer = new TarWriter(header, TarEntryFormat.Ustar, leaveOpen: true)) writer.WriteEntry(file.FullName, "file");
            return header.GetBuffer()[TypeOffset] is (byte)TarEntryType.RegularFile or (byte)TarEntryType.V7RegularFile;
        }
        catch (UnauthorizedAccessException)
        {
            // A regular file: only these are opened. The caller's own attempt explains the failure.
            return true;
        }
        catch (IOException)
        {
            // A socket has no form in a tar archive.
            return false;
        }
    }
}
