using ContainerGuard.Archives;
using ContainerGuard.Registry;

namespace ContainerGuard.Advisories.Downloads;

/// <summary>The body of an answer: its bytes are counted, and a broken connection is a failure of the source.</summary>
internal sealed class CountingStream(Uri source, Stream body, Action<int> count) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = body.Read(buffer);
            count(read);
            return read;
        }
        catch (RegistryException exception)
        {
            throw new AdvisoryException(source, exception.Problem.Message);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) body.Dispose();
        base.Dispose(disposing);
    }
}
