using System.Buffers.Binary;
using System.Text;
using ContainerGuard.Packages.Contents;
using ContainerGuard.Packages.Readers;
using ContainerGuard.Packages.Readers.Rpm;

namespace ContainerGuard.Tests.Unit.Packages;

/// <summary>A database of rpm whose values point into each other makes no more work than its size, and one note.</summary>
public class RpmDatabaseReaderTests
{
    private const int Page = 512;

    /// <summary>A size of which 39 bytes are in the cell, and the rest fills overflow pages (section 1.6).</summary>
    private const int RowSize = 39 + (508 * 19900);

    [Fact]
    public void Slots_that_name_one_package_are_one_note()
    {
        var file = new byte[16384 + 16 + 100_000];
        "RpmP"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), 4);
        for (var i = 2; i < 1024; i++)
        {
            "Slot"u8.CopyTo(file.AsSpan(i * 16));
            if (i > 1000) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((i * 16) + 4), 1);
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((i * 16) + 8), 1024);
        }

        "BlbS"u8.CopyTo(file.AsSpan(16384));
        file[16388] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16396), 100_000);

        NotesOf("Packages.db", file).ShouldHaveSingleItem();
    }

    [Fact]
    public void Rows_that_share_a_circle_of_pages_are_one_note() =>
        NotesOf("rpmdb.sqlite", Sqlite(cells: 50, header: 0)).ShouldHaveSingleItem().ShouldEndWith(": its rows overlap.");

    [Fact]
    public void A_row_of_millions_of_columns_is_one_note() =>
        NotesOf("rpmdb.sqlite", Sqlite(cells: 1, header: 10_000_000)).ShouldHaveSingleItem()
            .ShouldEndWith(": a row has more than 1000 columns.");

    private static IReadOnlyList<string> NotesOf(string name, byte[] file) =>
        PackageReaders.Read(new RpmDatabaseReader(), new PackageFile($"var/lib/rpm/{name}", file)).Notes;

    /// <summary>A database whose table has one row, which several cells name and whose overflow page is its own next one.</summary>
    private static byte[] Sqlite(int cells, int header)
    {
        var file = new byte[RowSize + (100 * Page)];
        "SQLite format 3\0"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(16), Page);

        // The schema: table, Packages, Packages, page 2, no text.
        byte[] schema = [6, 23, 29, 29, 1, 0, .. Encoding.ASCII.GetBytes("tablePackagesPackages"), 2];
        Leaf(file.AsSpan(100), cells: 1, at: 400);
        byte[] cell = [(byte)schema.Length, 1, .. schema];
        cell.CopyTo(file.AsSpan(400));

        Leaf(file.AsSpan(Page), cells, at: 200);
        byte[] row = [.. Varint(RowSize), 1];
        row.CopyTo(file.AsSpan(Page + 200));
        Varint(header).CopyTo(file.AsSpan(Page + 200 + row.Length));
        file[Page + 200 + row.Length + 39 + 3] = 3;
        file[(2 * Page) + 3] = 3;
        return file;
    }

    private static void Leaf(Span<byte> page, int cells, ushort at)
    {
        page[0] = 13;
        page[4] = (byte)cells;
        for (var i = 0; i < cells; i++) BinaryPrimitives.WriteUInt16BigEndian(page[(8 + (i * 2))..], at);
    }

    private static byte[] Varint(int value)
    {
        List<byte> bytes = [(byte)(value & 0x7F)];
        for (value >>= 7; value > 0; value >>= 7) bytes.Insert(0, (byte)(value & 0x7F | 0x80));
        return [.. bytes];
    }
}
