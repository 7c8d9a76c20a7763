using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace ContainerGuard.Archives;

/// <summary>Reads a stream on another thread, some buffers ahead: one core unpacks while the other one hashes and parses.</summary>
internal sealed class ReadAheadStream : ForwardStream
{
    private const int BufferSize = 256 * 1024;
    private const int Buffers = 4;

    private readonly BlockingCollection<byte[]> _free = [];
    private readonly BlockingCollection<(byte[] Buffer, int Length)> _full = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private ExceptionDispatchInfo? _failure;
    private byte[]? _current;
    private int _length;
    private int _given;

    public ReadAheadStream(Stream inner)
    {
        for (var i = 0; i < Buffers; i++) _free.Add(GC.AllocateUninitializedArray<byte>(BufferSize));
        _reading =
            Task.Factory.StartNew(() => ReadAll(inner), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_given == _length && !Advance()) return 0;
        var count = Math.Min(buffer.Length, _length - _given);
        _current.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
            _reading.Wait();
            _stop.Dispose();
            _free.Dispose();
            _full.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Advance()
    {
        if (_current is { } used)
        {
            _current = null;
            _free.Add(used);
        }

        if (_full.TryTake(out var next, Timeout.Infinite))
        {
            (_current, _length, _given) = (next.Buffer, next.Length, 0);
            return true;
        }

        (_length, _given) = (0, 0);
        _failure?.Throw();
        return false;
    }

    private void ReadAll(Stream inner)
    {
        try
        {
            while (true)
            {
                var buffer = _free.Take(_stop.Token);
                var length = inner.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
                if (length > 0) _full.Add((buffer, length));
                if (length < buffer.Length) return;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has what it needs.
        }
        catch (Exception exception)
        {
            // Thrown on the thread that reads.
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
        finally
        {
            _full.CompleteAdding();
        }
    }
}
