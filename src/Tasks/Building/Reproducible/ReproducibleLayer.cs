using System.Formats.Tar;
using System.IO.Compression;
using ContainerGuard.Images;

namespace ContainerGuard.Building.Reproducible;

/// <summary>A layer that depends on its files only.</summary>
/// <param name="Packed">The bytes with gzip.</param>
/// <param name="DiffId">The digest of the bytes without it.</param>
internal sealed record ReproducibleLayer(byte[] Packed, ImageDigest DiffId)
{
    /// <summary>
    /// Writes the entries of a layer in the order of their names, with one time. The format of GNU tar has no place for the number of the
    /// process, which .NET writes into the names of extended headers.
    /// </summary>
    /// <param name="packed">The layer, with gzip.</param>
    /// <param name="time">The time of all files.</param>
    /// <exception cref="InvalidDataException">It is not such a layer.</exception>
    /// <exception cref="FormatException">An entry has attributes that this format cannot hold.</exception>
    public static ReproducibleLayer Of(Stream packed, DateTimeOffset time)
    {
        List<GnuTarEntry> entries = [];
        using (var unpacked = new GZipStream(packed, CompressionMode.Decompress))
        using (var reader = new TarReader(unpacked))
        {
            while (reader.GetNextEntry(copyData: true) is { } entry) entries.Add(Copy(entry, time));
        }

        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var entry in entries.OrderBy(static entry => entry.Name, StringComparer.Ordinal)) writer.WriteEntry(entry);
        }

        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            tar.Position = 0;
            tar.CopyTo(gzip);
        }

        return new ReproducibleLayer(result.ToArray(), ImageDigest.Of(tar.GetBuffer().AsSpan(0, (int)tar.Length)));
    }

    private static GnuTarEntry Copy(TarEntry entry, DateTimeOffset time)
    {
        // Windows' access rights, and capabilities of files.
        if (entry is PaxTarEntry pax && pax.ExtendedAttributes.Keys.FirstOrDefault(static key => key.Contains('.')) is { } attribute)
        {
            throw new FormatException($"its layer has the attribute {attribute}");
        }

        var copy = new GnuTarEntry(entry.EntryType, entry.Name)
        {
            Mode = entry.Mode, Uid = entry.Uid, Gid = entry.Gid, ModificationTime = time, AccessTime = default, ChangeTime = default,
        };
        if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink) copy.LinkName = entry.LinkName;
        if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile) copy.DataStream = entry.DataStream;
        return copy;
    }
}
