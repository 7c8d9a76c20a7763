using ContainerGuard.Text;

namespace ContainerGuard.Archives;

/// <summary>The fields of a header block (POSIX ustar, pax; GNU tar's manual, "Basic Tar Format").</summary>
internal static class TarHeader
{
    public const int BlockSize = 512;

    public static bool IsZero(ReadOnlySpan<byte> block) => block.IndexOfAnyExcept((byte)0) < 0;

    public static byte TypeFlag(ReadOnlySpan<byte> block) => block[156];

    /// <summary>Whether the sum of the bytes is the written one. Some old programs added signed bytes.</summary>
    public static bool HasValidChecksum(ReadOnlySpan<byte> block)
    {
        if (!TryNumber(block.Slice(148, 8), out var written)) return false;
        long plain = 8 * ' ', signed = 8 * ' ';
        for (var i = 0; i < BlockSize; i++)
        {
            if (i is >= 148 and < 156) continue;
            plain += block[i];
            signed += (sbyte)block[i];
        }

        return written == plain || written == signed;
    }

    /// <summary>The entry of a header alone, without extended headers.</summary>
    /// <exception cref="ArchiveException">A number is malformed.</exception>
    public static TarEntry Read(ReadOnlySpan<byte> block)
    {
        var name = Text(block[..100]);
        var isPosix = block.Slice(257, 6).SequenceEqual("ustar\0"u8);
        if (isPosix && Text(block.Slice(345, block.Slice(508, 4).SequenceEqual("tar\0"u8) ? 131 : 155)) is { Length: > 0 } prefix)
        {
            name = $"{prefix}/{name}";
        }

        return new TarEntry
        {
            Name = name,
            Type = TypeOf(TypeFlag(block), name),
            Size = Number(block.Slice(124, 12), "size"),
            Mode = (int)(Number(block.Slice(100, 8), "mode") & 0xFFF),
            UserId = Number(block.Slice(108, 8), "user id"),
            GroupId = Number(block.Slice(116, 8), "group id"),
            Modified = Number(block.Slice(136, 12), "time"),
            LinkName = Text(block.Slice(157, 100)),
        };
    }

    /// <summary>A text that ends at the first zero.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return LosslessUtf8.Decode(end < 0 ? field : field[..end]);
    }

    public static long Number(ReadOnlySpan<byte> field, string what) =>
        TryNumber(field, out var value) ? value : throw ArchiveException.Damaged($"a header has an invalid {what}");

    /// <summary>Octal digits, or the bytes of the number itself when the first bit is set (GNU, star).</summary>
    private static bool TryNumber(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        if ((field[0] & 0x80) != 0) return TryBinary(field, out value);

        var digits = field.Trim(" \0"u8);
        foreach (var digit in digits)
        {
            if (digit == 0 || digit == ' ') break;
            if (digit is < (byte)'0' or > (byte)'7' || value > long.MaxValue >> 3) return false;
            value = (value << 3) + (digit - '0');
        }

        return true;
    }

    private static bool TryBinary(ReadOnlySpan<byte> field, out long value)
    {
        var isNegative = (field[0] & 0x40) != 0;
        var fill = isNegative ? (byte)0xFF : (byte)0;
        value = isNegative ? -1 : 0;
        for (var i = 0; i < field.Length; i++)
        {
            var unit = i == 0 ? (byte)(isNegative ? field[0] : field[0] & 0x7F) : field[i];
            if (i < field.Length - 8 && unit != fill) return false;
            if (i == field.Length - 8 && (unit & 0x80) != (fill & 0x80)) return false;
            value = (value << 8) | unit;
        }

        return true;
    }

    private static TarEntryType TypeOf(byte flag, string name) => flag switch
    {
        (byte)'1' => TarEntryType.HardLink,
        (byte)'2' => TarEntryType.SymbolicLink,
        (byte)'5' or (byte)'D' => TarEntryType.Directory,
        (byte)'3' or (byte)'4' or (byte)'6' or (byte)'V' or (byte)'M' or (byte)'N' => TarEntryType.Other,
        // Before POSIX, a slash at the end made the folder.
        0 when name.EndsWith('/') => TarEntryType.Directory,
        // POSIX: an unknown type is treated as a regular file. 7 is a contiguous file, S a sparse one.
        _ => TarEntryType.File,
    };
}
