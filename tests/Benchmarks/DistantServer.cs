using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ContainerGuard.Benchmarks;

/// <summary>A server of this machine as if it were far away: whatever it answers arrives some time later.</summary>
internal sealed class DistantServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly IPEndPoint _server;
    private readonly TimeSpan _roundTrip;
    private readonly Task _accepting;

    /// <param name="authority">The server: an address of this machine and its port.</param>
    /// <param name="roundTrip">How long an answer takes, beside the server's own time.</param>
    public DistantServer(string authority, TimeSpan roundTrip)
    {
        _server = IPEndPoint.Parse(authority);
        _roundTrip = roundTrip;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Authority => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = RelayAsync(await _listener.AcceptSocketAsync(_end.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using (client)
        using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            try
            {
                await server.ConnectAsync(_server, _end.Token);
                var answers = Channel.CreateUnbounded<(DateTime Due, byte[] Bytes)>();
                await Task.WhenAll(ForwardAsync(client, server), ReadAsync(server, answers.Writer), WriteAsync(answers.Reader, client));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One of the two went away, or the end.
            }
        }
    }

    private async Task ForwardAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReceiveAsync(buffer, _end.Token)) > 0) await to.SendAsync(buffer.AsMemory(0, read), _end.Token);
        to.Shutdown(SocketShutdown.Send);
    }

    private async Task ReadAsync(Socket server, ChannelWriter<(DateTime Due, byte[] Bytes)> answers)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await server.ReceiveAsync(buffer, _end.Token)) > 0)
        {
            await answers.WriteAsync((DateTime.UtcNow + _roundTrip, buffer[..read]), _end.Token);
        }

        answers.Complete();
    }

    private async Task WriteAsync(ChannelReader<(DateTime Due, byte[] Bytes)> answers, Socket client)
    {
        await foreach (var (due, bytes) in answers.ReadAllAsync(_end.Token))
        {
            if (due - DateTime.UtcNow is { Ticks: > 0 } rest) await Task.Delay(rest, _end.Token);
            await client.SendAsync(bytes, _end.Token);
        }

        client.Shutdown(SocketShutdown.Send);
    }
}
