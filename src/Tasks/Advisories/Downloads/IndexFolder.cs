using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ContainerGuard.Advisories.Index;
using ContainerGuard.Files;

namespace ContainerGuard.Advisories.Downloads;

/// <summary>
/// The folder with what is kept of each source: one file, which is replaced as a whole. A damaged file counts as missing, and is built
/// again. Processes take turns, so that only one of them downloads.
/// </summary>
internal sealed class IndexFolder
{
    private const int HashSize = 32;
    private const long LargestFile = 256L << 20;
    private const int LargestContent = 1 << 30;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly string _folder;

    private IndexFolder(string folder) => _folder = folder;

    /// <returns>Null if the folder cannot be made, or made private.</returns>
    public static IndexFolder? Open(string folder) =>
        CacheFolder.Make(Path.Combine(folder, "advisory-index-1")) is { } made ? new IndexFolder(made) : null;

    /// <summary>Waits until no other process works on a source; null if that takes too long, and then each one works alone.</summary>
    public async Task<IDisposable?> TakeTurnAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            return await new FileLock(PathOf(source), "turn", _folder).TakeAsync(LongestWait, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What is kept of a source; null if nothing is, or if the file is damaged.</summary>
    public KeptIndexes? Find(string source)
    {
        try
        {
            var file = new FileInfo(PathOf(source));
            if (!file.Exists || file.Length is < HashSize or > LargestFile) return null;
            var content = File.ReadAllBytes(file.FullName);
            if (!SHA256.HashData(content.AsSpan(HashSize)).AsSpan().SequenceEqual(content.AsSpan(0, HashSize))) return null;
            return Read(content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException
            or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Keeps the state of a source. Without success it is downloaded again.</summary>
    public void Keep(string source, KeptIndexes kept)
    {
        try
        {
            var content = Write(kept);
            AtomicFile.Replace(PathOf(source), stream =>
            {
                stream.Write(SHA256.HashData(content));
                stream.Write(content);
            }, mayLeaveTree: true, CacheFolder.OfFiles);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next run downloads it again.
        }
    }

    private static KeptIndexes? Read(byte[] content)
    {
        using var packed = new MemoryStream(content, HashSize, content.Length - HashSize);
        using var unpacked = new BrotliStream(packed, CompressionMode.Decompress);
        using var reader = new BinaryReader(unpacked, Encoding.UTF8);
        var (state, listState) = (reader.ReadString(), reader.ReadString());
        var (fullRead, latest) = (Time(), Time());
        var atLatest = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < atLatest.Length; i++) atLatest[i] = reader.ReadString();
        Dictionary<string, byte[]> indexes = new(StringComparer.Ordinal);
        for (var rest = reader.Read7BitEncodedInt(); rest > 0; rest--)
        {
            var name = reader.ReadString();
            var length = reader.Read7BitEncodedInt();
            if (length is < 0 or > LargestContent) return null;
            var index = reader.ReadBytes(length);
            if (index.Length != length) return null;
            _ = new AdvisoryIndex(index);
            indexes[name] = index;
        }

        return new KeptIndexes
        {
            State = state, ListState = listState, FullRead = fullRead, Latest = latest, AtLatest = atLatest, Indexes = indexes,
        };

        DateTimeOffset Time() => new(reader.ReadInt64(), TimeSpan.Zero);
    }

    private static byte[] Write(KeptIndexes kept)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        using (var writer = new BinaryWriter(brotli, Encoding.UTF8))
        {
            writer.Write(kept.State);
            writer.Write(kept.ListState);
            writer.Write(kept.FullRead.UtcTicks);
            writer.Write(kept.Latest.UtcTicks);
            writer.Write7BitEncodedInt(kept.AtLatest.Count);
            foreach (var id in kept.AtLatest) writer.Write(id);
            writer.Write7BitEncodedInt(kept.Indexes.Count);
            foreach (var (name, index) in kept.Indexes.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                writer.Write(name);
                writer.Write7BitEncodedInt(index.Length);
                writer.Write(index);
            }
        }

        return packed.ToArray();
    }

    private string PathOf(string source) =>
        Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..32]);
}
