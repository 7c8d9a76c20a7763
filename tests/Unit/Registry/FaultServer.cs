using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>What a <see cref="FaultServer"/> does to a request instead of serving it.</summary>
internal enum Fault
{
    None,

    /// <summary>The connection is reset before an answer.</summary>
    Reset,

    /// <summary>The connection is closed before an answer.</summary>
    Close,

    /// <summary>Half of the body, then the connection is closed.</summary>
    Truncate,

    /// <summary>Half of the body, then the connection is reset.</summary>
    ResetWithinBody,

    /// <summary>Half of the body, then silence.</summary>
    Stall,

    /// <summary>The whole answer, one byte in it changed.</summary>
    Corrupt,

    TooManyRequests,

    /// <summary>429, and to try again in no time.</summary>
    TooManyRequestsForNow,

    BadGateway,

    InternalServerError,

    ServiceUnavailable,

    /// <summary>Not HTTP.</summary>
    Nonsense,

    /// <summary>To another host that is not there, without TLS.</summary>
    RedirectElsewhere,

    /// <summary>To <see cref="FaultServer.Other"/>, for the same.</summary>
    RedirectToOther,
}

/// <summary>
/// A registry on a real socket of loopback that serves one image and misbehaves on demand, below what an HTTP library would let a
/// server do. It speaks no TLS and hangs up on who tries.
/// </summary>
internal sealed class FaultServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, (byte[] Body, string MediaType)> _documents = [];
    private readonly Func<string, Fault> _fault;
    private readonly ConcurrentDictionary<string, int> _tokens = [];
    private readonly ConcurrentBag<string> _authorizations = [];
    private int _tlsAttempts;
    private int _issued;
    private int _expired;

    /// <param name="image">Served as <c>a/app:1</c>.</param>
    /// <param name="fault">What to do to a request (<c>GET /v2/…</c>).</param>
    public FaultServer(TestImage image, Func<string, Fault> fault)
    {
        _fault = fault;
        _documents["/v2/"] = ("{}"u8.ToArray(), "application/json");
        foreach (var name in (string[])["1", image.Digest])
        {
            _documents[$"/v2/a/app/manifests/{name}"] = (image.Manifest, image.MediaType);
        }

        foreach (var blob in image.Blobs)
        {
            _documents[$"/v2/a/app/blobs/{TestImage.DigestOf(blob)}"] = (blob, "application/octet-stream");
        }

        _listener.Start();
        _ = AcceptAsync();
    }

    public string Authority => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Where <see cref="Fault.RedirectToOther"/> leads.</summary>
    public FaultServer? Other { get; init; }

    /// <summary>How many answers the next token is good for, before it has expired; null where no token is asked for.</summary>
    public Func<int>? AnswersOfToken { get; init; }

    /// <summary>How often a token was shown that had expired.</summary>
    public int Expired => _expired;

    /// <summary>What clients have shown of themselves.</summary>
    public IReadOnlyCollection<string> Authorizations => _authorizations;

    /// <summary>How often somebody tried to speak TLS.</summary>
    public int TlsAttempts => _tlsAttempts;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var cancellationToken = _end.Token;
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(cancellationToken), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            using (socket)
            {
                while (await ReadHeadAsync(socket, cancellationToken) is { } head && await AnswerAsync(socket, head, cancellationToken))
                {
                    // The next request of the connection.
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client went away, or the test is over.
        }
    }

    private async Task<string?> ReadHeadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await socket.ReceiveAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return null;
            }

            const byte TlsHandshake = 22;
            if (text.Length == 0 && buffer[0] == TlsHandshake)
            {
                Interlocked.Increment(ref _tlsAttempts);
                return null;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    /// <returns>The scheme and the value; null where the client shows nothing.</returns>
    private string? AuthorizationOf(string head)
    {
        const string Name = "Authorization: ";
        var line = Array.Find(head.Split("\r\n"), static line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase))?[Name.Length..];
        if (line is not null) _authorizations.Add(line);
        return line;
    }

    /// <summary>The token server, and what it opens.</summary>
    /// <returns>The answer to who has no token, or one that has expired, or asks for one; null for the others.</returns>
    private string? AnswerOfTokens(string path, string? authorization)
    {
        if (AnswersOfToken is null) return null;
        if (path.StartsWith("/token", StringComparison.Ordinal))
        {
            var issued = $"t{Interlocked.Increment(ref _issued)}";
            _tokens[issued] = AnswersOfToken();
            return Text("200 OK", $"{{\"token\":\"{issued}\"}}");
        }

        var shown = authorization?.Split(' ')[^1] ?? "";
        if (_tokens.TryGetValue(shown, out var left) && left > 0)
        {
            _tokens[shown] = left - 1;
            return null;
        }

        if (shown.Length > 0) Interlocked.Increment(ref _expired);
        return Text(
            "401 Unauthorized", "{}",
            $"WWW-Authenticate: Bearer realm=\"http://{Authority}/token\",service=\"faults\""
                + $"{(shown.Length > 0 ? ",error=\"invalid_token\"" : "")}\r\n");

        static string Text(string status, string body, string headers = "") =>
            $"HTTP/1.1 {status}\r\n{headers}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> AnswerAsync(Socket socket, string head, CancellationToken cancellationToken)
    {
        var (request, authorization) = (string.Join(' ', head.Split(' ')[..2]), AuthorizationOf(head));
        var (method, path) = (request.Split(' ')[0], request.Split(' ')[1]);
        var fault = _fault(request);
        if (fault is Fault.Reset or Fault.Close)
        {
            socket.LingerState = new LingerOption(fault == Fault.Reset, 0);
            return false;
        }

        // A token is used up by answers alone, so that a new one always opens something.
        if ((Preset(fault, path) ?? (fault == Fault.None ? AnswerOfTokens(path, authorization) : null)) is { } preset)
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(preset), cancellationToken);
            return fault != Fault.Nonsense;
        }

        var found = _documents.TryGetValue(path, out var document);
        var body = found ? document.Body.ToArray() : "{}"u8.ToArray();
        var answer = $"HTTP/1.1 {(found ? "200 OK" : "404 Not Found")}\r\nContent-Type: {document.MediaType ?? "application/json"}\r\n"
            + $"Content-Length: {body.Length}\r\nDocker-Content-Digest: {TestImage.DigestOf(body)}\r\n\r\n";
        await socket.SendAsync(Encoding.Latin1.GetBytes(answer), cancellationToken);
        if (method == "HEAD")
        {
            return true;
        }

        if (fault == Fault.Corrupt)
        {
            body[body.Length / 2] ^= 1;
        }

        if (fault is Fault.Truncate or Fault.ResetWithinBody or Fault.Stall)
        {
            await socket.SendAsync(body.AsMemory(0, body.Length / 2), cancellationToken);
            if (fault == Fault.Stall)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            socket.LingerState = new LingerOption(fault == Fault.ResetWithinBody, 0);
            return false;
        }

        await socket.SendAsync(body, cancellationToken);
        return true;
    }

    private string? Preset(Fault fault, string path) => fault switch
    {
        Fault.TooManyRequests => "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n",
        Fault.TooManyRequestsForNow => "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
        Fault.BadGateway => "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
        Fault.InternalServerError => "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
        Fault.ServiceUnavailable => "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
        Fault.RedirectElsewhere => "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://registry.invalid/\r\nContent-Length: 0\r\n\r\n",
        Fault.RedirectToOther =>
            $"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://{Other?.Authority ?? Authority}{path}\r\nContent-Length: 0\r\n\r\n",
        Fault.Nonsense => "SSH-2.0-OpenSSH_9.9\r\n",
        _ => null,
    };
}
