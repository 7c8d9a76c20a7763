using System.Buffers.Binary;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis.Built.Readers;

/// <summary>
/// The files that the package managers of the system installed: of dpkg (<c>info/*.list</c>, <c>status.d/*.md5sums</c>) and apk
/// (<c>lib/apk/db/installed</c>). Only a hash of each path is kept.
/// </summary>
internal sealed class OwnedFilesReader : IFileReader
{
    public const string ReaderName = "owned/1";

    private const int Largest = 32 << 20;

    public string Name => ReaderName;

    public FileSink? Open(LayerEntry file)
    {
        if (file.Size > Largest) return null;
        if (file.Path is "lib/apk/db/installed" or "usr/lib/apk/db/installed") return new WholeFile(Largest, Apk);
        if (!file.Path.StartsWith("var/lib/dpkg/", StringComparison.Ordinal)) return null;
        if (file.Path.StartsWith("var/lib/dpkg/info/", StringComparison.Ordinal) && file.Path.EndsWith(".list", StringComparison.Ordinal))
        {
            return new WholeFile(Largest, static content => Hashes(Lines(content).Select(static line => line.TrimStart('/'))));
        }

        return file.Path.StartsWith("var/lib/dpkg/status.d/", StringComparison.Ordinal)
            && file.Path.EndsWith(".md5sums", StringComparison.Ordinal)
            ? new WholeFile(Largest, static content => Hashes(Lines(content).Select(static line => line[(line.LastIndexOf(' ') + 1)..])))
            : null;
    }

    /// <summary>The hashes of a note.</summary>
    public static void AddTo(HashSet<ulong> owned, byte[] note)
    {
        for (var at = 0; at + 8 <= note.Length; at += 8) owned.Add(BinaryPrimitives.ReadUInt64LittleEndian(note.AsSpan(at)));
    }

    /// <summary>The hash of a path, the same for <c>bin/sh</c> and <c>usr/bin/sh</c>, which many systems merge.</summary>
    public static ulong Hash(string path)
    {
        var text = path.AsSpan();
        if (text.StartsWith("usr/") && (text[4..].StartsWith("bin/") || text[4..].StartsWith("sbin/") || text[4..].StartsWith("lib")))
        {
            text = text[4..];
        }

        // FNV-1a with 64 bits.
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }

    private static byte[]? Apk(ReadOnlyMemory<byte> content)
    {
        List<string> paths = [];
        var folder = "";
        foreach (var line in Lines(content))
        {
            if (line.StartsWith("F:", StringComparison.Ordinal)) folder = line[2..];
            else if (line.StartsWith("R:", StringComparison.Ordinal)) paths.Add(folder.Length == 0 ? line[2..] : $"{folder}/{line[2..]}");
        }

        return Hashes(paths);
    }

    private static string[] Lines(ReadOnlyMemory<byte> content) =>
        LosslessUtf8.Decode(content.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static byte[]? Hashes(IEnumerable<string> paths)
    {
        var hashes = paths.Select(Hash).ToArray();
        var note = new byte[hashes.Length * 8];
        for (var i = 0; i < hashes.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(note.AsSpan(i * 8), hashes[i]);
        return note.Length == 0 ? null : note;
    }
}
