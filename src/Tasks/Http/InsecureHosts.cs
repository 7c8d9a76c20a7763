using System.Net;

namespace ContainerGuard.Http;

/// <summary>
/// Hosts that may be reached without TLS, or with an untrusted certificate. Loopback never needs TLS, since
/// no data leaves the machine; if it has a certificate, that is verified like any other unless the host is listed.
/// </summary>
internal sealed class InsecureHosts
{
    public static readonly InsecureHosts LoopbackOnly = new([]);

    private readonly HashSet<string> _listed;

    private InsecureHosts(HashSet<string> listed) => _listed = listed;

    /// <summary>
    /// Reads hosts (<c>registry.corp</c>, any port) and authorities (<c>registry.corp:5000</c>, that port); one entry may hold several,
    /// separated as in the SDK's DOTNET_CONTAINER_INSECURE_REGISTRIES by commas or semicolons.
    /// </summary>
    public static InsecureHosts Create(IEnumerable<string?> entries)
    {
        var listed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            foreach (var host in (entry
                ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var scheme = host.IndexOf("://", StringComparison.Ordinal);
                listed.Add((scheme < 0 ? host : host[(scheme + 3)..]).TrimEnd('/'));
            }
        }

        return new InsecureHosts(listed);
    }

    /// <summary>Whether a request may go there without TLS.</summary>
    public bool AllowPlainHttp(Uri url) => IsLoopback(url) || IsListed(url);

    /// <summary>Whether a certificate there is taken as it is.</summary>
    public bool IsListed(Uri url) =>
        _listed.Contains(url.Host) || _listed.Contains(url.Authority) || _listed.Contains($"{url.Host}:{url.Port}");

    public static bool IsLoopback(Uri url) =>
        url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));
}
