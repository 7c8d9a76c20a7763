using System.Buffers.Binary;
using System.Text;

namespace ContainerGuard.Packages.Readers.Rpm;

/// <summary>
/// Reads the blobs of a table of an SQLite database (sqlite.org/fileformat2.html): the schema, then the pages of the table's B-tree. Every
/// page is visited once, so that a damaged tree ends.
/// </summary>
internal sealed class SqliteTable
{
    public const int WalHeaderSize = 32;

    private const int HeaderSize = 100, InteriorTable = 5, LeafTable = 13, DeepestTree = 20, MostColumns = 1000;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly int _pageSize;
    private readonly int _usable;
    private readonly HashSet<uint> _seen = [];

    /// <summary>The size of all rows so far, which cannot be more than that of the file.</summary>
    private long _read;

    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public SqliteTable(ReadOnlyMemory<byte> file)
    {
        _file = file;
        var size = BinaryPrimitives.ReadUInt16BigEndian(file.Span[16..]);
        _pageSize = size == 1 ? 65536 : size;
        _usable = _pageSize - file.Span[20];
        if (_pageSize < 512 || !int.IsPow2(_pageSize) || _usable < 480) throw new InvalidDataException("its page size is not valid");
    }

    public static bool IsSqlite(ReadOnlySpan<byte> file) => file.Length >= HeaderSize && file.StartsWith("SQLite format 3\0"u8);

    /// <summary>The first blob of each row.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or does not have the table.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Blobs(string table)
    {
        uint root = 0;
        foreach (var row in Rows(1, 0))
        {
            // The schema has the columns type, name, tbl_name, rootpage, sql.
            var values = Columns(row);
            if (values.Count >= 4 && Text(values[0]) == "table" && Text(values[1]) == table) root = (uint)Number(values[3]);
        }

        if (root == 0) throw new InvalidDataException($"it does not have the table '{table}'");
        _seen.Clear();
        foreach (var row in Rows(root, 0))
        {
            foreach (var (type, value) in Columns(row))
            {
                if (type < 12 || type % 2 != 0) continue;
                yield return value;
                break;
            }
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Rows(uint number, int depth)
    {
        if (depth > DeepestTree || !_seen.Add(number)) throw new InvalidDataException("its pages form a circle");
        var page = Page(number);
        var start = number == 1 ? HeaderSize : 0;
        var kind = page.Span[start];
        if (kind is not (InteriorTable or LeafTable)) throw new InvalidDataException($"page {number} is not one of a table");
        var cells = BinaryPrimitives.ReadUInt16BigEndian(page.Span[(start + 3)..]);
        var pointers = start + (kind == InteriorTable ? 12 : 8);
        if (pointers + (cells * 2) > page.Length) throw new InvalidDataException($"page {number} is damaged");
        for (var i = 0; i < cells; i++)
        {
            var cell = BinaryPrimitives.ReadUInt16BigEndian(page.Span[(pointers + (i * 2))..]);
            if (cell + 4 > page.Length) throw new InvalidDataException($"page {number} is damaged");
            if (kind == LeafTable)
            {
                yield return Payload(page, cell);
                continue;
            }

            foreach (var row in Rows(BinaryPrimitives.ReadUInt32BigEndian(page.Span[cell..]), depth + 1)) yield return row;
        }

        if (kind != InteriorTable) yield break;
        foreach (var row in Rows(BinaryPrimitives.ReadUInt32BigEndian(page.Span[(start + 8)..]), depth + 1)) yield return row;
    }

    /// <summary>The record of a cell, which continues on overflow pages (section 1.6).</summary>
    private ReadOnlyMemory<byte> Payload(ReadOnlyMemory<byte> page, int cell)
    {
        var at = cell;
        var size = Varint(page.Span, ref at);
        Varint(page.Span, ref at);
        if (size is < 0 or > int.MaxValue || size > _file.Length) throw new InvalidDataException("a row is damaged");
        _read += size;
        if (_read > _file.Length) throw new InvalidDataException("its rows overlap");
        var most = _usable - 35;
        if (size <= most) return Slice(page, at, (int)size);

        var least = ((_usable - 12) * 32 / 255) - 23;
        var local = least + ((size - least) % (_usable - 4));
        if (local > most) local = least;
        var record = new byte[size];
        Slice(page, at, (int)local + 4).Span[..(int)local].CopyTo(record);
        var next = BinaryPrimitives.ReadUInt32BigEndian(page.Span[(at + (int)local)..]);
        for (var filled = (int)local; filled < size;)
        {
            var overflow = Page(next).Span;
            var count = Math.Min((int)size - filled, _usable - 4);
            overflow.Slice(4, count).CopyTo(record.AsSpan(filled));
            filled += count;
            next = BinaryPrimitives.ReadUInt32BigEndian(overflow);
        }

        return record;
    }

    /// <summary>The values of a record, with their serial types (section 2.1).</summary>
    private static List<(long Type, ReadOnlyMemory<byte> Value)> Columns(ReadOnlyMemory<byte> record)
    {
        List<(long, ReadOnlyMemory<byte>)> values = [];
        var at = 0;
        var header = Varint(record.Span, ref at);
        if (header < 0 || header > record.Length) throw new InvalidDataException("a row is damaged");
        var body = (int)header;
        while (at < header)
        {
            if (values.Count == MostColumns) throw new InvalidDataException($"a row has more than {MostColumns} columns");
            var type = Varint(record.Span, ref at);
            var size = type switch
            {
                >= 12 => (type - 12) / 2,
                >= 1 and <= 4 => type,
                5 => 6,
                6 or 7 => 8,
                _ => 0,
            };
            values.Add((type, Slice(record, body, size)));
            body += (int)size;
        }

        return values;
    }

    private static string Text((long Type, ReadOnlyMemory<byte> Value) column) =>
        column.Type >= 13 && column.Type % 2 == 1 ? Encoding.UTF8.GetString(column.Value.Span) : "";

    private static long Number((long Type, ReadOnlyMemory<byte> Value) column)
    {
        if (column.Type == 9) return 1;
        long number = 0;
        foreach (var b in column.Value.Span[..Math.Min(column.Value.Length, 8)]) number = number << 8 | b;
        return number;
    }

    private ReadOnlyMemory<byte> Page(uint number)
    {
        var start = (number - 1L) * _pageSize;
        if (number == 0 || start + _pageSize > _file.Length) throw new InvalidDataException($"page {number} is missing");
        return _file.Slice((int)start, _pageSize);
    }

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> bytes, int at, long size) =>
        size >= 0 && at + size <= bytes.Length ? bytes.Slice(at, (int)size) : throw new InvalidDataException("a row is damaged");

    /// <summary>Big-endian groups of seven bits; the ninth byte has eight (section 1.6).</summary>
    private static long Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        long value = 0;
        for (var i = 0; i < 9; i++)
        {
            if (at >= bytes.Length) throw new InvalidDataException("a row is damaged");
            var b = bytes[at++];
            if (i == 8) return value << 8 | b;
            value = value << 7 | (long)(b & 0x7F);
            if (b < 0x80) break;
        }

        return value;
    }
}
