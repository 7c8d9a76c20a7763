using System.Security.Cryptography;
using System.Text;
using ContainerGuard.Archives;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Text;

namespace ContainerGuard.Inspection.Cache;

/// <summary>The bytes of a kept result: a mark, the facts, and a SHA-256 of both, which shows damage.</summary>
internal static class LayerFactsFile
{
    private const int HashSize = 32;

    /// <summary>Changes with every change of the format.</summary>
    private static readonly byte[] Mark = "CGLAYER2"u8.ToArray();

    public static byte[] Write(LayerFacts facts)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Mark);
        writer.Write((byte)facts.Compression);
        writer.Write(facts.PackedSize);
        writer.Write(facts.UnpackedSize);
        Text(facts.BlobHash);
        Text(facts.DiffId);
        writer.Write7BitEncodedInt(facts.Entries.Count);
        foreach (var entry in facts.Entries)
        {
            writer.Write((byte)entry.Type);
            Text(entry.Path);
            writer.Write7BitEncodedInt64(entry.Size);
            writer.Write7BitEncodedInt(entry.Mode);
            writer.Write7BitEncodedInt64(entry.UserId);
            writer.Write7BitEncodedInt64(entry.GroupId);
            writer.Write7BitEncodedInt64(entry.Modified);
            writer.Write(entry.HasCapabilities);
            writer.Write(entry.Target is not null);
            if (entry.Target is not null) Text(entry.Target);
            Bytes(entry.Hash ?? []);
        }

        Texts(facts.Whiteouts);
        Texts(facts.UnsafeNames);
        writer.Write7BitEncodedInt(facts.Notes.Count);
        foreach (var note in facts.Notes)
        {
            Text(note.Reader);
            writer.Write7BitEncodedInt(note.Entry);
            Bytes(note.Content);
        }

        writer.Flush();
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        return stream.ToArray();

        void Bytes(byte[] bytes)
        {
            writer.Write7BitEncodedInt(bytes.Length);
            writer.Write(bytes);
        }

        void Text(string text) => Bytes(LosslessUtf8.Encode(text));

        void Texts(IReadOnlyList<string> texts)
        {
            writer.Write7BitEncodedInt(texts.Count);
            foreach (var text in texts) Text(text);
        }
    }

    /// <returns>Null if the bytes are damaged or of another version.</returns>
    public static LayerFacts? Read(byte[] content)
    {
        var length = content.Length - HashSize;
        if (length < Mark.Length || !content.AsSpan(0, Mark.Length).SequenceEqual(Mark)) return null;
        if (!SHA256.HashData(content.AsSpan(0, length)).AsSpan().SequenceEqual(content.AsSpan(length))) return null;

        using var stream = new MemoryStream(content, Mark.Length, length - Mark.Length, writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            return Read(reader);
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static LayerFacts Read(BinaryReader reader)
    {
        var compression = (Compression)reader.ReadByte();
        var (packed, unpacked) = (reader.ReadInt64(), reader.ReadInt64());
        var (blob, diffId) = (Text(), Text());
        var entries = new LayerEntry[reader.Read7BitEncodedInt()];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new LayerEntry
            {
                Type = (FileType)reader.ReadByte(),
                Path = Text(),
                Size = reader.Read7BitEncodedInt64(),
                Mode = reader.Read7BitEncodedInt(),
                UserId = reader.Read7BitEncodedInt64(),
                GroupId = reader.Read7BitEncodedInt64(),
                Modified = reader.Read7BitEncodedInt64(),
                HasCapabilities = reader.ReadBoolean(),
                Target = reader.ReadBoolean() ? Text() : null,
                Hash = Bytes() is { Length: > 0 } hash ? hash : null,
            };
        }

        return new LayerFacts
        {
            Compression = compression, PackedSize = packed, UnpackedSize = unpacked, BlobHash = blob, DiffId = diffId, Entries = entries,
            Whiteouts = Texts(), UnsafeNames = Texts(), Notes = Notes(),
        };

        byte[] Bytes() => reader.ReadBytes(reader.Read7BitEncodedInt());

        string Text() => LosslessUtf8.Decode(Bytes());

        string[] Texts()
        {
            var texts = new string[reader.Read7BitEncodedInt()];
            for (var i = 0; i < texts.Length; i++) texts[i] = Text();
            return texts;
        }

        FileNote[] Notes()
        {
            var notes = new FileNote[reader.Read7BitEncodedInt()];
            for (var i = 0; i < notes.Length; i++) notes[i] = new FileNote(Text(), reader.Read7BitEncodedInt(), Bytes());
            return notes;
        }
    }
}
