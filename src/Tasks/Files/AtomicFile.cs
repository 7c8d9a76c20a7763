namespace ContainerGuard.Files;

/// <summary>Replaces files so that a reader, and a build that is interrupted, see the old content or the new one, never a part.</summary>
internal static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>
    /// Writes a temporary file beside it, flushes it to the disk, and renames it. A link stays a link: its target is written, unless it is
    /// outside the source tree. The permissions stay. A file with the same content is not touched, so that its time of change stays.
    /// </summary>
    /// <param name="path">Absolute. Its folder is created.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="mayLeaveTree">Whether a link may lead out of the source tree, as a linked folder of build output does.</param>
    /// <param name="mode">The permissions of a new file; null for the usual ones. Windows ignores them.</param>
    /// <exception cref="IOException">The file cannot be written; the old one is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Replace(string path, Action<Stream> write, bool mayLeaveTree = false, UnixFileMode? mode = null)
    {
        var target = mayLeaveTree ? Target(path) : SourceTree.TargetOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = $"{target}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        bool isChanged;
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = BufferSize,
            };
            if (mode is not null && !OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
            using (var stream = new FileStream(temporary, options))
            {
                write(stream);
                stream.Flush();
                isChanged = !AreEqual(target, temporary);
                if (isChanged) stream.Flush(flushToDisk: true);
            }

            if (!isChanged)
            {
                TryDelete(temporary);
                return;
            }

            if (!OperatingSystem.IsWindows() && File.Exists(target)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>
    /// Deletes the temporary files of processes that were killed. The caller must be the only one that writes the file now.
    /// </summary>
    /// <param name="path">The file that they wrote.</param>
    public static void RemoveLeftovers(string path)
    {
        var target = Target(path);
        var folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder)) return;
        foreach (var leftover in Directory.EnumerateFiles(folder, $"{Path.GetFileName(target)}.*.tmp")) TryDelete(leftover);
    }

    private static string Target(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;

    private static bool AreEqual(string path, string other)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != new FileInfo(other).Length) return false;

        using var one = RegularFile.Open(path, bufferSize: 0);
        using var two = new FileStream(other, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var (left, right) = (new byte[BufferSize], new byte[BufferSize]);
        while (true)
        {
            var length = one.ReadAtLeast(left, left.Length, throwOnEndOfStream: false);
            if (length != two.ReadAtLeast(right, right.Length, throwOnEndOfStream: false)) return false;
            if (!left.AsSpan(0, length).SequenceEqual(right.AsSpan(0, length))) return false;
            if (length < left.Length) return true;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The user needs the reason for the failed write instead.
        }
    }
}
