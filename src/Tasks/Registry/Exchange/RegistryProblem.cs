using System.Net;
using System.Net.Sockets;
using ContainerGuard.Http;

namespace ContainerGuard.Registry;

/// <summary>The kind of failure at a registry. Each kind has its own remedy.</summary>
internal enum RegistryProblemKind
{
    /// <summary>No connection: the name, the route or the port is wrong, or the connection breaks repeatedly.</summary>
    Unreachable,

    /// <summary>A connection whose certificate this machine does not trust.</summary>
    UntrustedCertificate,

    /// <summary>Credentials are missing or were refused.</summary>
    Unauthorized,

    /// <summary>The registry does not have the image.</summary>
    NotFound,

    /// <summary>429, also after the longest wait.</summary>
    RateLimited,

    /// <summary>5xx, also after retries. Whether the image exists is not known.</summary>
    ServerError,

    /// <summary>An answer that violates the OCI distribution specification, or that cannot be trusted.</summary>
    InvalidResponse,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The stored credentials cannot be read.</summary>
    Configuration,

    /// <summary>The project does not trust the registry, so that it is not asked.</summary>
    NotTrusted,
}

/// <summary>One failure at a registry, in words. It contains no credentials, and URLs only without their secret parts.</summary>
/// <param name="Kind">The class of failure.</param>
/// <param name="Host">The registry's host, as the image names it.</param>
/// <param name="Message">The request and the failure: one sentence, without a full stop.</param>
/// <param name="Remedy">The remedy: one sentence.</param>
internal sealed record RegistryProblem(RegistryProblemKind Kind, string Host, string Message, string Remedy)
{
    /// <summary>The request that failed: method and URL without its query; null if none was sent.</summary>
    public string? Request { get; init; }

    /// <summary>The HTTP status of the answer; null without an answer.</summary>
    public int? Status { get; init; }

    /// <summary>Whether the remedy is about the image's name or credentials, which no mirror and no other mode would fix.</summary>
    public bool IsAboutTheImage =>
        Kind is RegistryProblemKind.NotFound or RegistryProblemKind.Unauthorized or RegistryProblemKind.Configuration
            or RegistryProblemKind.NotTrusted;

    /// <summary>The connection was made, but TLS failed on it.</summary>
    public bool SpeaksNoTls { get; init; }

