using System.Net;
using System.Text;

namespace ContainerGuard.Tests.Support;

/// <summary>What was posted.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">By name, in any case.</param>
/// <param name="Body">As sent.</param>
public sealed record PostedReport(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>An HTTP server on a free port of loopback that takes what is posted to it, and answers as it is told.</summary>
public sealed class WebhookReceiver : LoopbackServer
{
    private readonly int _status;
    private readonly List<PostedReport> _posted = [];

    /// <param name="status">What it answers; 0 for never.</param>
    public WebhookReceiver(int status = 204)
    {
        _status = status;
        Start();
    }

    /// <summary>Where to post.</summary>
    public Uri Address => new($"{Root}/hook?key=do-not-show");

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<PostedReport> Posted
    {
        get
        {
            lock (_posted) return [.. _posted];
        }
    }

    protected override async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var headers = context.Request.Headers.AllKeys.OfType<string>()
            .ToDictionary(name => name, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
        lock (_posted) _posted.Add(new PostedReport(context.Request.RawUrl!, headers, body.ToArray()));
        if (_status == 0) return;

        context.Response.StatusCode = _status;
        context.Response.Close(Encoding.UTF8.GetBytes(""), willBlock: false);
    }
}
