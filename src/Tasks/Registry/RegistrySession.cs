using System.Net;

namespace ContainerGuard.Registry;

/// <summary>
/// One registry during one run. The first request finds out the scheme and the authentication; the number of concurrent
/// requests is limited.
/// </summary>
internal sealed class RegistrySession : IDisposable
{
    private const int LargestPing = 64 * 1024;

    private readonly string _host;
    private readonly RegistryTransport _transport;
    private readonly RegistryOptions _options;
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _connecting = new(1);
    private Connection? _connection;
    private RegistryException? _refusal;

    /// <param name="host">The registry as images name it.</param>
    /// <param name="transport">The layer below.</param>
    /// <param name="options">Limits and policies.</param>
    public RegistrySession(string host, RegistryTransport transport, RegistryOptions options)
    {
        _host = host;
        _transport = transport;
        _options = options;
        _slots = new SemaphoreSlim(options.RequestsPerHost);
    }

    /// <summary>Sends a request for a document of a repository.</summary>
    /// <param name="method">GET or HEAD; POST or PUT for a push.</param>
    /// <param name="repository">Such as <c>library/node</c>.</param>
    /// <param name="path">Below the repository: <c>manifests/24</c>; or an address that the registry named.</param>
    /// <param name="accept">Media types.</param>
    /// <param name="bodyLimit">The largest answer, in bytes.</param>
    /// <param name="cancellationToken">Ctrl+C or the overall time-out.</param>
    /// <param name="streams">Whether the body of a success is given as a stream.</param>
    /// <param name="body">The content of a push; null for none.</param>
    /// <returns>The answer, of any status.</returns>
    /// <exception cref="RegistryException">No answer, or no authorization.</exception>
    public async Task<RegistryResponse> SendAsync(
        HttpMethod method, string repository, string path, string accept, int bodyLimit, CancellationToken cancellationToken,
        bool streams = false, RegistryBody? body = null)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var url = Uri.TryCreate(path, UriKind.Absolute, out var named) ? named : new Uri(connection.Root, $"{repository}/{path}");
            var request = new RegistryRequest(method, url, bodyLimit)
            {
                Accept = accept,
                Streams = streams,
                Body = body,
                // Another host that takes the bytes does not get the credentials.
                Authorization = RegistryTransport.IsSameOrigin(url, connection.Root)
                    ? await connection.Authorizer.AuthorizeAsync(
                        connection.Challenges, repository, cancellationToken).ConfigureAwait(false)
                    : null,
            };
            var response = await _transport.SendAsync(_host, request, cancellationToken).ConfigureAwait(false);
            if (response.Status != HttpStatusCode.Unauthorized || !RegistryTransport.IsSameOrigin(response.Url, connection.Root))
            {
                return response;
            }

            // The token has expired, or this repository requires authentication that the ping did not.
            var challenges = Challenge.Parse(response.Challenges);
            connection.Authorizer.Forget(repository);
            var authorization = await connection.Authorizer
                .AuthorizeAsync(
                    challenges.Count > 0 ? challenges : connection.Challenges, repository, cancellationToken).ConfigureAwait(false);
            return authorization is null || authorization.Equals(request.Authorization)
                ? response
                : await _transport.SendAsync(
                    _host, request with { Authorization = authorization }, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>The failure of an unsuccessful answer.</summary>
    public RegistryException Refused(HttpMethod method, RegistryResponse response)
    {
        return new RegistryException(RegistryProblem.FromResponse(
            _host, method, response, RegistryErrorBody.Explain(response.Body), _connection?.Authorizer.HasCredentials == true));
    }

    /// <summary>A failure without the secrets that were sent: any part of it may come from the server.</summary>
    public RegistryProblem Redact(RegistryProblem problem) => _connection?.Authorizer is not { } authorizer ? problem : problem with
    {
        Message = authorizer.Redact(problem.Message),
        Remedy = authorizer.Redact(problem.Remedy),
        Request = problem.Request is null ? null : authorizer.Redact(problem.Request),
    };

    public void Dispose()
    {
        _slots.Dispose();
        _connecting.Dispose();
    }

    private async Task<Connection> ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_refusal is not null)
            {
                throw new RegistryException(_refusal.Problem);
            }

            return _connection ??= await FindAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException exception)
        {
            // All images of a registry that is down wait for it only once.
            _refusal = exception;
            throw;
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task<Connection> FindAsync(CancellationToken cancellationToken)
    {
        var authority = _host == Images.ImageReference.DockerHub ? "registry-1.docker.io" : _host;
        var (secure, plain) = (new Uri($"https://{authority}/v2/"), new Uri($"http://{authority}/v2/"));
        var wasPlain = _options.InsecureHosts.AllowPlainHttp(secure) && _options.Schemes?.WasPlain(_host) == true;
        if (wasPlain)
        {
            try
            {
                var known = await PingAsync(plain, isSentOnce: true, cancellationToken).ConfigureAwait(false);
                if (known.Status != HttpStatusCode.BadRequest) return known;
            }
            catch (RegistryException)
            {
                // It speaks TLS now, or is down: the usual way finds out.
            }
        }

        try
        {
            var found = await PingAsync(secure, isSentOnce: false, cancellationToken).ConfigureAwait(false);
            if (wasPlain) _options.Schemes!.Keep(_host, isPlain: false);
            return found;
        }
        catch (RegistryException exception) when (MayFallBack(secure, exception.Problem))
        {
            // A server that expects TLS answers 400: then the failure of TLS is the one to report.
            var found = await PingAsync(plain, isSentOnce: false, cancellationToken).ConfigureAwait(false);
            if (found.Status == HttpStatusCode.BadRequest) throw new RegistryException(exception.Problem);
            if (!wasPlain) _options.Schemes?.Keep(_host, isPlain: true);
            return found;
        }
    }

    /// <summary>
    /// TLS is tried first even if it is not required, unless the registry is known to do without it. A refused certificate does not allow
    /// plain HTTP: the server is meant to use TLS.
    /// </summary>
    private bool MayFallBack(Uri secure, RegistryProblem problem) =>
        problem.Kind == RegistryProblemKind.Unreachable
        && (problem.SpeaksNoTls || secure.IsDefaultPort)
        && _options.InsecureHosts.AllowPlainHttp(secure);

    private async Task<Connection> PingAsync(Uri root, bool isSentOnce, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Get, root, LargestPing) { IsSentOnce = isSentOnce };
        var response = await _transport.SendAsync(_host, request, cancellationToken).ConfigureAwait(false);

        // A challenge of the host that a redirect leads to is not the registry's: it does not get the registry's credentials.
        var challenges = response.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            && RegistryTransport.IsSameOrigin(response.Url, root)
            ? Challenge.Parse(response.Challenges)
            : [];

        // All other statuses are fine: some registries answer 403 or 404 here and still serve images.
        if (response.Status == HttpStatusCode.TooManyRequests || (int)response.Status >= 500)
        {
            throw Refused(HttpMethod.Get, response);
        }

        return new Connection(root, response.Status, challenges, new Authorizer(_host, root, _transport, _options));
    }

    private sealed record Connection(Uri Root, HttpStatusCode Status, IReadOnlyList<Challenge> Challenges, Authorizer Authorizer);
}
