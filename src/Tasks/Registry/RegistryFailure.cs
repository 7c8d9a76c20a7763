using System.Net;
using System.Net.Sockets;

namespace ContainerGuard.Registry;

/// <summary>What went wrong at a registry, by what a person can do about it.</summary>
internal enum RegistryFailureKind
{
    /// <summary>No connection: name, route, port, or a connection that keeps breaking.</summary>
    Unreachable,

    /// <summary>A connection, but with a certificate this machine does not trust.</summary>
    UntrustedCertificate,

    /// <summary>Credentials are missing, or those given were refused.</summary>
    Unauthorized,

    /// <summary>The registry says there is no such image.</summary>
    NotFound,

    /// <summary>429, after waiting as long as is sensible.</summary>
    RateLimited,

    /// <summary>5xx, after retries. Says nothing about whether the image exists.</summary>
    ServerError,

    /// <summary>An answer that is not what the OCI distribution specification says, or that cannot be trusted.</summary>
    InvalidResponse,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The stored credentials cannot be read.</summary>
    Configuration,
}

/// <summary>One failure at a registry, in words. Holds no credential, and of URLs only what is no secret.</summary>
/// <param name="Kind">The class of failure.</param>
/// <param name="Host">The registry's host, as the image names it.</param>
/// <param name="Message">What was tried and what happened: one sentence, without a full stop.</param>
/// <param name="Remedy">What to do: one sentence.</param>
internal sealed record RegistryFailure(RegistryFailureKind Kind, string Host, string Message, string Remedy)
{
    /// <summary>The request that failed: method and URL without its query; null where none was sent.</summary>
    public string? Request { get; init; }

    /// <summary>The HTTP status, where there was an answer.</summary>
    public int? Status { get; init; }

    /// <summary>There was a connection, but TLS could not be spoken on it.</summary>
    public bool SpeaksNoTls { get; init; }

