using System.Net;

namespace ContainerGuard.Http;

/// <summary>
/// The proxy that the variables of the build name: <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c>, in either
/// case, as curl and Docker read them. The runtime reads them once for each process, and a process of MSBuild outlives a build.
/// </summary>
internal sealed class ProxyVariables : IWebProxy, ICredentials
{
    private readonly Named? _http;
    private readonly Named? _https;
    private readonly NoProxy _exceptions;

    private ProxyVariables(Named? http, Named? https, NoProxy exceptions) => (_http, _https, _exceptions) = (http, https, exceptions);

    /// <summary>The user name and password in the variable of a proxy.</summary>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException();
    }

    /// <summary>Null if no variable names a proxy; then the system's settings apply.</summary>
    /// <param name="environment">The variables of the build.</param>
    public static ProxyVariables? Read(Func<string, string?> environment)
    {
        var all = Find(environment, "all_proxy");
        var (http, https) = (Find(environment, "http_proxy") ?? all, Find(environment, "https_proxy") ?? all);
        return http is null && https is null ? null : new ProxyVariables(http, https, NoProxy.Read(Value(environment, "no_proxy").Text));
    }

    public Uri? GetProxy(Uri destination) => Find(destination)?.Address;

    public bool IsBypassed(Uri host) => Find(host) is null;

    public NetworkCredential? GetCredential(Uri uri, string authType) =>
        uri == _https?.Address ? _https.Credential : uri == _http?.Address ? _http.Credential : null;

    /// <summary>The proxy for an address, and the variable that names it; null without a proxy.</summary>
    public Named? Find(Uri destination) =>
        _exceptions.Has(destination) ? null : destination.Scheme == Uri.UriSchemeHttps ? _https : _http;

    private static Named? Find(Func<string, string?> environment, string variable)
    {
        var (name, text) = Value(environment, variable);
        if (string.IsNullOrWhiteSpace(text)) return null;

        // A password may have any character, and is rarely escaped: the last @ ends it.
        var (scheme, rest) =
            text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var colon ? (text[..colon], text[(colon + 3)..]) : ("http", text);
        var at = rest.LastIndexOf('@');
        if (scheme.ToLowerInvariant() is not ("http" or "https" or "socks4" or "socks4a" or "socks5")) return null;
        if (!Uri.TryCreate($"{scheme}://{rest[(at + 1)..]}", UriKind.Absolute, out var address) || address.Host.Length == 0) return null;

        var pair = at < 0 ? [] : rest[..at].Split(':', 2);
        var credential =
            at < 0 ? null : new NetworkCredential(Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "");
        return new Named(new Uri(address.GetLeftPart(UriPartial.Authority)), name, credential);
    }

    private static (string Name, string? Text) Value(Func<string, string?> environment, string variable) =>
        environment(variable) is { Length: > 0 } lower
            ? (variable, lower.Trim())
            : (variable.ToUpperInvariant(), environment(variable.ToUpperInvariant())?.Trim());

    /// <summary>One proxy.</summary>
    /// <param name="Address">Without user name and password.</param>
    /// <param name="Variable">The name of its variable, in the case that is set.</param>
    /// <param name="Credential">User name and password; null without authentication.</param>
    internal sealed record Named(Uri Address, string Variable, NetworkCredential? Credential)
    {
        /// <summary>For messages: without secrets.</summary>
        public override string ToString() => $"{Address.GetLeftPart(UriPartial.Authority)} ({Variable})";
    }
}
