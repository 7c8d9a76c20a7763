using System.Buffers.Binary;

namespace ContainerGuard.Packages.Readers.Rpm;

/// <summary>
/// Reads the values of a hash database of Berkeley DB (db-5.3, src/dbinc/db_page.h): a page of metadata, then pages of any order. Large
/// values are on chains of overflow pages. Numbers have the byte order of the machine that wrote the file.
/// </summary>
internal sealed class BerkeleyHash
{
    private const uint Magic = 0x061561;
    private const int PageHeader = 26, MetadataType = 8, UnsortedHash = 2, SortedHash = 13, Overflow = 7;
    private const int KeyData = 1, OffPage = 3, OffPageSize = 12;

    /// <summary>A header is longer; the number of the next package, which has the key 0, is not.</summary>
    private const int ShortestHeader = 16;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly bool _isBig;
    private readonly int _pageSize;

    /// <exception cref="InvalidDataException">The metadata is damaged.</exception>
    public BerkeleyHash(ReadOnlyMemory<byte> file)
    {
        _file = file;
        _isBig = BinaryPrimitives.ReadUInt32BigEndian(file.Span[12..]) == Magic;
        _pageSize = (int)Math.Min(U32(file.Span[20..]), int.MaxValue);
        if (_pageSize is < 512 or > 65536 || !int.IsPow2(_pageSize)) throw new InvalidDataException("its page size is not valid");
        if (file.Span[25] != MetadataType) throw new InvalidDataException("it does not begin with the metadata of a hash");
    }

    public static bool IsHash(ReadOnlySpan<byte> file) => file.Length >= 512
        && (BinaryPrimitives.ReadUInt32LittleEndian(file[12..]) == Magic || BinaryPrimitives.ReadUInt32BigEndian(file[12..]) == Magic);

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Values()
    {
        for (var number = 1; ((long)number + 1) * _pageSize <= _file.Length; number++)
        {
            var page = _file.Slice(number * _pageSize, _pageSize);
            if (page.Span[25] is not (UnsortedHash or SortedHash)) continue;
            var entries = U16(page.Span[20..]);
            if (PageHeader + (entries * 2) > page.Length) throw new InvalidDataException($"page {number} is damaged");

            // Keys and values alternate; an item ends where the one before it begins.
            for (var i = 1; i < entries; i += 2)
            {
                var start = U16(page.Span[(PageHeader + (i * 2))..]);
                var end = U16(page.Span[(PageHeader + ((i - 1) * 2))..]);
                if (start >= page.Length || end > page.Length || end <= start) throw new InvalidDataException($"page {number} is damaged");
                var item = page[start..end];
                var value = item.Span[0] switch
                {
                    KeyData => item[1..],
                    OffPage when item.Length >= OffPageSize => Chain(U32(item.Span[4..]), U32(item.Span[8..])),
                    _ => default,
                };
                if (value.Length >= ShortestHeader) yield return value;
            }
        }
    }

    /// <summary>A value on overflow pages: each one says how much of it is used, and which one is next.</summary>
    private byte[] Chain(uint number, uint length)
    {
        if (length > _file.Length) throw new InvalidDataException("a value is larger than the file");
        var value = new byte[length];
        for (var filled = 0; filled < value.Length;)
        {
            var start = number * (long)_pageSize;
            if (number == 0 || start + _pageSize > _file.Length) throw new InvalidDataException($"page {number} is missing");
            var page = _file.Span.Slice((int)start, _pageSize);
            var used = Math.Min(U16(page[22..]), value.Length - filled);
            if (page[25] != Overflow || used == 0 || PageHeader + used > page.Length)
            {
                throw new InvalidDataException($"page {number} is damaged");
            }

            page.Slice(PageHeader, used).CopyTo(value.AsSpan(filled));
            filled += used;
            number = U32(page[16..]);
        }

        return value;
    }

    private uint U32(ReadOnlySpan<byte> bytes) =>
        _isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private ushort U16(ReadOnlySpan<byte> bytes) =>
        _isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
