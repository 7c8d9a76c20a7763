using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContainerGuard.Tests.Support;

/// <summary>
/// A forward proxy on loopback as companies have one: it takes plain requests by their whole address (RFC 9112, section 3.2.2) and tunnels
/// by CONNECT. Whichever host is asked for is one server of the test, so that names which exist nowhere can be asked for.
/// </summary>
public sealed class ForwardProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly IPEndPoint _server;
    private readonly string? _account;
    private readonly List<string> _requests = [];
    private bool _isDisposed;

    /// <param name="authority">The server behind it: an address of this machine and its port.</param>
    /// <param name="account"><c>user:password</c>, without which it answers 407; null for a proxy that is open to all.</param>
    public ForwardProxy(string authority, string? account = null)
    {
        _server = IPEndPoint.Parse(authority);
        _account = account;
        _listener.Start();
        Authority = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    /// <summary>Host and port.</summary>
    public string Authority { get; }

    /// <summary>What it let through: <c>CONNECT registry.example:443</c>, <c>GET http://registry.example/v2/</c>.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    /// <summary>Ends it; a test may do so before its end.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var cancellationToken = _end.Token;
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync(cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                while (await ReadHeadAsync(client, cancellationToken) is { } head)
                {
                    if (!IsAllowed(head))
                    {
                        await client.SendAsync(
                            ("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n"u8
                                + "Content-Length: 0\r\n\r\n"u8).ToArray(),
                            cancellationToken);
                        continue;
                    }

                    await server.ConnectAsync(_server, cancellationToken);
                    if (await BeginAsync(client, server, head, cancellationToken))
                    {
                        await Task.WhenAny(CopyAsync(client, server, cancellationToken), CopyAsync(server, client, cancellationToken));
                    }
                    else
                    {
                        await CopyAsync(server, client, cancellationToken);
                    }

                    return;
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One of the two went away, or the test is over.
            }
        }
    }

    /// <returns>Whether it is a tunnel, which both use; else one answer is to come.</returns>
    private async Task<bool> BeginAsync(Socket client, Socket server, string head, CancellationToken cancellationToken)
    {
        var (method, target) = head.Split(' ') switch { [var first, var second, ..] => (first, second), _ => ("", "") };
        lock (_requests) _requests.Add($"{method} {target}");
        if (method == "CONNECT")
        {
            await client.SendAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), cancellationToken);
            return true;
        }

        var url = new Uri(target);
        var lines = head.Split("\r\n").Where(static line => !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase)).Skip(1);
        await server.SendAsync(
            Encoding.Latin1.GetBytes(string.Join("\r\n", [$"{method} {url.PathAndQuery} HTTP/1.1", "Connection: close", .. lines])),
            cancellationToken);
        server.Shutdown(SocketShutdown.Send);
        return false;
    }

    private bool IsAllowed(string head) =>
        _account is null || head.Contains(
            $"\r\nProxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(_account))}\r\n", StringComparison.Ordinal);

    /// <summary>To the empty line; no request of these tests has a body.</summary>
    private static async Task<string?> ReadHeadAsync(Socket client, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await client.ReceiveAsync(buffer, cancellationToken) == 0) return null;
            text.Append((char)buffer[0]);
        }

        return text.ToString();
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.ReceiveAsync(buffer, cancellationToken)) > 0)
        {
            await to.SendAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