    /// <param name="host">The registry's name in messages.</param>
    /// <param name="method">Of the request.</param>
    /// <param name="url">Of the request.</param>
    /// <param name="exception">What happened.</param>
    /// <param name="proxy">The proxy on the way; null where there is none.</param>
    public static RegistryFailure FromException(string host, HttpMethod method, Uri url, Exception exception, ProxyVariables.Named? proxy = null)
    {
        var request = Describe(method, url);
        if (FindInner<UntrustedCertificateException>(exception) is { } untrusted)
        {
            return new(
                RegistryFailureKind.UntrustedCertificate,
                host,
                $"{url.Authority} cannot be trusted: {untrusted.Message}",
                $"Install the certificate authority on this machine, or put it where Docker looks (certs.d/{url.Authority}/ca.crt); list {url.Authority} as a ContainerGuardInsecureRegistry only if you accept the risk.")
            {
                Request = request,
            };
        }

        if (exception is OperationCanceledException or TimeoutException or Polly.Timeout.TimeoutRejectedException)
        {
            return TimedOut(host, request);
        }

        // What a connection is made to is the proxy, where there is one.
        var end = proxy?.Address ?? url;
        var why = exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"the name {end.Host} could not be resolved",
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } when exception.Message.Contains("'407'", StringComparison.Ordinal) => LoginWanted(proxy),
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => "the proxy refused the connection",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "it does not speak TLS as expected",
            _ when FindInner<SocketException>(exception) is { } socket => socket.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => $"nothing listens on port {end.Port}",
                SocketError.ConnectionReset => "the connection was reset",
                SocketError.NetworkUnreachable or SocketError.HostUnreachable => "there is no route to it",
                SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => $"the name {end.Host} could not be resolved",
                SocketError.TimedOut => "the connection timed out",
                _ => socket.Message,
            },
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or IOException => "the connection broke before the answer was complete",
            _ => exception.Message,
        };
        return new(
            RegistryFailureKind.Unreachable,
            host,
            $"{url.Authority} could not be reached{(proxy is null ? "" : $" through the proxy {proxy}")}: {why} ({request})",
            proxy is null
                ? "Check the network, the proxy (HTTPS_PROXY) and the registry's name."
                : $"Check the proxy that {proxy.Variable} names; a registry that is to be reached without it belongs in NO_PROXY.")
        {
            Request = request,
            SpeaksNoTls = exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError },
        };
    }

    private static string LoginWanted(ProxyVariables.Named? proxy) =>
        proxy?.Credential is null ? "the proxy wants to know who asks (407)" : "the proxy refuses the user and the password of that variable (407)";

    public static RegistryFailure TimedOut(string host, string request) => new(
        RegistryFailureKind.Timeout,
        host,
        $"{host} did not answer in time ({request})",
        "Check the network and the proxy (HTTPS_PROXY), or try again.")
    {
        Request = request,
    };

    /// <summary>For an answer that is no success; says what the registry itself said.</summary>
    public static RegistryFailure FromResponse(string host, HttpMethod method, RegistryResponse response, string? explanation, bool withCredentials)
    {
        var request = Describe(method, response.Url);
        var status = (int)response.Status;
        var message = $"{(response.Status == HttpStatusCode.ProxyAuthenticationRequired ? "the proxy" : host)} answered {status} {ReasonPhrase(response.Status)} to {request}" + (explanation is null ? "" : $": {explanation}");
        var isHub = host == Images.ImageReference.DockerHub;
        var login = isHub ? "'docker login'" : $"'docker login {host}'";
        var (kind, remedy) = response.Status switch
        {
            HttpStatusCode.ProxyAuthenticationRequired => (
                RegistryFailureKind.Unreachable, "Put user and password into the variable that names the proxy, as in http://user:password@proxy.corp:3128, escaped as in any address."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when withCredentials => (
                RegistryFailureKind.Unauthorized,
                $"The stored credentials were refused; log in again with {login}, and check the image's name and that the account may pull it."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (
                RegistryFailureKind.Unauthorized,
                $"Check the image's name; if it is private, log in with {login}."),
            HttpStatusCode.NotFound => (RegistryFailureKind.NotFound, "Check the image's name and tag."),
            HttpStatusCode.TooManyRequests => (
                RegistryFailureKind.RateLimited,
                (response.RetryAfter is { } wait ? $"Try again in {DescribeWait(wait)}" : "Try again later")
                    + (isHub && !withCredentials ? $", or log in with {login} for a higher limit." : ".")),
            >= HttpStatusCode.InternalServerError => (
                RegistryFailureKind.ServerError,
                "The registry has a fault of its own; whether the image exists could not be verified. Try again later."),
            _ => (RegistryFailureKind.InvalidResponse, "Check that the host is a container registry."),
        };
        return new(kind, host, message, remedy) { Request = request, Status = status };
    }

    public static RegistryFailure Invalid(string host, HttpMethod method, Uri url, string why) => new(
        RegistryFailureKind.InvalidResponse,
        host,
        $"the answer of {host} to {Describe(method, url)} cannot be used: {why}",
        "Check that the host is a container registry, and that no proxy changes its answers.")
    {
        Request = Describe(method, url),
    };

    /// <summary>Method and URL without user name, password and query: signatures and tokens travel there.</summary>
    public static string Describe(HttpMethod method, Uri url) => $"{method} {url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}";

    private static T? FindInner<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static string ReasonPhrase(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "Unauthorized",
        HttpStatusCode.Forbidden => "Forbidden",
        HttpStatusCode.NotFound => "Not Found",
        HttpStatusCode.TooManyRequests => "Too Many Requests",
        HttpStatusCode.ProxyAuthenticationRequired => "Proxy Authentication Required",
        _ => status.ToString(),
    };

    private static string DescribeWait(TimeSpan wait) =>
        wait.TotalMinutes >= 2 ? $"{Math.Ceiling(wait.TotalMinutes)} minutes" : $"{Math.Ceiling(wait.TotalSeconds)} seconds";
}

/// <summary>Carries a <see cref="RegistryFailure"/> up to where it is reported.</summary>
internal sealed class RegistryException(RegistryFailure failure) : Exception(failure.Message)
{
    public RegistryFailure Failure { get; } = failure;
}
