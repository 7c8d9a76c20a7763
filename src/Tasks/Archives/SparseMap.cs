using System.Globalization;

namespace ContainerGuard.Archives;

/// <summary>The maps of sparse files (GNU tar's manual, "Storing Sparse Files").</summary>
internal static class SparseMap
{
    private const int ExtentSize = 24;

    /// <summary>Reads a block; throws at the end of the archive.</summary>
    public delegate ReadOnlySpan<byte> BlockReader();

    /// <summary>The old GNU form: four extents in the header, then 21 in each of the blocks after it.</summary>
    public static List<TarExtent> ReadOld(ReadOnlySpan<byte> header, out long size, BlockReader next, int most)
    {
        size = TarHeader.Number(header.Slice(483, 12), "real size");
        List<TarExtent> extents = [];
        Add(header.Slice(386, 4 * ExtentSize), extents);
        for (var continues = header[482] != 0; continues;)
        {
            var block = next();
            Add(block[..(21 * ExtentSize)], extents);
            if (extents.Count > most) throw ArchiveException.TooLarge($"a sparse file has more than {most} extents");
            continues = block[21 * ExtentSize] != 0;
        }

        return extents;
    }

    /// <summary>Format 1.0: decimal numbers in lines, before the content: their count, then offset and length of each extent.</summary>
    public static List<TarExtent> ReadBlocks(BlockReader next, int most)
    {
        List<TarExtent> extents = [];
        long? count = null, offset = null;
        long number = 0;
        var digits = 0;
        while (count is null || extents.Count < count)
        {
            foreach (var character in next())
            {
                if (character is >= (byte)'0' and <= (byte)'9' && digits++ < 18)
                {
                    number = (number * 10) + (character - '0');
                    continue;
                }

                if (character != '\n' || digits == 0) throw Malformed();
                if (count is null)
                {
                    count = number <= most ? number : throw ArchiveException.TooLarge($"a sparse file has more than {most} extents");
                }
                else if (offset is null)
                {
                    offset = number;
                }
                else
                {
                    extents.Add(new TarExtent(offset.Value, number));
                    offset = null;
                }

                (number, digits) = (0, 0);
                // The rest fills the block.
                if (extents.Count == count) break;
            }
        }

        return extents;
    }

    /// <summary>Format 0.1: offsets and lengths with commas between them.</summary>
    public static List<TarExtent> ReadText(string map, int most)
    {
        List<TarExtent> extents = [];
        long? offset = null;
        foreach (var part in map.AsSpan().Split(','))
        {
            if (!long.TryParse(map.AsSpan(part), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw Malformed();
            if (offset is null)
            {
                offset = number;
                continue;
            }

            if (extents.Count == most) throw ArchiveException.TooLarge($"a sparse file has more than {most} extents");
            extents.Add(new TarExtent(offset.Value, number));
            offset = null;
        }

        return offset is null ? extents : throw Malformed();
    }

    /// <summary>Checks that the extents are in order, within the file, and as long as the archive says.</summary>
    public static void Check(IReadOnlyList<TarExtent> extents, long size, long stored)
    {
        long end = 0;
        foreach (var extent in extents)
        {
            if (extent.Offset < end || extent.Length < 0 || extent.Length > stored || extent.Offset > size - extent.Length)
            {
                throw Malformed();
            }

            stored -= extent.Length;
            end = extent.End;
        }

        if (size < 0 || stored != 0) throw Malformed();
    }

    private static void Add(ReadOnlySpan<byte> fields, List<TarExtent> extents)
    {
        for (; fields.Length >= ExtentSize; fields = fields[ExtentSize..])
        {
            if (fields[0] == 0) return;
            extents.Add(new TarExtent(TarHeader.Number(fields[..12], "sparse offset"), TarHeader.Number(fields[12..24], "sparse length")));
        }
    }

    private static ArchiveException Malformed() => ArchiveException.Damaged("a sparse file has a malformed map");
}
