using System.Security.Cryptography;

namespace ContainerGuard.Archives;

/// <summary>Counts and hashes the bytes that are read through it. Does not own the inner stream.</summary>
internal sealed class HashingStream(Stream inner) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The number of bytes read so far.</summary>
    public long Count { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Count += read;
        _hash.AppendData(buffer[..read]);
        return read;
    }

    /// <summary>Reads what is left, so that the hash is that of the whole stream.</summary>
    public void Drain()
    {
        Span<byte> buffer = new byte[64 * 1024];
        while (Read(buffer) > 0)
        {
            // Only for the hash.
        }
    }

    /// <summary>SHA-256 of what was read, in lower-case hexadecimal digits.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
