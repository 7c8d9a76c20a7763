using System.Buffers;
using System.IO.Compression;
using ContainerGuard.Archives;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Analysis.Built.Readers;

/// <summary>
/// Searches the files of layers for secrets, also those in archives (zip, jar, tar, gzip, zstd). It keeps shape, place and length, and
/// never the value.
/// </summary>
internal sealed class SecretReader : IFileReader
{
    public const string ReaderName = "secrets/2";

    /// <summary>In bytes: a larger archive is searched as it is, without its files.</summary>
    private const int LargestArchive = 32 << 20;

    /// <summary>Archives inside archives.</summary>
    private const int DeepestArchive = 2;

    /// <summary>In bytes, unpacked.</summary>
    private const long MostOfArchive = 256L << 20;

    private static readonly ArchiveLimits Limits = new() { MostBytes = MostOfArchive, MostEntries = 20_000, BytesOfAnyRatio = 64 << 20 };

    private static readonly HashSet<string> ArchiveEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".zip", ".jar", ".war", ".ear", ".whl", ".egg", ".nupkg", ".tar", ".tgz", ".gz", ".zst", ".gem", ".crate",
    };

    public string Name => ReaderName;

    public FileSink? Open(LayerEntry file)
    {
        // The shortest secret in its shortest surroundings is longer.
        if (file.Size < 16 || SecretPaths.AreLeftOut(file.Path)) return null;
        return file.Size <= LargestArchive && IsArchive(file.Path) ? new WholeFile(LargestArchive, content => Archive(content, file.Path))
            : new Sink(SecretPaths.AreOfPackage(file.Path));
    }

    /// <summary>Whether the name is that of an archive, whose files are searched.</summary>
    public static bool IsArchive(string path)
    {
        var name = LayerPath.NameOf(path);
        return name.LastIndexOf('.') is > 0 and var dot && ArchiveEndings.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name[dot..]);
    }

    private static byte[]? Archive(ReadOnlyMemory<byte> content, string path)
    {
        List<SecretNote> found = [];
        try
        {
            using var stream = new MemoryStream(content.ToArray(), writable: false);
            Search(stream, "", new Place(0, SecretPaths.AreOfPackage(path)), found);
        }
        catch (Exception exception) when (exception is ArchiveException or InvalidDataException or IOException or NotSupportedException
            or EndOfStreamException)
        {
            // What was found before the damage counts.
        }

        return SecretNote.Write(found);
    }

    /// <param name="stream">The content of an archive or a file.</param>
    /// <param name="member">Its name in the archive around it; empty for the outermost one.</param>
    /// <param name="place">What is around it.</param>
    /// <param name="found">Receives the secrets.</param>
    private static void Search(Stream stream, string member, Place place, List<SecretNote> found)
    {
        var start = PrefixedStream.Create(stream, TarHeader.BlockSize);
        if (place.Depth > DeepestArchive)
        {
            Scan(start, member, place, found);
        }
        else if (start.Prefix is [(byte)'P', (byte)'K', 3 or 5, ..])
        {
            SearchZip(start, member, place, found);
        }
        else if (IsTar(start.Prefix))
        {
            SearchTar(start, member, place, found);
        }
        else if (Compressions.Of(start.Prefix) is not Compression.None and var compression)
        {
            using var packed = new HashingStream(start);
            using var unpacked = new BoundedUnpacking(packed, compression, () => packed.Count, Limits);
            Search(unpacked, member, place.Inside(""), found);
        }
        else
        {
            Scan(start, member, place, found);
        }
    }

    private static bool IsTar(ReadOnlySpan<byte> start) =>
        start.Length == TarHeader.BlockSize && !TarHeader.IsZero(start) && TarHeader.HasValidChecksum(start);

    private static void SearchTar(Stream stream, string member, Place place, List<SecretNote> found)
    {
        var archive = new TarArchive(stream, Limits);
        while (archive.MoveNext())
        {
            var name = archive.Current.Name;
            if (archive.Current.Type != TarEntryType.File || archive.Current.Size < 16 || SecretPaths.AreLeftOut(name)) continue;
            if (IsArchive(name) && archive.Current.Size <= LargestArchive)
            {
                var inner = new ArrayBufferWriter<byte>((int)archive.Current.Size);
                for (var piece = archive.NextChunk(); !piece.IsEmpty; piece = archive.NextChunk()) inner.Write(piece);
                Search(new MemoryStream(inner.WrittenSpan.ToArray(), writable: false), Inside(member, name), place.Inside(name), found);
                continue;
            }

            var scanner = new SecretScanner(Inside(member, name), place.Inside(name).IsPackage);
            for (var piece = archive.NextChunk(); !piece.IsEmpty; piece = archive.NextChunk()) scanner.Write(piece);
            found.AddRange(scanner.Finish());
        }
    }

    private static void SearchZip(Stream stream, string member, Place place, List<SecretNote> found)
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        using var zip = new ZipArchive(content, ZipArchiveMode.Read);
        long bytes = 0;
        foreach (var entry in zip.Entries.Take(Limits.MostEntries))
        {
            if (entry.Length < 16 || SecretPaths.AreLeftOut(entry.FullName)) continue;
            // The stated size may be a lie, so the stream is bounded too.
            if ((bytes += entry.Length) > MostOfArchive) return;
            using var packed = entry.Open();
            using var bounded = new BoundedUnpacking(packed, Compression.None, static () => 0, Limits);
            Search(bounded, Inside(member, entry.FullName), place.Inside(entry.FullName), found);
        }
    }

    private static string Inside(string member, string name) => member.Length == 0 ? name : $"{member}!{name}";

    private static void Scan(Stream stream, string member, Place place, List<SecretNote> found)
    {
        var scanner = new SecretScanner(member, place.IsPackage);
        var buffer = new byte[32 * 1024];
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;) scanner.Write(buffer.AsSpan(0, read));
        found.AddRange(scanner.Finish());
    }

    /// <summary>Where a file in an archive is.</summary>
    /// <param name="Depth">The number of archives around it.</param>
    /// <param name="IsPackage">Whether it is a part of a published package.</param>
    private readonly record struct Place(int Depth, bool IsPackage)
    {
        public Place Inside(string name) => new(Depth + 1, IsPackage || SecretPaths.AreOfPackage(name));
    }

    private sealed class Sink(bool isPackage) : FileSink
    {
        private readonly SecretScanner _scanner = new(onlyTokens: isPackage);

        public override void Write(ReadOnlySpan<byte> piece) => _scanner.Write(piece);

        public override byte[]? Finish() => SecretNote.Write(_scanner.Finish());
    }
}
