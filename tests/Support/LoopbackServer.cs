using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ContainerGuard.Tests.Support;

/// <summary>An HTTP server on a free port of loopback, which answers one request after the other.</summary>
public abstract class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentQueue<string> _authorizations = new();

    protected LoopbackServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Root = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _listener = new HttpListener { Prefixes = { $"{Root}/" } };
    }

    /// <summary>The address of the server, without a slash at its end.</summary>
    protected string Root { get; }

    /// <summary>Host and port.</summary>
    public string Authority => Root["http://".Length..];

    /// <summary>The header Authorization that a request must have, and the answer to one without it; null for an open server.</summary>
    public (string Header, int Status, string Challenge)? Login { get; set; }

    /// <summary>The header Authorization of each request, in order; empty without one.</summary>
    public IReadOnlyList<string> Authorizations => [.. _authorizations];

    public void Dispose()
    {
        _listener.Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins to answer; the last statement of a constructor.</summary>
    protected void Start()
    {
        _listener.Start();
        _ = ListenAsync();
    }

    /// <summary>Answers a request.</summary>
    protected abstract Task AnswerAsync(HttpListenerContext context);

    /// <summary>Sends the body, unless the client has closed the connection.</summary>
    protected static void Send(HttpListenerResponse response, byte[] body)
    {
        try
        {
            response.Close(body, willBlock: true);
        }
        catch (Exception failure) when (failure is HttpListenerException or InvalidOperationException or IOException)
        {
            // The client closed the connection.
        }
    }

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            var authorization = context.Request.Headers["Authorization"] ?? "";
            _authorizations.Enqueue(authorization);
            if (Login is { } login && authorization != login.Header)
            {
                context.Response.StatusCode = login.Status;
                if (login.Challenge.Length > 0) context.Response.Headers["WWW-Authenticate"] = login.Challenge;
                Send(context.Response, []);
                continue;
            }

            await AnswerAsync(context);
        }
    }
}
