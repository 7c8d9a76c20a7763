using System.Buffers.Binary;

namespace ContainerGuard.Packages.Readers.Rpm;

/// <summary>
/// A header of an RPM package as databases keep it (rpm.org, "RPM V4 Package format", "Header structure"): the number of entries, the size
/// of the data, entries of 16 bytes, and the data. All numbers are big-endian.
/// </summary>
internal readonly ref struct RpmHeader
{
    private const int EntrySize = 16;
    private const int MostEntries = 0xFFFF;

    private const int TypeInt32 = 4, TypeString = 6, TypeStringArray = 8, TypeI18NString = 9;

    private readonly ReadOnlySpan<byte> _entries;
    private readonly ReadOnlySpan<byte> _data;

    /// <exception cref="InvalidDataException">It is not a header.</exception>
    public RpmHeader(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < 8) throw new InvalidDataException("a header is too short");
        var entries = BinaryPrimitives.ReadUInt32BigEndian(blob);
        var size = BinaryPrimitives.ReadUInt32BigEndian(blob[4..]);
        if (entries is 0 or > MostEntries || 8 + (entries * (long)EntrySize) + size > blob.Length)
        {
            throw new InvalidDataException("a header is damaged");
        }

        _entries = blob.Slice(8, (int)entries * EntrySize);
        _data = blob.Slice(8 + _entries.Length, (int)size);
    }

    /// <summary>The text of a tag; the first one of a list; empty without it.</summary>
    public string Text(int tag)
    {
        if (!Find(tag, out var type, out var data, out _) || type is not (TypeString or TypeStringArray or TypeI18NString)) return "";
        var end = data.IndexOf((byte)0);
        return PackageText.Decode(end < 0 ? data : data[..end]);
    }

    /// <summary>The number of a tag; null without it.</summary>
    public uint? Number(int tag) =>
        Find(tag, out var type, out var data, out var count) && type == TypeInt32 && count > 0 && data.Length >= 4
        ? BinaryPrimitives.ReadUInt32BigEndian(data)
        : null;

    public List<string> Texts(int tag, int most)
    {
        List<string> texts = [];
        if (!Find(tag, out var type, out var data, out var count) || type != TypeStringArray) return texts;
        for (var i = 0; i < Math.Min(count, most) && data.IndexOf((byte)0) is >= 0 and var end; i++)
        {
            texts.Add(PackageText.Decode(data[..end]));
            data = data[(end + 1)..];
        }

        return texts;
    }

    public List<int> Numbers(int tag, int most)
    {
        List<int> numbers = [];
        if (!Find(tag, out var type, out var data, out var count) || type != TypeInt32) return numbers;
        for (var i = 0; i < Math.Min(count, most) && data.Length >= 4; i++)
        {
            numbers.Add(BinaryPrimitives.ReadInt32BigEndian(data));
            data = data[4..];
        }

        return numbers;
    }

    private bool Find(int tag, out int type, out ReadOnlySpan<byte> data, out int count)
    {
        for (var entry = _entries; entry.Length >= EntrySize; entry = entry[EntrySize..])
        {
            if (BinaryPrimitives.ReadInt32BigEndian(entry) != tag) continue;
            var offset = BinaryPrimitives.ReadInt32BigEndian(entry[8..]);
            type = BinaryPrimitives.ReadInt32BigEndian(entry[4..]);
            count = BinaryPrimitives.ReadInt32BigEndian(entry[12..]);
            if (offset < 0 || offset > _data.Length || count < 0) break;
            data = _data[offset..];
            return true;
        }

        type = count = 0;
        data = default;
        return false;
    }
}
