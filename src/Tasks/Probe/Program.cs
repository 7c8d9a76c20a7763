using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ContainerGuard.Probe;

/// <summary>
/// Checks the health of an app over HTTP, for HEALTHCHECK in an image without a shell and curl. The exit code is 0 for a status from 200
/// to 399, else 1 (Dockerfile reference, HEALTHCHECK). The reason is in the engine's log of the check.
/// </summary>
internal static class Program
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var text] || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp)
        {
            return Unwell("Pass the URL of the health check as the argument: http://127.0.0.1:8080/healthz");
        }

        using var clock = new CancellationTokenSource(Patience);
        try
        {
            var status = await AskAsync(url, clock.Token).ConfigureAwait(false);
            return status is >= 200 and < 400 ? 0 : Unwell($"{url} answered {status}");
        }
        catch (OperationCanceledException)
        {
            return Unwell($"{url} did not answer within {Patience.TotalSeconds} seconds");
        }
        catch (Exception exception) when (exception is SocketException or IOException or FormatException)
        {
            return Unwell($"{url} cannot be reached: {exception.Message}");
        }
    }

    /// <summary>
    /// The status of the response (RFC 9112, section 4). An HTTP library would take longer to start than the whole check.
    /// </summary>
    private static async Task<int> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, cancellationToken).ConfigureAwait(false);
        var stream = client.GetStream();
        var request =
            $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nUser-Agent: ContainerGuard.Probe\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken).ConfigureAwait(false);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        var line = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        return line is ['H', 'T', 'T', 'P', '/', '1', '.', _, ' ', var a, var b, var c, ..]
            ? int.Parse([a, b, c], NumberStyles.None, CultureInfo.InvariantCulture)
            : throw new FormatException("the response is not HTTP");
    }

    private static int Unwell(string reason)
    {
        Console.Error.WriteLine(reason);
        return 1;
    }
}
