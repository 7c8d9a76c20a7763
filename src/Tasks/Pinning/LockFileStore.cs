using System.Text;
using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>
/// The lock file on disk. Readers see the old file or the new one, never half of one; writers take turns, also across processes, and
/// each merges into what the one before has left.
/// </summary>
/// <param name="path">The lock file, absolute. It need not exist.</param>
/// <param name="temporaryFolder">Where the writers' turn-taking file lies: outside the source tree.</param>
internal sealed class LockFileStore(string path, string temporaryFolder)
{
    private const int LargestFile = 16 * 1024 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestCourtesy = TimeSpan.FromSeconds(20);

    /// <summary>Reads the file; a file that does not exist is empty.</summary>
    /// <exception cref="LockFileException">It is there and cannot be used.</exception>
    public LockFile Read() => ReadBytes() is { } content ? LockFileReader.Read(path, content) : LockFile.Empty;

    /// <summary>Merges entries into the file, and writes it if that changes anything.</summary>
    /// <param name="images">Entries by key.</param>
    /// <param name="replace">Whether they take the place of entries that are there already.</param>
    /// <param name="cancellationToken">Ends the wait for another writer; a write once begun is finished.</param>
    /// <returns>The file as it is now, and whether it was written.</returns>
    /// <exception cref="LockFileException">It cannot be read or written; the old file is untouched.</exception>
    public Task<(LockFile LockFile, bool Written)> MergeAsync(
        IReadOnlyDictionary<string, ResolvedImage> images, bool replace, CancellationToken cancellationToken) =>
        ChangeAsync(file => file.With(images, replace), cancellationToken);

    /// <summary>Takes entries out of the file, and writes it if that changes anything.</summary>
    /// <param name="keys">Those that go.</param>
    /// <param name="cancellationToken">Ends the wait for another writer; a write once begun is finished.</param>
    /// <exception cref="LockFileException">It cannot be read or written; the old file is untouched.</exception>
    public Task RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => ChangeAsync(file => file.Without(keys), cancellationToken);

    /// <summary>The text of the file as it is, empty where there is none, and as a change would write it.</summary>
    /// <exception cref="LockFileException">It is there and cannot be used.</exception>
    public (string Before, string After) Preview(Func<LockFile, LockFile> change)
    {
        var before = ReadBytes();
        var current = before is null ? LockFile.Empty : LockFileReader.Read(path, before);
        return (Encoding.UTF8.GetString(before ?? []), Encoding.UTF8.GetString(LockFileWriter.Write(change(current), NewLineOf(before))));
    }

    private static string NewLineOf(byte[]? content) => content is not null && content.AsSpan().IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n";

    private async Task<(LockFile LockFile, bool Written)> ChangeAsync(Func<LockFile, LockFile> change, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        var before = ReadBytes();
        var current = before is null ? LockFile.Empty : LockFileReader.Read(path, before);
        var newLine = NewLineOf(before);
        var merged = change(current);
        var content = LockFileWriter.Write(merged, newLine);
        // Compared as content, not as bytes: a file that somebody formatted otherwise is left as it is until an entry changes.
        if (content.AsSpan().SequenceEqual(LockFileWriter.Write(current, newLine)))
        {
            return (current, false);
        }

        try
        {
            Replace(content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(LockFileFault.Unwritable, $"the lock file cannot be written: {exception.Message}", "Make its folder writable, or commit the lock file and set ContainerGuardLocked to true.");
        }

        return (merged, true);
    }

    /// <summary>
    /// Lets one process at a time ask registries for what this file lacks, so that the next finds the answers in the file. A courtesy, not
    /// a lock: who has waited for 20 seconds, or cannot wait, asks as well, and no harm is done.
    /// </summary>
    /// <returns>To be disposed once the answers are written; null where there is no turn to give back.</returns>
    public async Task<IDisposable?> AskInTurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await new FileTurn(path, "ask", temporaryFolder).TakeAsync(LongestCourtesy, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private byte[]? ReadBytes()
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw Unusable(LockFileFault.Unreadable, "the lock file is a folder", "Remove the folder, or set ContainerGuardLockFile to another path.");
            }

            // Others may replace the file while it is read.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > LargestFile)
            {
                throw Unusable(LockFileFault.Malformed, "the lock file is larger than 16 MiB", "Take it from version control again, or delete it: the next publish writes a new one.");
            }

            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(LockFileFault.Unreadable, $"the lock file cannot be read: {exception.Message}", "Check the file and its permissions.");
        }
    }

    /// <summary>Writes beside the file, to the disk, and renames: the only step others can see is the rename.</summary>
    private void Replace(byte[] content)
    {
        var target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        RemoveLeftovers(folder, Path.GetFileName(target));
        var temporary = $"{target}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Of writers that were killed. None is writing now, this one has the turn.</summary>
    private static void RemoveLeftovers(string folder, string name)
    {
        foreach (var leftover in Directory.EnumerateFiles(folder, $"{name}.*.tmp"))
        {
            try
            {
                File.Delete(leftover);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // In nobody's way.
            }
        }
    }

    private async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
    {
        var turn = new FileTurn(path, "lock", temporaryFolder);
        try
        {
            return await turn.TakeAsync(LongestWait, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(
                LockFileFault.Unwritable,
                $"the lock file is being written by another process ({turn.File}: {exception.Message})",
                "Wait for the other build to end, then try again.");
        }
    }

    private LockFileException Unusable(LockFileFault fault, string message, string remedy) =>
        new(new LockFileError(fault, path, 0, 0, message, remedy));
}
