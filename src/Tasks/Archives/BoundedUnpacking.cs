namespace ContainerGuard.Archives;

/// <summary>
/// Unpacks a stream, and refuses one that unpacks to too much. Faults of the decompressor become <see cref="ArchiveException"/>.
/// </summary>
internal sealed class BoundedUnpacking : ForwardStream
{
    private readonly Stream _unpacked;
    private readonly Func<long> _packedBytes;
    private readonly ArchiveLimits _limits;
    private readonly Compression _compression;
    private long _count;

    /// <param name="packed">The packed bytes; stays open.</param>
    /// <param name="compression">Its compression.</param>
    /// <param name="packedBytes">How many packed bytes have been read so far.</param>
    /// <param name="limits">The limits.</param>
    public BoundedUnpacking(Stream packed, Compression compression, Func<long> packedBytes, ArchiveLimits limits)
    {
        _unpacked = Compressions.Unpack(packed, compression);
        (_compression, _packedBytes, _limits) = (compression, packedBytes, limits);
    }

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _unpacked.Read(buffer);
        }
        catch (Exception exception) when (_compression != Compression.None && Compressions.IsDamage(exception))
        {
            throw ArchiveException.Damaged($"its {_compression.Name()} data is damaged after {_count} unpacked bytes");
        }

        _count += read;
        if (_count > _limits.MostBytes) throw ArchiveException.TooLarge($"it unpacks to more than {_limits.MostBytes >> 20} MB");
        if (_compression != Compression.None
            && _count > _limits.BytesOfAnyRatio
            && _count / Math.Max(_packedBytes(), 1) > _limits.HighestRatio)
        {
            throw ArchiveException.TooLarge(
                $"it unpacks to more than {_limits.HighestRatio} times its size, and to more than {_limits.BytesOfAnyRatio >> 20} MB");
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _compression != Compression.None) _unpacked.Dispose();
        base.Dispose(disposing);
    }
}
