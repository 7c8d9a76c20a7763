using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using ContainerGuard.Http;
using Polly;
using Polly.Retry;

namespace ContainerGuard.Registry;

/// <summary>
/// Sends one request and reads the whole answer, with limits on time and size. Redirects to another host carry no credentials. Temporary
/// failures (429, 5xx, broken connections) are retried, as Retry-After says.
/// </summary>
internal sealed class RegistryTransport : IDisposable
{
    private const int MostRedirects = 5;
    private static readonly string UserAgent = $"containerguard/{typeof(RegistryTransport).Assembly.GetName().Version?.ToString(3)}";

    private readonly RegistryOptions _options;
    private readonly Lazy<HttpMessageInvoker> _verified;
    private readonly Lazy<HttpMessageInvoker> _unverified;

    /// <summary>By host and port; null for hosts without certificates on this machine.</summary>
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageInvoker?>> _own = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Made for the first request: an image whose parts are kept needs none.</summary>
    private readonly Lazy<ResiliencePipeline<RegistryResponse>> _pipeline;

    public RegistryTransport(RegistryOptions options)
    {
        _options = options;
        _verified = new(() => CreateInvoker(true, null));
        _unverified = new(() => CreateInvoker(false, null));
        _pipeline = new(() => BuildPipeline(options));
    }

