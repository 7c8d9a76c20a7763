using System.Net;
using ContainerGuard.Registry;

namespace ContainerGuard.Advisories.Downloads;

/// <summary>Downloads documents of a source of vulnerability data: with TLS, proxies and limits, and only what has changed.</summary>
/// <param name="options">The settings of connections.</param>
internal sealed class AdvisoryDownload(RegistryOptions options) : IDisposable
{
    private readonly RegistryTransport _transport = new(options);
    private readonly SourceLogin _login = new(options);
    private long _downloaded;

    /// <summary>The number of bytes that were read, of which those of an answer with compression are counted unpacked.</summary>
    public long Downloaded => Interlocked.Read(ref _downloaded);

    /// <summary>Reads a document.</summary>
    /// <param name="source">The address that the user named, for messages.</param>
    /// <param name="address">Where the document is.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>Null if it does not exist (404).</returns>
    /// <exception cref="AdvisoryException">It cannot be read.</exception>
    public async Task<byte[]?> FindAsync(Uri source, Uri address, int limit, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(source, new RegistryRequest(HttpMethod.Get, address, limit) { AcceptsGzip = true }, cancellationToken)
            .ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.NotFound) return null;
        ThrowUnlessOk(source, address, answer);
        Interlocked.Add(ref _downloaded, answer.Body.Length);
        return answer.Body;
    }

    /// <summary>Reads a document that must exist.</summary>
    /// <exception cref="AdvisoryException">It cannot be read, or does not exist.</exception>
    public async Task<byte[]> GetAsync(Uri source, Uri address, int limit, CancellationToken cancellationToken) =>
        await FindAsync(source, address, limit, cancellationToken).ConfigureAwait(false)
        ?? throw new AdvisoryException(source, $"{address.Authority} answered 404 to {RegistryProblem.Describe(HttpMethod.Get, address)}");

    /// <summary>Opens a document that may be too large for memory.</summary>
    /// <param name="source">The address that the user named, for messages.</param>
    /// <param name="address">Where the document is.</param>
    /// <param name="state">The state that is known; empty for none.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>The document to dispose; without content if the known state is the current one, or if it does not exist.</returns>
    /// <exception cref="AdvisoryException">It cannot be read.</exception>
    public async Task<OpenDocument> OpenAsync(Uri source, Uri address, string state, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Get, address, 1 << 20)
        {
            Streams = true, KnownState = state.Length == 0 ? null : state,
        };
        var answer = await SendAsync(source, request, cancellationToken).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.NotModified) return new OpenDocument(null, state, IsMissing: false);
        if (answer.Status == HttpStatusCode.NotFound) return new OpenDocument(null, "", IsMissing: true);
        ThrowUnlessOk(source, address, answer);
        return new OpenDocument(
            new CountingStream(source, answer.Content!, read => Interlocked.Add(ref _downloaded, read)), answer.State ?? "",
            IsMissing: false);
    }

    /// <summary>The address of a document below a source.</summary>
    /// <param name="root">The source, with or without a slash at its end.</param>
    /// <param name="path">Relative and escaped.</param>
    public static Uri Below(Uri root, string path) =>
        new(root.AbsoluteUri.EndsWith('/') ? root.AbsoluteUri + path : $"{root.AbsoluteUri}/{path}");

    /// <summary>A text without the credentials that were sent.</summary>
    public string Redact(string text) => _login.Redact(text);

    public void Dispose() => _transport.Dispose();

    private async Task<RegistryResponse> SendAsync(Uri source, RegistryRequest request, CancellationToken cancellationToken)
    {
        var address = request.Url;
        if (address.Scheme == Uri.UriSchemeHttp && !options.InsecureHosts.AllowPlainHttp(address))
        {
            throw new AdvisoryException(source, $"the request to {address.Authority} would not use TLS");
        }

        // A source on the web that names a document in a private network cannot reach it itself.
        if (address.Authority != source.Authority
            && await options.PrivateNetwork.HasAsync(address, cancellationToken).ConfigureAwait(false)
            && !await options.PrivateNetwork.HasAsync(source, cancellationToken).ConfigureAwait(false))
        {
            throw new AdvisoryException(source, $"it names a page in a private network, at {address.Authority}");
        }

        try
        {
            request = request with { Authorization = _login.For(address) };
            var answer = await _transport.SendAsync(address.Authority, request, cancellationToken).ConfigureAwait(false);
            var authorization = await _login.AnswerAsync(address, answer, cancellationToken).ConfigureAwait(false);
            return authorization is null || authorization.Equals(request.Authorization)
                ? answer
                : await _transport.SendAsync(address.Authority, request with { Authorization = authorization }, cancellationToken)
                    .ConfigureAwait(false);
        }
        catch (RegistryException exception)
        {
            throw new AdvisoryException(source, Redact(exception.Problem.Message))
            {
                Remedy = exception.Problem.Kind == RegistryProblemKind.Configuration ? exception.Problem.Remedy : null,
            };
        }
    }

    private void ThrowUnlessOk(Uri source, Uri address, RegistryResponse answer)
    {
        if (answer.Status == HttpStatusCode.OK) return;
        if (answer.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            throw new AdvisoryException(
                source, $"{address.Authority} answered {(int)answer.Status} to {RegistryProblem.Describe(HttpMethod.Get, address)}");
        }

        var host = answer.Url.Authority;
        if (!RegistryTransport.IsSameOrigin(answer.Url, address))
        {
            // Another host does not get credentials.
            throw new AdvisoryException(
                source, $"{address.Authority} redirects to {host}, which requires a login (status {(int)answer.Status})");
        }

        throw _login.SourceFor(answer.Url) is { } place
            ? new AdvisoryException(source, $"{host} refused the credentials from {place} (status {(int)answer.Status})")
            {
                Remedy = "Correct the credentials, or give their account the right to read the source.",
            }
            : new AdvisoryException(source, $"{host} requires a login (status {(int)answer.Status})")
            {
                Remedy = $"Add <ContainerGuardCredential Include=\"{host}\" UserName=\"robot\" PasswordVariable=\"SOURCE_TOKEN\" />, and "
                    + "set that variable to the password.",
            };
    }
}

/// <summary>A document that is read as a stream.</summary>
/// <param name="Content">Null if it is unchanged or missing.</param>
/// <param name="State">Its state, for the next request; empty if the server does not name it.</param>
/// <param name="IsMissing">Whether it does not exist.</param>
internal sealed record OpenDocument(Stream? Content, string State, bool IsMissing) : IDisposable
{
    public void Dispose() => Content?.Dispose();
}
