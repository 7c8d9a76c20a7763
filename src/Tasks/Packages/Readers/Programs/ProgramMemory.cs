using System.Buffers.Binary;

namespace ContainerGuard.Packages.Readers.Programs;

/// <summary>
/// The memory of a program as its file describes it: the segments of ELF (System V ABI, chapter 5), the sections of PE (Microsoft, "PE
/// Format"). Addresses outside the file are empty.
/// </summary>
internal sealed class ProgramMemory
{
    private const int MostSegments = 512;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly List<(ulong Address, ulong Size, ulong Offset)> _segments = [];

    public ProgramMemory(ReadOnlyMemory<byte> file)
    {
        _file = file;
        if (file.Length >= 64 && file.Span.StartsWith("\u007fELF"u8)) ReadElf(file.Span);
        else if (file.Length >= 64 && file.Span.StartsWith("MZ"u8)) ReadPe(file.Span);
    }

    /// <summary>A string of Go: an address of its bytes and a length.</summary>
    /// <param name="address">The address of the string.</param>
    /// <param name="pointerSize">4 or 8.</param>
    /// <param name="isBig">The byte order.</param>
    public ReadOnlySpan<byte> GoText(ulong address, int pointerSize, bool isBig)
    {
        var header = At(address, (ulong)pointerSize * 2);
        return header.IsEmpty ? [] : At(Number(header, pointerSize, isBig), Number(header[pointerSize..], pointerSize, isBig));
    }

    private ReadOnlySpan<byte> At(ulong address, ulong size)
    {
        foreach (var segment in _segments)
        {
            if (address < segment.Address || address - segment.Address >= segment.Size) continue;
            var inside = address - segment.Address;
            if (size > segment.Size - inside || size > int.MaxValue) return [];
            var start = segment.Offset + inside;
            return start <= (ulong)_file.Length && size <= (ulong)_file.Length - start ? _file.Span.Slice((int)start, (int)size) : [];
        }

        return [];
    }

    private void ReadElf(ReadOnlySpan<byte> file)
    {
        var (is64, isBig) = (file[4] == 2, file[5] == 2);
        var size = is64 ? 8 : 4;
        var table = Number(file[(is64 ? 32 : 28)..], size, isBig);
        var entry = Short(file[(is64 ? 54 : 42)..], isBig);
        var count = Short(file[(is64 ? 56 : 44)..], isBig);
        for (var i = 0; i < Math.Min((int)count, MostSegments) && entry >= (is64 ? 56 : 32); i++)
        {
            var at = table + ((ulong)i * entry);
            if (at > (ulong)file.Length || (ulong)file.Length - at < entry) return;
            var header = file[(int)at..];
            const uint loaded = 1;
            if (Number(header, 4, isBig) != loaded) continue;
            _segments.Add((
                Number(header[(is64 ? 16 : 8)..], size, isBig), Number(header[(is64 ? 32 : 16)..], size, isBig),
                Number(header[(is64 ? 8 : 4)..], size, isBig)));
        }
    }

    private void ReadPe(ReadOnlySpan<byte> file)
    {
        var start = Number(file[0x3C..], 4, isBig: false);
        if (start + 24 > (ulong)file.Length || !file[(int)start..].StartsWith("PE\0\0"u8)) return;
        var header = file[(int)start..];
        var sections = Short(header[6..], isBig: false);
        var optional = 24 + Short(header[20..], isBig: false);
        if (optional > header.Length || optional < 24 + 32) return;
        const int pe32Plus = 0x20B;
        var imageBase = Short(header[24..], isBig: false) == pe32Plus
            ? Number(header[48..], 8, isBig: false)
            : Number(header[52..], 4, isBig: false);
        for (var i = 0; i < Math.Min((int)sections, MostSegments) && optional + ((i + 1) * 40) <= header.Length; i++)
        {
            var section = header[(optional + (i * 40))..];
            _segments.Add((
                imageBase + Number(section[12..], 4, isBig: false), Number(section[16..], 4, isBig: false),
                Number(section[20..], 4, isBig: false)));
        }
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, int size, bool isBig) => size == 8
        ? isBig ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes)
        : isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static ushort Short(ReadOnlySpan<byte> bytes, bool isBig) =>
        isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