    /// <summary>Sends, retries, follows redirects.</summary>
    /// <param name="host">The registry's name in messages.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ctrl+C or the overall time-out.</param>
    /// <returns>The last answer, of any status.</returns>
    /// <exception cref="RegistryException">No answer was usable.</exception>
    /// <exception cref="OperationCanceledException">Only by <paramref name="cancellationToken"/>.</exception>
    public async Task<RegistryResponse> SendAsync(string host, RegistryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            RegistryResponse? response = null;
            Exception? failure = null;
            try
            {
                response = await SendOnceAsync(host, request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!request.IsSentOnce && MayPass(exception))
            {
                failure = exception;
            }

            return response is not null && (request.IsSentOnce || !MayPass(response, _options.LongestRetryAfter))
                ? response
                : await RetryAsync(response, failure, host, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is (HttpRequestException or IOException or TimeoutException or OperationCanceledException))
        {
            throw new RegistryException(
                RegistryProblem.FromException(host, request.Method, request.Url, exception, _options.Proxy?.Find(request.Url)));
        }
    }

    public void Dispose()
    {
        if (_verified.IsValueCreated) _verified.Value.Dispose();
        if (_unverified.IsValueCreated) _unverified.Value.Dispose();
        foreach (var own in _own.Values)
        {
            if (own.IsValueCreated) own.Value?.Dispose();
        }
    }

    /// <summary>
    /// Goes on after a first attempt. The retries are in a library whose loading costs a new process more than a request, so it gets its
    /// first outcome from here, and only if that was a failure.
    /// </summary>
    private async Task<RegistryResponse> RetryAsync(
        RegistryResponse? response, Exception? failure, string host, RegistryRequest request, CancellationToken cancellationToken)
    {
        var isFirst = true;
        return await _pipeline.Value.ExecuteAsync(
            async token =>
            {
                if (!isFirst) return await SendOnceAsync(host, request, token).ConfigureAwait(false);
                isFirst = false;
                if (failure is not null) ExceptionDispatchInfo.Throw(failure);
                return response!;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="TimeoutException">The attempt took too long.</exception>
    private async Task<RegistryResponse> SendOnceAsync(string host, RegistryRequest request, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(_options.AttemptTimeout, _options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            return await FollowAsync(host, request, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
            when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no response after {_options.AttemptTimeout.TotalSeconds:0} seconds", exception);
        }
    }

    private async Task<RegistryResponse> FollowAsync(string host, RegistryRequest request, CancellationToken cancellationToken)
    {
        var (url, authorization) = (request.Url, request.Authorization);
        for (var redirects = 0; ; redirects++)
        {
            using var message = new HttpRequestMessage(request.Method, url);
            message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            // A digest is that of the bytes: no proxy may compress them.
            message.Headers.TryAddWithoutValidation("Accept-Encoding", request.AcceptsGzip ? "gzip" : "identity");
            if (request.Accept is not null)
            {
                message.Headers.TryAddWithoutValidation("Accept", request.Accept);
            }

            if (request.KnownState is not null) message.Headers.TryAddWithoutValidation("If-None-Match", request.KnownState);
            message.Headers.Authorization = authorization;
            message.Content = ContentOf(request);

            HttpResponseMessage response;
            try
            {
                response = await InvokerFor(url, host).SendAsync(message, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException exception)
                when (exception.HttpRequestError == HttpRequestError.SecureConnectionError && _options.InsecureHosts.AllowPlainHttp(url))
            {
                // Not tried again: this host may do without TLS, so the failure is an answer.
                throw new RegistryException(
                    RegistryProblem.FromException(host, message.Method, url, exception, _options.Proxy?.Find(url)));
            }

            using var kept = new KeptResponse(response);
            if (!IsRedirect(response) || request.Form is not null || request.Body is not null)
            {
                RefuseCompression(host, request, url, response);
                return request.Streams && response.IsSuccessStatusCode
                    ? new RegistryResponse(response.StatusCode, url, [])
                    {
                        State = HeaderOf(response, "ETag"),
                        Content = new ResponseStream(kept.Take(), host, request.Method, url, _options.AttemptTimeout),
                    }
                    : await ReadAsync(host, request, url, response, cancellationToken).ConfigureAwait(false);
            }

            var target = new Uri(url, response.Headers.Location!);
            if (ReasonAgainstRedirect(url, target, redirects) is { } reason)
            {
                throw new RegistryException(RegistryProblem.Invalid(host, request.Method, url, reason));
            }

            // A redirect back to the first host does not get the credentials again.
            authorization = IsSameOrigin(url, target) ? authorization : null;
            url = target;
        }
    }

    private static HttpContent? ContentOf(RegistryRequest request)
    {
        if (request.Form is not null) return new FormUrlEncodedContent(request.Form);
        if (request.Body is not { } body) return null;
        var content = new ByteArrayContent(body.Content);
        if (body.MediaType is not null) content.Headers.TryAddWithoutValidation("Content-Type", body.MediaType);
        return content;
    }

    private HttpMessageInvoker CreateInvoker(bool isVerified, HostCertificates? certificates) =>
        new(_options.CreateHandler?.Invoke(isVerified, certificates) ?? HttpHandlers.Create(isVerified, certificates, _options.Proxy));

    private HttpMessageInvoker InvokerFor(Uri url, string host)
    {
        var isVerified = !_options.InsecureHosts.IsListed(url);
        var own = url.Scheme != Uri.UriSchemeHttps ? null : _own.GetOrAdd($"{url.Host}:{url.Port}", _ => new(() =>
            _options.Certificates.For(url, host) is { } certificates ? CreateInvoker(isVerified, certificates) : null)).Value;
        return own ?? (isVerified ? _verified : _unverified).Value;
    }

    private string? ReasonAgainstRedirect(Uri from, Uri to, int redirects) => to switch
    {
        _ when redirects >= MostRedirects => $"it redirects more than {MostRedirects} times",
        _ when to.Scheme != Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttp => $"it redirects to the scheme '{to.Scheme}'",
        _ when to.UserInfo.Length > 0 => "it redirects to an address with a user name",
        _ when to.Scheme == Uri.UriSchemeHttp && (from.Scheme == Uri.UriSchemeHttps || !_options.InsecureHosts.AllowPlainHttp(to)) =>
            $"it redirects to {to.Authority} without TLS",
        _ => null,
    };

    private static bool IsRedirect(HttpResponseMessage response) =>
        response.Headers.Location is not null
        && response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>Whether two addresses have the same scheme, host and port (RFC 6454).</summary>
    public static bool IsSameOrigin(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && a.Host.Equals(b.Host, StringComparison.OrdinalIgnoreCase);

    private async Task<RegistryResponse> ReadAsync(
        string host, RegistryRequest request, Uri url, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var unpacks = request.AcceptsGzip && IsGzip(HeaderOf(response.Content.Headers, "Content-Encoding"));
        byte[]? body;
        try
        {
            body = request.Method == HttpMethod.Head ? []
                : await BoundedBody.ReadAsync(response.Content, request.BodyLimit, cancellationToken, unpacks).ConfigureAwait(false);
        }
        catch (InvalidDataException) when (unpacks)
        {
            throw new RegistryException(RegistryProblem.Invalid(host, request.Method, url, "its compression (gzip) is damaged"));
        }

        if (body is null)
        {
            throw new RegistryException(RegistryProblem.Invalid(
                host, request.Method, url, $"it is larger than {request.BodyLimit / 1024} KiB"));
        }

        return new RegistryResponse(response.StatusCode, url, body)
        {
            MediaType = MediaTypeOf(response),
            ContentDigest = HeaderOf(response, "Docker-Content-Digest"),
            Challenges = response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var challenges) ? [.. challenges] : [],
            Link = HeaderOf(response, "Link"),
            Location = HeaderOf(response, "Location"),
            State = HeaderOf(response, "ETag"),
            HasSubject = HeaderOf(response, "OCI-Subject") is not null,
            RetryAfter = RetryAfterOf(response),
        };
    }

    private static bool IsGzip(string? encoding) =>
        encoding is not null && (encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase)
            || encoding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase));

    private static void RefuseCompression(string host, RegistryRequest request, Uri url, HttpResponseMessage response)
    {
        var encoding = HeaderOf(response.Content.Headers, "Content-Encoding");
        if (encoding is not (null or "" or "identity") && !(request.AcceptsGzip && IsGzip(encoding)) && response.IsSuccessStatusCode)
        {
            throw new RegistryException(
                RegistryProblem.Invalid(host, request.Method, url, $"it is compressed ({encoding}) although that was declined"));
        }
    }

    private static string? MediaTypeOf(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values)
            ? values.ToString().Split(';')[0].Trim().ToLowerInvariant()
            : null;

    private static string? HeaderOf(HttpResponseMessage response, string name) => HeaderOf(response.Headers, name);

    private static string? HeaderOf(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString().Trim() : null;

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var text = HeaderOf(response, "Retry-After");
        var wait = uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                ? date - _options.Clock.GetUtcNow()
            : (TimeSpan?)null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static ResiliencePipeline<RegistryResponse> BuildPipeline(RegistryOptions options)
    {
        var builder = new ResiliencePipelineBuilder<RegistryResponse> { TimeProvider = options.Clock };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<RegistryResponse>
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = options.RetryDelay,
                MaxDelay = options.LongestRetryAfter,
                UseJitter = true,
                ShouldHandle = arguments => new(arguments.Outcome switch
                {
                    { Exception: { } exception } => MayPass(exception),
                    { Result: { } response } => MayPass(response, options.LongestRetryAfter),
                    _ => false,
                }),
                DelayGenerator = static arguments => new(arguments.Outcome.Result?.RetryAfter),
            });
        }

        return builder.Build();
    }

    private static bool MayPass(RegistryResponse response, TimeSpan longestRetryAfter) =>
        response.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
        && (response.RetryAfter is not { } wait || wait <= longestRetryAfter);

    /// <summary>A retry does not help against an unknown name or an untrusted certificate.</summary>
    private static bool MayPass(Exception exception) => exception switch
    {
        TimeoutException => true,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError } => false,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => exception.InnerException is IOException,
        HttpRequestException or IOException => true,
        _ => false,
    };

    /// <summary>Disposes a response, unless its content is still to be read.</summary>
    private sealed class KeptResponse(HttpResponseMessage response) : IDisposable
    {
        private bool _isTaken;

        public HttpResponseMessage Take()
        {
            _isTaken = true;
            return response;
        }

        public void Dispose()
        {
            if (!_isTaken) response.Dispose();
        }
    }
}
