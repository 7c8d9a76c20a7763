using ContainerGuard.Archives;

namespace ContainerGuard.Registry;

/// <summary>
/// The body of an answer that is too large for memory. A read that waits too long, or a connection that breaks, is a failure of the
/// registry.
/// </summary>
internal sealed class ResponseStream(HttpResponseMessage response, string host, HttpMethod method, Uri url, TimeSpan idleTime)
    : ForwardStream
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private Stream? _body;

    public override int Read(Span<byte> buffer)
    {
        using var timeout = new CancellationTokenSource(idleTime);
        try
        {
            _body ??= response.Content.ReadAsStream(timeout.Token);
            var read = _body.ReadAsync(_buffer.AsMemory(0, Math.Min(buffer.Length, _buffer.Length)), timeout.Token)
                .AsTask().GetAwaiter().GetResult();
            _buffer.AsSpan(0, read).CopyTo(buffer);
            return read;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            throw new RegistryException(RegistryProblem.FromException(host, method, url, exception));
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body?.Dispose();
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
