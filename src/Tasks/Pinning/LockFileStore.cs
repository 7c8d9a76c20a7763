using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>
/// The lock file on disk. A reader sees the old file or the new one, never a part. Writers take turns, also across processes, and
/// each merges its entries into the file that the previous one wrote.
/// </summary>
/// <param name="path">The lock file, absolute. It need not exist.</param>
/// <param name="temporaryFolder">The folder of the file by which writers take turns: outside the source tree.</param>
/// <param name="mirrors">The mirrors whose names are read as those of the originals.</param>
internal sealed class LockFileStore(string path, string temporaryFolder, ImageMirrors? mirrors = null)
{
    private const int LargestFile = 16 * 1024 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestCourtesy = TimeSpan.FromSeconds(20);

    /// <summary>Reads the file; a file that does not exist is empty.</summary>
    /// <exception cref="LockFileException">It exists and cannot be used.</exception>
    public LockFile Read() => Renamed(Parsed(ReadBytes()));

    /// <summary>Merges entries into the file, and writes it if that changes an entry.</summary>
    /// <param name="images">Entries by key.</param>
    /// <param name="replace">Whether they replace existing entries.</param>
    /// <param name="cancellationToken">Ends the wait for another writer; a write that has begun is finished.</param>
    /// <returns>The file as it is now, and whether it was written.</returns>
    /// <exception cref="LockFileException">It cannot be read or written; the old file is untouched.</exception>
    public Task<(LockFile LockFile, bool Written)> MergeAsync(
        IReadOnlyDictionary<string, ResolvedImage> images, bool replace, CancellationToken cancellationToken) =>
        ChangeAsync(file => file.With(images, replace), cancellationToken);

    /// <summary>Changes the entries of the file, and writes it if that changes its content.</summary>
    /// <param name="change">Makes the new file from the current one.</param>
    /// <param name="cancellationToken">Ends the wait for another writer; a write that has begun is finished.</param>
    /// <returns>The file as it is now, and whether it was written.</returns>
    /// <exception cref="LockFileException">It cannot be read or written; the old file is untouched.</exception>
    public async Task<(LockFile LockFile, bool Written)> ChangeAsync(Func<LockFile, LockFile> change, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        var before = ReadBytes();
        var newLine = NewLineOf(before);
        var current = Parsed(before);
        var changed = change(Renamed(current));
        var content = LockFileWriter.Write(changed, newLine);

        // Compared as content, not as bytes: a file with another layout keeps it until an entry changes.
        if (content.AsSpan().SequenceEqual(LockFileWriter.Write(current, newLine))) return (changed, false);

        try
        {
            AtomicFile.RemoveLeftovers(path);
            AtomicFile.Replace(path, stream => stream.Write(content));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(
                LockFileProblemKind.Unwritable, $"the lock file cannot be written: {exception.Message}",
                "Make its folder writable, or commit the lock file and set ContainerGuardLocked to true.");
        }

        return (changed, true);
    }

    /// <summary>Removes entries from the file, and writes it if that changes an entry.</summary>
    /// <param name="keys">The keys to remove.</param>
    /// <param name="cancellationToken">Ends the wait for another writer; a write that has begun is finished.</param>
    /// <exception cref="LockFileException">It cannot be read or written; the old file is untouched.</exception>
    public Task RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        ChangeAsync(file => file.Without(keys), cancellationToken);

    /// <summary>The text of the file, empty if it does not exist, and the text after a change.</summary>
    /// <exception cref="LockFileException">It exists and cannot be used.</exception>
    public (string Before, string After) Preview(Func<LockFile, LockFile> change)
    {
        var before = ReadBytes();
        return (Encoding.UTF8.GetString(before ?? []),
            Encoding.UTF8.GetString(LockFileWriter.Write(change(Renamed(Parsed(before))), NewLineOf(before))));
    }

    private LockFile Parsed(byte[]? content) => content is null ? LockFile.Empty : LockFileReader.Read(path, content);

    private LockFile Renamed(LockFile file) => mirrors is null ? file : file.WithOriginalNames(mirrors);

    private static string NewLineOf(byte[]? content) => content is not null && content.AsSpan().IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n";

    /// <summary>
    /// Lets one process at a time ask registries for the missing entries, so that the next process finds the answers in the file. This is
    /// not a lock: a process that has waited for 20 seconds, or cannot wait, asks as well, without harm.
    /// </summary>
    /// <returns>To be disposed once the answers are written; null if no turn was taken.</returns>
    public async Task<IDisposable?> AskInTurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await new FileLock(path, "ask", temporaryFolder).TakeAsync(LongestCourtesy, cancellationToken).ConfigureAwait(false);
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
                throw Unusable(
                    LockFileProblemKind.Unreadable, "the lock file is a folder",
                    "Remove the folder, or set ContainerGuardLockFile to another path.");
            }

            // Others may replace the file while it is read.
            using var stream = RegularFile.Open(path);
            if (stream.Length > LargestFile)
            {
                throw Unusable(
                    LockFileProblemKind.Malformed, "the lock file is larger than 16 MiB",
                    "Restore it from version control, or delete it and run 'dotnet build -t:ContainerGuardPin'.");
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
            throw Unusable(
                LockFileProblemKind.Unreadable,
                $"the lock file cannot be read: {exception.Message}",
                "Check the file and its permissions.");
        }
    }

    private async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
    {
        var turn = new FileLock(path, "lock", temporaryFolder);
        try
        {
            return await turn.TakeAsync(LongestWait, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(
                LockFileProblemKind.Unwritable,
                $"the lock file cannot be locked ({turn.File}: {exception.Message})",
                "Wait for other builds to end, and check the permissions of the folder.");
        }
    }

    private LockFileException Unusable(LockFileProblemKind kind, string message, string remedy) =>
        new(new LockFileProblem(kind, path, 0, 0, message, remedy));
}
