using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContainerGuard.Tests.Unit.Pinning.Sources;

/// <summary>A server of files and of Git references on a real socket of loopback.</summary>
internal sealed class SourceServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = [];

    public SourceServer()
    {
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The request lines and headers, in order.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Serves a file, and returns its address.</summary>
    public string File(string path, byte[] body, string headers = "") => Answer(path, 200, body, headers);

    /// <summary>Any answer; its body may be shorter than it says.</summary>
    public string Answer(string path, int status, byte[] body, string headers = "", int missing = 0)
    {
        _answers[path] = [.. Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} Status\r\nContent-Length: {body.Length + missing}\r\nConnection: close\r\n{headers}\r\n"), .. body];
        return Url + path;
    }

    /// <summary>Serves the references of a repository as a smart server does, and returns its address.</summary>
    public string Repository(string path, params (string Name, string Commit)[] references)
    {
        File($"{path}/info/refs?service=git-upload-pack", Advertisement(references),
            "Content-Type: application/x-git-upload-pack-advertisement\r\n");
        return Url + path;
    }

    /// <summary>The lines that <c>git http-backend</c> writes for protocol version 0.</summary>
    public static byte[] Advertisement(params (string Name, string Commit)[] references)
    {
        var text = new StringBuilder(Line("# service=git-upload-pack\n")).Append("0000");
        const string abilities = "\0multi_ack thin-pack side-band-64k ofs-delta shallow symref=HEAD:refs/heads/main agent=git/2.47.3";
        for (var index = 0; index < references.Length; index++)
        {
            text.Append(Line($"{references[index].Commit} {references[index].Name}{(index == 0 ? abilities : "")}\n"));
        }

        if (references.Length == 0) text.Append(Line($"{new string('0', 40)} capabilities^{{}}{abilities}\n"));
        return Encoding.ASCII.GetBytes(text.Append("0000").ToString());
    }

    /// <summary>A line with its length in front.</summary>
    public static string Line(string text) => $"{text.Length + 4:x4}{text}";

    public void Dispose() => _listener.Stop();

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await ServeAsync(client);
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                if (!_listener.Server.IsBound) return;
            }
            catch (Exception exception) when (exception is ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0) return;
            request.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        _requests.Enqueue(request.ToString());
        var path = request.ToString().Split(' ')[1];
        await stream.WriteAsync(
            _answers.GetValueOrDefault(path) ?? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        client.Client.Shutdown(SocketShutdown.Send);
    }
}
