namespace ContainerGuard.Archives;

/// <summary>A stream whose first bytes have been read already, to recognize its format.</summary>
internal sealed class PrefixedStream : ForwardStream
{
    private readonly Stream _rest;
    private readonly byte[] _prefix;
    private int _given;

    private PrefixedStream(byte[] prefix, Stream rest)
    {
        _prefix = prefix;
        _rest = rest;
    }

    /// <summary>The first bytes, fewer if the stream ends before.</summary>
    public ReadOnlySpan<byte> Prefix => _prefix;

    public static PrefixedStream Create(Stream stream, int length)
    {
        var prefix = new byte[length];
        var read = stream.ReadAtLeast(prefix, length, throwOnEndOfStream: false);
        return new PrefixedStream(prefix[..read], stream);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_given == _prefix.Length) return _rest.Read(buffer);
        var count = Math.Min(buffer.Length, _prefix.Length - _given);
        _prefix.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _rest.Dispose();
        base.Dispose(disposing);
    }
}
