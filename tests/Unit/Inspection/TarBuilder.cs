using System.Buffers;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>Makes layers and archives of images, also those that no tool makes.</summary>
internal sealed class TarBuilder
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public TarBuilder File(string name, string content = "", int mode = 420) =>
        Entry(name, '0', Encoding.UTF8.GetBytes(content), mode: mode);

    public TarBuilder File(string name, byte[] content) => Entry(name, '0', content);

    public TarBuilder Folder(string name) => Entry(name, '5', []);

    public TarBuilder Link(string name, string target) => Entry(name, '2', [], target);

    public TarBuilder HardLink(string name, string target) => Entry(name, '1', [], target);

    /// <summary>An entry with a header of its own: a size that is not the real one, an extended header.</summary>
    public TarBuilder Entry(string name, char type, byte[] content, string target = "", string? size = null, int mode = 420, (int User,
        int Group) owner = default)
    {
        _bytes.Write(Header(name, type, size ?? Convert.ToString(content.Length, 8).PadLeft(11, '0'), target, mode, owner));
        return Raw(content).Raw(new byte[-content.Length & 511]);
    }

    /// <summary>A pax header for the next entry.</summary>
    public TarBuilder Pax(params (string Key, string Value)[] records)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in records)
        {
            var rest = $" {key}={value}\n";
            var length = Encoding.UTF8.GetByteCount(rest);
            var total = length + $"{length + $"{length}".Length}".Length;
            text.Append(total).Append(rest);
        }

        return Entry("pax", 'x', Encoding.UTF8.GetBytes(text.ToString()));
    }

    public TarBuilder Raw(byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public byte[] Build() => [.. _bytes.WrittenSpan, .. new byte[1024]];

    /// <summary>The bytes so far, without the mark of the end.</summary>
    public byte[] BuildWithoutEnd() => _bytes.WrittenSpan.ToArray();

    public static byte[] Header(string name, char type, string size, string target = "", int mode = 420, (int User,
        int Group) owner = default)
    {
        var block = new byte[512];
        Put(0, name);
        Put(100, Convert.ToString(mode, 8).PadLeft(7, '0'));
        Put(108, Convert.ToString(owner.User, 8).PadLeft(7, '0'));
        Put(116, Convert.ToString(owner.Group, 8).PadLeft(7, '0'));
        Encoding.Latin1.GetBytes(size).CopyTo(block, 124);
        Put(136, "14350710200");
        block[156] = (byte)type;
        Put(157, target);
        Put(257, "ustar\0" + "00");
        Sign(block);
        return block;

        void Put(int at, string text) => Encoding.UTF8.GetBytes(text).CopyTo(block, at);
    }

    /// <summary>Writes the checksum of a header.</summary>
    public static void Sign(byte[] block)
    {
        block.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(block.Sum(static unit => unit), 8).PadLeft(6, '0') + "\0 ").CopyTo(block, 148);
    }

    public static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.SmallestSize)) gzip.Write(content);
        return stream.ToArray();
    }

    public static byte[] Zstd(byte[] content)
    {
        using var compressor = new ZstdSharp.Compressor();
        return compressor.Wrap(content).ToArray();
    }

    /// <summary>The configuration of an image with these layers.</summary>
    public static byte[] Config(params byte[][] layers) => Encoding.UTF8.GetBytes(
        $$"""{"os":"linux","architecture":"amd64","config":{"Env":["TOKEN=s3cret"]},"rootfs":{"type":"layers","diff_ids":[{{string.Join(',', layers.Select(static layer => $"\"{ImageDigest.Of(layer)}\""))}}]} }""");

    /// <summary>The form of <c>docker save</c>.</summary>
    public static byte[] DockerArchive(params byte[][] layers) => DockerArchiveWith(Config(layers), layers);

    public static byte[] DockerArchiveWith(byte[] config, params byte[][] layers)
    {
        var archive = new TarBuilder().File("config.json", config);
        for (var i = 0; i < layers.Length; i++) archive.File($"{i}/layer.tar", layers[i]);
        return archive.File(
            "manifest.json",
            $$"""[{"Config":"config.json","RepoTags":["app:1"],"Layers":[{{string.Join(',', layers.Select(static (_, i) =>
                $"\"{i}/layer.tar\""))}}]}]""")
                .Build();
    }

    /// <summary>A tar of the framework, to compare with.</summary>
    public static byte[] OfFramework(TarEntryFormat format, params (string Name, string Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new UstarTarEntry(TarEntryType.RegularFile, name),
                };
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content));
                writer.WriteEntry(entry);
            }
        }

        return stream.ToArray();
    }
}
