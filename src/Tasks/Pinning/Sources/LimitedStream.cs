using System.Globalization;
using ContainerGuard.Archives;

namespace ContainerGuard.Pinning;

/// <summary>A body of an untrusted server, up to a size.</summary>
/// <param name="inner">The body, which this stream closes.</param>
/// <param name="largest">In bytes.</param>
/// <param name="cancellationToken">Ends a read between two pieces.</param>
internal sealed class LimitedStream(Stream inner, long largest, CancellationToken cancellationToken) : ForwardStream
{
    private long _read;

    /// <exception cref="InvalidDataException">The body is too large.</exception>
    public override int Read(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = inner.Read(buffer);
        _read += read;
        return _read <= largest
            ? read
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it is larger than {largest >> 20} MiB"));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
