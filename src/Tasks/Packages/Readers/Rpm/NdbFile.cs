using System.Buffers.Binary;

namespace ContainerGuard.Packages.Readers.Rpm;

/// <summary>
/// Reads rpm's own database (rpm, lib/backend/ndb/rpmpkg.c): a header, slots of 16 bytes that name blobs, and blobs in blocks of 16 bytes.
/// All numbers are little-endian.
/// </summary>
internal static class NdbFile
{
    private const int SlotSize = 16, BlockSize = 16, PageSize = 4096, BlobHeader = 16;
    private const int FirstSlot = 2;

    public static bool IsNdb(ReadOnlySpan<byte> file) => file.Length >= 32 && file.StartsWith("RpmP"u8);

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Blobs(ReadOnlyMemory<byte> file)
    {
        var pages = BinaryPrimitives.ReadUInt32LittleEndian(file.Span[12..]);
        if (pages == 0 || pages * (long)PageSize > file.Length) throw new InvalidDataException("its slots are not complete");
        var slots = (int)(pages * (PageSize / SlotSize));
        for (var i = FirstSlot; i < slots; i++)
        {
            var slot = file.Span[(i * SlotSize)..];
            if (!slot.StartsWith("Slot"u8)) throw new InvalidDataException($"slot {i} is damaged");
            var package = BinaryPrimitives.ReadUInt32LittleEndian(slot[4..]);
            var offset = BinaryPrimitives.ReadUInt32LittleEndian(slot[8..]);
            if (package == 0 || offset == 0) continue;
            yield return Blob(file, offset * (long)BlockSize, package);
        }
    }

    private static ReadOnlyMemory<byte> Blob(ReadOnlyMemory<byte> file, long start, uint package)
    {
        if (start + BlobHeader > file.Length) throw new InvalidDataException($"package {package} is outside the file");
        var header = file.Span[(int)start..];
        if (!header.StartsWith("BlbS"u8) || BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != package)
        {
            throw new InvalidDataException($"package {package} is damaged");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        if (start + BlobHeader + length > file.Length) throw new InvalidDataException($"package {package} is not complete");
        return file.Slice((int)start + BlobHeader, (int)length);
    }
}
