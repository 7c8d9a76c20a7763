using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ContainerGuard.Http;
using ContainerGuard.Images;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>
/// A registry in place of the sockets, for the quirks that no real one shows on demand. Serves the images it is given as the
/// specification says, unless <see cref="Override"/> answers first.
/// </summary>
internal sealed class StubRegistry : HttpMessageHandler
{
    private readonly Dictionary<string, (byte[] Body, string MediaType)> _documents = [];
    private readonly Lock _lock = new();
    private readonly List<string> _requests = [];

    /// <summary>Answers before anything else; null to let the stub answer.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Override { get; set; }

    /// <summary>As <see cref="Override"/>, for what takes time.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage?>>? OverrideAsync { get; set; }

    /// <summary>Requests in order: method, URL, and the scheme and value of Authorization if there was one.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Puts an image, whole, under a tag of a repository.</summary>
    public StubRegistry With(string repository, string tag, TestImage image)
    {
        _documents[$"/v2/{repository}/manifests/{tag}"] = (image.Manifest, image.MediaType);
        _documents[$"/v2/{repository}/manifests/{image.Digest}"] = (image.Manifest, image.MediaType);
        foreach (var blob in image.Blobs)
        {
            _documents[$"/v2/{repository}/blobs/{TestImage.DigestOf(blob)}"] = (blob, "application/octet-stream");
        }

        foreach (var inner in image.Images)
        {
            With(repository, inner.Digest, inner);
        }

        return this;
    }

    /// <summary>A client on top of this, quick to retry.</summary>
    public RegistryClient Client(Func<RegistryOptions, RegistryOptions>? change = null)
    {
        var options = new RegistryOptions
        {
            PrivateNetwork = new PrivateNetwork(Addresses),
            CreateHandler = (_, _) => this,
            RetryDelay = TimeSpan.FromMilliseconds(1),
        };
        return new RegistryClient(change?.Invoke(options) ?? options);
    }

    /// <summary>The world's names: those of <c>corp</c> are in a private network.</summary>
    private static Task<IPAddress[]> Addresses(string host, CancellationToken cancellationToken) => host switch
    {
        "nowhere.example" => throw new System.Net.Sockets.SocketException(),
        _ when host.EndsWith(".corp", StringComparison.Ordinal) =>
            Task.FromResult<IPAddress[]>([IPAddress.Parse("203.0.113.5"), IPAddress.Parse("10.1.2.3")]),
        _ => Task.FromResult<IPAddress[]>([IPAddress.Parse("203.0.113.7")]),
    };

    public static HttpResponseMessage Answer(
        HttpStatusCode status, string body = "", string mediaType = "application/json", params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        foreach (var (name, value) in headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    public static HttpResponseMessage RedirectTo(string url) => Answer(HttpStatusCode.TemporaryRedirect, headers: ("Location", url));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _requests.Add($"{request.Method} {request.RequestUri} {request.Headers.Authorization}".TrimEnd());
        }

        if (OverrideAsync is not null && await OverrideAsync(request, cancellationToken) is { } late)
        {
            return late;
        }

        return Override?.Invoke(request) ?? Serve(request);
    }

    private HttpResponseMessage Serve(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (path == "/v2/")
        {
            return Answer(HttpStatusCode.OK, "{}");
        }

        if (path.EndsWith("/tags/list", StringComparison.Ordinal))
        {
            var manifests = path.Replace("/tags/list", "/manifests/", StringComparison.Ordinal);
            var tags = _documents.Keys.Where(key => key.StartsWith(manifests, StringComparison.Ordinal)
                && !key.Contains("sha256:", StringComparison.Ordinal)).Select(key => $"\"{key[manifests.Length..]}\"");
            return Answer(HttpStatusCode.OK, $$"""{"tags":[{{string.Join(',', tags)}}]}""");
        }

        if (!_documents.TryGetValue(path, out var document))
        {
            return Answer(HttpStatusCode.NotFound, """{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}""");
        }

        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(request.Method == HttpMethod.Head ? [] : document.Body),
        };
        response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(document.MediaType);
        response.Headers.Add("Docker-Content-Digest", TestImage.DigestOf(document.Body));
        return response;
    }
}

/// <summary>Credentials for every registry.</summary>
internal sealed class FixedKeychain(string username, string secret, bool isIdentityToken = false) : IKeychain
{
    public ValueTask<Credential?> FindAsync(string registry, string repository, CancellationToken cancellationToken) =>
        new(new Credential(username, secret, isIdentityToken, "a test"));
}

internal static class RegistryTestExtensions
{
    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static Task<ResolvedImage> Resolve(this RegistryClient client, string reference) =>
        client.ResolveAsync(ImageReference.Parse(reference), Cancelled);

    public static async Task<RegistryProblem> ShouldFail(this RegistryClient client, string reference, RegistryProblemKind kind)
    {
        var failure = (await Should.ThrowAsync<RegistryException>(() => client.Resolve(reference))).Problem;
        failure.Kind.ShouldBe(kind, failure.Message);
        failure.Remedy.ShouldEndWith(".");
        failure.Message.ShouldNotEndWith(".");
        return failure;
    }
}
