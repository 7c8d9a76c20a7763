using System.Security.Cryptography;
using ContainerGuard.Archives;

namespace ContainerGuard.Inspection.Layers;

/// <summary>
/// Reads a layer once, as a stream: unpack → tar → hashes → readers of files. Never holds a layer in memory. A second thread unpacks, so
/// that two cores share the work.
/// </summary>
internal sealed class LayerInspector(IReadOnlyList<IFileReader> readers, ArchiveLimits limits)
{
    /// <summary>In bytes: a smaller layer is not worth a thread.</summary>
    private const long SmallLayer = 512 * 1024;

    /// <summary>The names and versions of the readers, which are a part of what a layer's facts depend on.</summary>
    public IEnumerable<string> Readers => readers.Select(static reader => reader.Name);

    /// <param name="blob">The blob from its beginning; stays open.</param>
    /// <param name="size">Its size in bytes; null if unknown.</param>
    /// <param name="where">Names the layer in messages.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="InspectionException">The layer is damaged or exceeds a limit.</exception>
    public LayerFacts Read(Stream blob, long? size, string where, CancellationToken cancellationToken)
    {
        try
        {
            using var packed = new HashingStream(blob);
            var start = PrefixedStream.Create(packed, Compressions.Prefix);
            var compression = Compressions.Of(start.Prefix);
            using var unpacked = new BoundedUnpacking(start, compression, () => packed.Count, limits);
            return Read(packed, unpacked, compression, size < SmallLayer, cancellationToken);
        }
        catch (ArchiveException exception)
        {
            throw InspectionException.From(exception, where);
        }
        catch (IOException exception)
        {
            throw new InspectionException(
                where, exception.Message.TrimEnd('.'), "Check the file, the disk and the connection, and try again.");
        }
    }

    private LayerFacts Read(
        HashingStream packed, BoundedUnpacking unpacked, Compression compression, bool isSmall, CancellationToken cancellationToken)
    {
        var contents = new LayerContents();
        string? diffId = null;
        long unpackedSize;
        using (Stream ahead = isSmall ? unpacked : new ReadAheadStream(unpacked))
        {
            // A plain layer is its own blob: the thread that reads has its hash.
            using var hashed = compression == Compression.None ? null : new HashingStream(ahead);
            var archive = new TarArchive(hashed ?? ahead, limits);
            Walk(archive, contents, cancellationToken);
            unpackedSize = archive.Position + Rest(hashed ?? ahead);
            diffId = hashed?.Hash();
        }

        packed.Drain();
        var blobHash = packed.Hash();
        return new LayerFacts
        {
            Compression = compression,
            PackedSize = packed.Count,
            BlobHash = blobHash,
            DiffId = $"sha256:{diffId ?? blobHash}",
            UnpackedSize = compression == Compression.None ? packed.Count : unpackedSize,
            Entries = contents.Entries,
            Whiteouts = contents.Whiteouts.Sorted(),
            UnsafeNames = contents.UnsafeNames.Sorted(),
            Notes = contents.Notes,
        };
    }

    /// <summary>What follows the end of the archive belongs to the digest.</summary>
    private static long Rest(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        long count = 0;
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;) count += read;
        return count;
    }

    private void Walk(TarArchive archive, LayerContents contents, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        List<(IFileReader Reader, FileSink Sink)> sinks = [];
        while (archive.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = contents.Add(archive.Current, limits);
            if (entry.Type != FileType.File) continue;

            foreach (var reader in readers)
            {
                if (reader.Open(entry) is { } sink) sinks.Add((reader, sink));
            }

            var isHashed = !archive.Current.HasCutHoles;
            try
            {
                if (isHashed || sinks.Count > 0) ReadContent(archive, isHashed ? hash : null, sinks);
            }
            catch
            {
                Close(sinks);
                throw;
            }

            if (isHashed) entry.Hash = hash.GetHashAndReset();
            foreach (var (reader, sink) in sinks)
            {
                if (sink.Finish() is { } note) contents.Notes.Add(new FileNote(reader.Name, contents.Entries.Count - 1, note));
            }

            Close(sinks);
        }
    }

    /// <summary>A sink may have a temporary file.</summary>
    private static void Close(List<(IFileReader Reader, FileSink Sink)> sinks)
    {
        foreach (var (_, sink) in sinks) (sink as IDisposable)?.Dispose();
        sinks.Clear();
    }

    private static void ReadContent(TarArchive archive, IncrementalHash? hash, List<(IFileReader Reader, FileSink Sink)> sinks)
    {
        for (var piece = archive.NextChunk(); !piece.IsEmpty; piece = archive.NextChunk())
        {
            hash?.AppendData(piece);
            foreach (var (_, sink) in sinks) sink.Write(piece);
        }
    }
}
