using System.Text;

namespace ContainerGuard.Tests.Unit.Inspection.Damage;

/// <summary>An entry of a tar archive as bytes: its header, and its content without padding.</summary>
internal sealed record RawEntry(byte[] Header, byte[] Content)
{
    private const int Block = 512;

    public string Name => Encoding.Latin1.GetString(Header, 0, 100).TrimEnd('\0');

    /// <summary>The entries up to the first one that is not whole. Extended headers are entries of their own.</summary>
    public static List<RawEntry> Read(byte[] archive)
    {
        List<RawEntry> entries = [];
        for (var at = 0; at + Block <= archive.Length;)
        {
            var header = archive[at..(at + Block)];
            if (header.AsSpan().IndexOfAnyExcept((byte)0) < 0) break;
            at += Block;
            var size = SizeOf(header);
            if (size < 0 || size > archive.Length - at) break;
            entries.Add(new RawEntry(header, archive[at..(at + size)]));
            at += (size + Block - 1) / Block * Block;
        }

        return entries;
    }

    public static byte[] Write(IEnumerable<RawEntry> entries)
    {
        using var stream = new MemoryStream();
        foreach (var entry in entries)
        {
            stream.Write(entry.Header);
            stream.Write(entry.Content);
            stream.Write(new byte[-entry.Content.Length & (Block - 1)]);
        }

        stream.Write(new byte[2 * Block]);
        return stream.ToArray();
    }

    /// <summary>The same entry with another content, whose size its header has.</summary>
    public RawEntry With(byte[] content)
    {
        var header = (byte[])Header.Clone();
        Encoding.ASCII.GetBytes(Convert.ToString(content.Length, 8).PadLeft(11, '0') + "\0").CopyTo(header, 124);
        TarBuilder.Sign(header);
        return new RawEntry(header, content);
    }

    public RawEntry Named(string name)
    {
        var header = (byte[])Header.Clone();
        header.AsSpan(0, 100).Clear();
        var bytes = Encoding.UTF8.GetBytes(name);
        bytes.AsSpan(0, Math.Min(bytes.Length, 100)).CopyTo(header);
        TarBuilder.Sign(header);
        return new RawEntry(header, Content);
    }

    private static int SizeOf(byte[] header)
    {
        var digits = Encoding.ASCII.GetString(header, 124, 12).Trim('\0', ' ');
        try
        {
            return digits.Length == 0 ? 0 : Convert.ToInt32(digits, 8);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException)
        {
            return -1;
        }
    }
}
