using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ContainerGuard.Archives;

namespace ContainerGuard.Tests.Unit.Inspection.Damage;

/// <summary>
/// Archives of images with damage of one seed: bytes, entries of the archive and of its layers, frames of gzip and zstd, nodes of JSON
/// documents. Most have digests that agree with the damage, so that it is not refused before it is read.
/// </summary>
internal static class DamagedArchive
{
    private const int MostRounds = 6;

    /// <param name="sample">A whole archive, or one of gzip.</param>
    /// <param name="random">Decides everything.</param>
    /// <param name="escape">The name of a file that no reader may write; at most 100 bytes.</param>
    public static byte[] Of(byte[] sample, Random random, string escape)
    {
        if (random.Next(4) == 0)
        {
            for (var changes = random.Next(1, 12); changes > 0; changes--) sample = DamagedBytes.Of(sample, random);
            return sample;
        }

        var compression = CompressionOf(sample);
        var entries = RawEntry.Read(compression == Compression.None ? sample : Unpack(sample, compression));
        if (entries.Count == 0) return DamagedBytes.Of(sample, random);

        var repairs = random.Next(4) > 0;
        for (var changes = random.Next(1, 4); changes > 0 && entries.Count > 0; changes--) Change(entries, random, escape, repairs);
        var bytes = RawEntry.Write(entries);
        return compression == Compression.None ? bytes : Frames(bytes, random);
    }

    private static void Change(List<RawEntry> entries, Random random, string escape, bool repairs)
    {
        var at = random.Next(entries.Count);
        var entry = entries[at];
        switch (random.Next(16))
        {
            case 0:
                entries.RemoveAt(at);
                return;
            case 1:
                entries[at] = entry.Named(entries[random.Next(entries.Count)].Name);
                return;
            case 2:
                var archive = DamagedTar.Of(RawEntry.Write(entries), random, escape);
                entries.Clear();
                entries.AddRange(RawEntry.Read(archive));
                return;
        }

        var other = Content(entry.Content, random, escape);
        entries[at] = entry.With(other);
        if (repairs) Repair(entries, entry.Content, other);
    }

    private static byte[] Content(byte[] content, Random random, string escape)
    {
        if (content.Length == 0) return DamagedBytes.Of(content, random);
        if (content[0] is (byte)'{' or (byte)'[') return DamagedJson.Of(content, random);
        var compression = CompressionOf(content);
        if (compression == Compression.None)
        {
            return random.Next(8) == 0 ? Frames(content, random) : DamagedTar.Of(content, random, escape);
        }

        if (random.Next(4) == 0) return DamagedBytes.Of(content, random);
        return Frames(DamagedTar.Of(Unpack(content, compression), random, escape), random);
    }

    /// <summary>Packs, in one frame or two, after a frame that readers skip, or with a cut.</summary>
    private static byte[] Frames(byte[] content, Random random)
    {
        Func<byte[], byte[]> pack = random.Next(2) == 0 ? Fast : TarBuilder.Zstd;
        return random.Next(6) switch
        {
            0 => [.. pack(content[..(content.Length / 2)]), .. pack(content[(content.Length / 2)..])],
            1 => [0x50, 0x2A, 0x4D, 0x18, (byte)random.Next(9), 0, 0, 0, 1, 2, 3, .. pack(content)],
            2 => [.. pack(content), .. new byte[random.Next(64)]],
            3 => DamagedBytes.Of(pack(content), random),
            _ => pack(content),
        };

        static byte[] Fast(byte[] bytes)
        {
            using var stream = new MemoryStream();
            using (var gzip = new GZipStream(stream, CompressionLevel.Fastest)) gzip.Write(bytes);
            return stream.ToArray();
        }
    }

    /// <summary>Gives the new content its digest in the name of its blob and in documents, whose own digests change by that.</summary>
    private static void Repair(List<RawEntry> entries, byte[] before, byte[] after)
    {
        List<(string Before, string After)> changed = [];
        Add(before, after);
        for (var round = 0; round < MostRounds && changed.Count > 0; round++)
        {
            var hashes = changed.ToArray();
            changed.Clear();
            for (var i = 0; i < entries.Count; i++)
            {
                var (entry, content) = (entries[i], entries[i].Content);
                if (hashes.FirstOrDefault(hash => entry.Name.Contains(hash.Before, StringComparison.Ordinal)) is { Before: { } old } one)
                {
                    entries[i] = entry.Named(entry.Name.Replace(old, one.After, StringComparison.Ordinal));
                }

                if (content.Length == 0 || content[0] is not ((byte)'{' or (byte)'[')) continue;
                var text = Encoding.Latin1.GetString(content);
                var other = hashes.Aggregate(text, static (all, hash) => all.Replace(hash.Before, hash.After, StringComparison.Ordinal));
                if (other == text) continue;
                var bytes = Encoding.Latin1.GetBytes(other);
                entries[i] = entries[i].With(bytes);
                Add(content, bytes);
            }
        }

        void Add(byte[] one, byte[] other)
        {
            changed.Add((Hash(one), Hash(other)));
            var (unpacked, next) = (Unpack(one, CompressionOf(one)), Unpack(other, CompressionOf(other)));
            if (unpacked != one || next != other) changed.Add((Hash(unpacked), Hash(next)));
        }
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static Compression CompressionOf(byte[] content)
    {
        try
        {
            return Compressions.Of(content.AsSpan(0, Math.Min(content.Length, Compressions.Prefix)));
        }
        catch (ArchiveException)
        {
            return Compression.None;
        }
    }

    /// <summary>The unpacked bytes; the packed ones if they are damaged.</summary>
    private static byte[] Unpack(byte[] packed, Compression compression)
    {
        if (compression == Compression.None) return packed;
        try
        {
            using var stream = Compressions.Unpack(new MemoryStream(packed), compression);
            using var unpacked = new MemoryStream();
            stream.CopyTo(unpacked);
            return unpacked.ToArray();
        }
        catch (Exception exception) when (Compressions.IsDamage(exception))
        {
            return packed;
        }
    }
}
