using System.Buffers.Binary;
using System.Text;

namespace ContainerGuard.Tests.Support;

/// <summary>
/// Writes a vulnerability database of Trivy: a file of bbolt (go.etcd.io/bbolt, the format of version 2) whose nested buckets are inline,
/// and its metadata. The scanner runs with it without a network.
/// </summary>
public sealed class TrivyDatabase
{
    private const int PageSize = 4096;
    private const ushort LeafPage = 2, MetaPage = 4, FreeListPage = 16;

    private readonly SortedDictionary<string, object> _root = new(StringComparer.Ordinal);

    /// <summary>Adds a vulnerability of Debian.</summary>
    /// <param name="release">The release: <c>13</c>.</param>
    /// <param name="source">The source package.</param>
    /// <param name="id">The identifier.</param>
    /// <param name="fixedIn">The version with the fix.</param>
    /// <param name="severity">In upper case.</param>
    public TrivyDatabase Debian(string release, string source, string id, string fixedIn, string severity)
    {
        Bucket(Bucket(_root, $"debian {release}"), source)[id] = $$"""{"FixedVersion":"{{fixedIn}}"}""";
        Bucket(_root, "data-source")[$"debian {release}"] = """{"ID":"debian","Name":"Debian Security Tracker"}""";
        Bucket(_root, "vulnerability")[id] = $$"""{"Title":"A title","Severity":"{{severity}}"}""";
        return this;
    }

    /// <summary>Writes the files into the folder that <c>TRIVY_CACHE_DIR</c> names.</summary>
    public void Write(string cacheFolder)
    {
        var folder = Directory.CreateDirectory(Path.Combine(cacheFolder, "db")).FullName;
        var root = Page(3, LeafPage, _root.Count, 0, Leaf(_root));
        var pages = (root.Length + PageSize - 1) / PageSize;
        root = Page(3, LeafPage, _root.Count, pages - 1, Leaf(_root));
        using var file = File.Create(Path.Combine(folder, "trivy.db"));
        (byte[] Page, int Size)[] parts =
            [(Meta(0, pages), 1), (Meta(1, pages), 1), (Page(2, FreeListPage, 0, 0, []), 1), (root, pages)];
        foreach (var (page, size) in parts)
        {
            file.Write(page);
            file.Write(new byte[(size * PageSize) - page.Length]);
        }

        File.WriteAllText(
            Path.Combine(folder, "metadata.json"),
            """
            {
              "Version": 2, "NextUpdate": "2099-01-01T00:00:00Z", "UpdatedAt": "2026-11-01T00:00:00Z",
              "DownloadedAt": "2026-11-01T00:00:00Z"
            }
            """);
    }

    private static SortedDictionary<string, object> Bucket(SortedDictionary<string, object> parent, string name)
    {
        if (!parent.TryGetValue(name, out var bucket)) parent[name] = bucket = new SortedDictionary<string, object>(StringComparer.Ordinal);
        return (SortedDictionary<string, object>)bucket;
    }

    /// <summary>The elements of a page: a head for each, then the keys and values.</summary>
    private static byte[] Leaf(SortedDictionary<string, object> entries)
    {
        const int headSize = 16;
        using MemoryStream heads = new(), data = new();
        foreach (var (index, (name, value)) in entries.Index())
        {
            var key = Encoding.UTF8.GetBytes(name);
            var content = value is string text
                ? Encoding.UTF8.GetBytes(text)
                : Nested((SortedDictionary<string, object>)value);
            var offset = (uint)((headSize * (entries.Count - index)) + data.Length);
            Numbers(heads, value is string ? 0u : 1u, offset, (uint)key.Length, (uint)content.Length);
            data.Write(key);
            data.Write(content);
        }

        return [.. heads.ToArray(), .. data.ToArray()];
    }

    /// <summary>An inline bucket: no root page, no sequence, and its only page.</summary>
    private static byte[] Nested(SortedDictionary<string, object> bucket) =>
        [.. new byte[16], .. Page(0, LeafPage, bucket.Count, 0, Leaf(bucket))];

    private static byte[] Page(ulong id, ushort flags, int count, int overflow, byte[] body)
    {
        var head = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(head, id);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(8), flags);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), (ushort)count);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), (uint)overflow);
        return [.. head, .. body];
    }

    private static byte[] Meta(int index, int pages)
    {
        using var meta = new MemoryStream();
        Numbers(meta, 0xED0CDAED, 2, PageSize, 0);
        foreach (var number in (ulong[])[3, 0, 2, (ulong)(3 + pages), (ulong)index]) Number(meta, number);
        Number(meta, Hash(meta.ToArray()));
        return Page((ulong)index, MetaPage, 0, 0, meta.ToArray());
    }

    /// <summary>FNV-1a with 64 bits.</summary>
    private static ulong Hash(byte[] bytes)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var b in bytes) hash = unchecked((hash ^ b) * 0x100000001b3);
        return hash;
    }

    private static void Numbers(MemoryStream stream, params ReadOnlySpan<uint> numbers)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
            stream.Write(bytes);
        }
    }

    private static void Number(MemoryStream stream, ulong number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        stream.Write(bytes);
    }
}