    /// <param name="host">The registry's name in messages.</param>
    /// <param name="method">Of the request.</param>
    /// <param name="url">Of the request.</param>
    /// <param name="exception">The cause.</param>
    /// <param name="proxy">The proxy of the request; null without one.</param>
    public static RegistryProblem FromException(
        string host, HttpMethod method, Uri url, Exception exception, ProxyVariables.Named? proxy = null)
    {
        var request = Describe(method, url);
        if (FindInner<UntrustedCertificateException>(exception) is { } untrusted)
        {
            return new(
                RegistryProblemKind.UntrustedCertificate,
                host,
                $"{url.Authority} cannot be trusted: {untrusted.Message}",
                $"Install the certificate authority on this machine, or as Docker's certs.d/{url.Authority}/ca.crt. "
                    + $"If you accept the risk, add <ContainerGuardInsecureRegistry Include=\"{url.Authority}\" />.")
            {
                Request = request,
            };
        }

        if (exception is OperationCanceledException or TimeoutException)
        {
            return TimedOut(host, request);
        }

        // With a proxy, the connection is made to the proxy.
        var end = proxy?.Address ?? url;
        var why = exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"the name {end.Host} could not be resolved",
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError }
                when exception.Message.Contains("'407'", StringComparison.Ordinal) => LoginWanted(proxy),
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => "the proxy refused the connection",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "the TLS handshake failed",
            _ when FindInner<SocketException>(exception) is { } socket => socket.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => $"nothing listens on port {end.Port}",
                SocketError.ConnectionReset => "the connection was reset",
                SocketError.NetworkUnreachable or SocketError.HostUnreachable => "no route to the host",
                SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => $"the name {end.Host} could not be resolved",
                SocketError.TimedOut => "the connection timed out",
                _ => socket.Message,
            },
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or IOException =>
                "the connection was closed before the response was complete",
            _ => exception.Message,
        };
        return new(
            RegistryProblemKind.Unreachable,
            host,
            $"{url.Authority} could not be reached{(proxy is null ? "" : $" through the proxy {proxy}")}: {why} ({request})",
            proxy is null
                ? "Check the network, the proxy (HTTPS_PROXY) and the registry's name."
                : $"Check the proxy in {proxy.Variable}. List registries that need no proxy in NO_PROXY.")
        {
            Request = request,
            SpeaksNoTls = exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError },
        };
    }

    private static string LoginWanted(ProxyVariables.Named? proxy) =>
        proxy?.Credential is null
            ? "the proxy requires a user name and a password (407)"
            : "the proxy refuses the user name and the password of that variable (407)";

    public static RegistryProblem NotTrusted(Images.ImageReference reference) => new(
        RegistryProblemKind.NotTrusted,
        reference.Registry,
        $"{reference.Registry} is not in ContainerGuardTrustedRegistry, so it receives no request",
        $"Use an image from a trusted registry, or add {reference.Registry} to ContainerGuardTrustedRegistry.");

    public static RegistryProblem TimedOut(string host, string request) => new(
        RegistryProblemKind.Timeout,
        host,
        $"{host} did not answer in time ({request})",
        "Check the network and the proxy (HTTPS_PROXY), or try again.")
    {
        Request = request,
    };

    /// <summary>The failure of an answer that is not a success, with the registry's own explanation.</summary>
    public static RegistryProblem FromResponse(
        string host, HttpMethod method, RegistryResponse response, string? explanation, bool withCredentials)
    {
        var request = Describe(method, response.Url);
        var status = (int)response.Status;
        var message = $"{(response.Status == HttpStatusCode.ProxyAuthenticationRequired ? "the proxy" : host)} answered {status} "
            + $"{ReasonPhrase(response.Status)} to {request}" + (explanation is null ? "" : $": {explanation}");
        var isHub = host == Images.ImageReference.DockerHub;
        var login = isHub ? "'docker login'" : $"'docker login {host}'";
        var (kind, remedy) = response.Status switch
        {
            HttpStatusCode.ProxyAuthenticationRequired => (
                RegistryProblemKind.Unreachable,
                "Write user name and password in the proxy variable, URL-escaped: http://user:password@proxy.corp:3128."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when withCredentials => (
                RegistryProblemKind.Unauthorized,
                $"The stored credentials were refused. Log in again with {login}, "
                    + "and check the image's name and the account's permission to pull it."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (
                RegistryProblemKind.Unauthorized,
                $"Check the image's name; if it is private, log in with {login}."),
            HttpStatusCode.NotFound => (RegistryProblemKind.NotFound, "Check the image's name and tag."),
            HttpStatusCode.TooManyRequests => (
                RegistryProblemKind.RateLimited,
                (response.RetryAfter is { } wait ? $"Try again in {DescribeWait(wait)}" : "Try again later")
                    + (isHub && !withCredentials ? $", or log in with {login} for a higher limit." : ".")),
            >= HttpStatusCode.InternalServerError => (
                RegistryProblemKind.ServerError,
                "The registry has an internal error, so the image could not be verified. Try again later."),
            _ => (RegistryProblemKind.InvalidResponse, "Check that the host is a container registry."),
        };
        return new(kind, host, message, remedy) { Request = request, Status = status };
    }

    public static RegistryProblem Invalid(string host, HttpMethod method, Uri url, string why) => new(
        RegistryProblemKind.InvalidResponse,
        host,
        $"the response of {host} to {Describe(method, url)} cannot be used: {why}",
        "Check that the host is a container registry, and that no proxy changes its responses.")
    {
        Request = Describe(method, url),
    };

    /// <summary>Method and URL without user name, password and query, which may be secret.</summary>
    public static string Describe(HttpMethod method, Uri url) =>
        $"{method} {url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}";

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

    /// <summary>The reason phrase (RFC 9110, section 15), such as <c>Service Unavailable</c>.</summary>
    private static string ReasonPhrase(HttpStatusCode status) => string.Concat(
        status.ToString().Select(static (letter, i) => i > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}"));

    private static string DescribeWait(TimeSpan wait) =>
        wait.TotalMinutes >= 2 ? $"{Math.Ceiling(wait.TotalMinutes)} minutes" : $"{Math.Ceiling(wait.TotalSeconds)} seconds";
}

/// <summary>Carries a <see cref="RegistryProblem"/> up to where it is reported.</summary>
internal sealed class RegistryException(RegistryProblem problem) : Exception(problem.Message)
{
    public RegistryProblem Problem { get; } = problem;
}
