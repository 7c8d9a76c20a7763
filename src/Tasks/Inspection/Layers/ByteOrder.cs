using ContainerGuard.Text;

namespace ContainerGuard.Inspection.Layers;

/// <summary>Orders paths by their bytes. The order of UTF-16 differs above U+D7FF.</summary>
internal sealed class ByteOrder : IComparer<string>
{
    public static readonly ByteOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var common = x.AsSpan().CommonPrefixLength(y);
        if (common == x!.Length || common == y!.Length) return x.Length.CompareTo(y!.Length);
        return x[common] < '\uD800' && y[common] < '\uD800'
            ? x[common].CompareTo(y[common])
            : LosslessUtf8.Encode(x).AsSpan().SequenceCompareTo(LosslessUtf8.Encode(y));
    }
}

internal static class ByteOrderExtensions
{
    /// <summary>The names in the order of their bytes.</summary>
    public static IReadOnlyList<string> Sorted(this List<string> names)
    {
        names.Sort(ByteOrder.Instance);
        return names;
    }
}
