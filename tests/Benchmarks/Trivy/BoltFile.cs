using System.Buffers.Binary;
using System.Text;

namespace ContainerGuard.Benchmarks.Trivy;

/// <summary>
/// Writes a database in the file format of bbolt, version 2 (go.etcd.io/bbolt: page.go, bucket.go, meta.go): pages of 4,096 bytes, and a
/// tree for each bucket. Only what a reader needs: each bucket is one leaf page of any length, and a bucket without buckets is inside the
/// value of its key.
/// </summary>
internal static class BoltFile
{
    private const int PageSize = 4096, PageHeader = 16, Element = 16, BucketHeader = 16, MetaSize = 64;
    private const ushort LeafPage = 2, MetaPage = 4, FreelistPage = 16;
    private const int BucketElement = 1;
    private const uint Magic = 0xED0CDAED, Version = 2;
    private const int FirstFree = 3;

    /// <summary>Writes a database.</summary>
    /// <param name="path">The file.</param>
    /// <param name="root">The buckets. A page holds up to 65,535 keys.</param>
    public static void Write(string path, BoltBucket root)
    {
        List<byte[]> pages = [];
        var place = Add(root, pages);
        var end = FirstFree + pages.Sum(static page => page.Length / PageSize);
        using var file = File.Create(path);
        file.Write(Meta(0, place, end));
        file.Write(Meta(1, place, end));
        var freelist = new byte[PageSize];
        Header(freelist, 2, FreelistPage, 0, 0);
        file.Write(freelist);
        foreach (var page in pages) file.Write(page);
    }

    /// <summary>Adds the page of a bucket after those of the buckets in it.</summary>
    /// <returns>The number of the page.</returns>
    private static long Add(BoltBucket bucket, List<byte[]> pages)
    {
        List<(byte[] Key, byte[] Value, bool IsBucket)> elements = [];
        foreach (var (key, value) in bucket.Values) elements.Add((key, value, false));
        foreach (var (key, inner) in bucket.Buckets)
        {
            var head = new byte[BucketHeader];
            if (inner.Buckets.Count == 0)
            {
                elements.Add((key, [.. head, .. Leaf([.. inner.Values.Select(static one => (one.Key, one.Value, false))], 0)], true));
                continue;
            }

            BinaryPrimitives.WriteInt64LittleEndian(head, Add(inner, pages));
            elements.Add((key, head, true));
        }

        var number = FirstFree + pages.Sum(static page => page.Length / PageSize);
        var content = Leaf([.. elements.OrderBy(static one => one.Key, BoltBucket.ByBytes)], number);
        var count = (content.Length + PageSize - 1) / PageSize;
        Array.Resize(ref content, count * PageSize);
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(12), (uint)(count - 1));
        pages.Add(content);
        return number;
    }

    private static byte[] Leaf(List<(byte[] Key, byte[] Value, bool IsBucket)> elements, long number)
    {
        var content = new byte[PageHeader + elements.Sum(static one => Element + one.Key.Length + one.Value.Length)];
        Header(content, number, LeafPage, checked((ushort)elements.Count), 0);
        var (at, data) = (PageHeader, PageHeader + (elements.Count * Element));
        foreach (var (key, value, isBucket) in elements)
        {
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(at), isBucket ? BucketElement : 0);
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(at + 4), data - at);
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(at + 8), key.Length);
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(at + 12), value.Length);
            key.CopyTo(content, data);
            value.CopyTo(content, data + key.Length);
            (at, data) = (at + Element, data + key.Length + value.Length);
        }

        return content;
    }

    private static byte[] Meta(long number, long root, long end)
    {
        var content = new byte[PageSize];
        Header(content, number, MetaPage, 0, 0);
        var meta = content.AsSpan(PageHeader, MetaSize);
        BinaryPrimitives.WriteUInt32LittleEndian(meta, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(meta[4..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(meta[8..], PageSize);
        BinaryPrimitives.WriteInt64LittleEndian(meta[16..], root);
        BinaryPrimitives.WriteInt64LittleEndian(meta[32..], 2);
        BinaryPrimitives.WriteInt64LittleEndian(meta[40..], end);
        BinaryPrimitives.WriteInt64LittleEndian(meta[48..], number);
        BinaryPrimitives.WriteUInt64LittleEndian(meta[56..], Checksum(meta[..56]));
        return content;
    }

    private static void Header(Span<byte> page, long number, ushort kind, ushort count, uint more)
    {
        BinaryPrimitives.WriteInt64LittleEndian(page, number);
        BinaryPrimitives.WriteUInt16LittleEndian(page[8..], kind);
        BinaryPrimitives.WriteUInt16LittleEndian(page[10..], count);
        BinaryPrimitives.WriteUInt32LittleEndian(page[12..], more);
    }

    /// <summary>FNV-1a with 64 bits.</summary>
    private static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in bytes) hash = unchecked((hash ^ one) * 1099511628211UL);
        return hash;
    }
}

/// <summary>Keys with values, and buckets in it.</summary>
internal sealed class BoltBucket
{
    /// <summary>The order of keys: that of their bytes.</summary>
    public static IComparer<byte[]> ByBytes { get; } =
        Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));

    public SortedDictionary<byte[], byte[]> Values { get; } = new(ByBytes);

    public SortedDictionary<byte[], BoltBucket> Buckets { get; } = new(ByBytes);

    /// <summary>The bucket of a name, which is made if it is not there.</summary>
    public BoltBucket In(string name)
    {
        var key = Encoding.UTF8.GetBytes(name);
        if (!Buckets.TryGetValue(key, out var bucket)) Buckets[key] = bucket = new BoltBucket();
        return bucket;
    }

    public void Put(string key, string value) => Values[Encoding.UTF8.GetBytes(key)] = Encoding.UTF8.GetBytes(value);

    public bool Has(string key) => Values.ContainsKey(Encoding.UTF8.GetBytes(key));
}
