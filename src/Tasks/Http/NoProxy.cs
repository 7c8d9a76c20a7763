using System.Globalization;
using System.Net;

namespace ContainerGuard.Http;

/// <summary>
/// The hosts that are reached without a proxy: those in the variable, and this machine. An entry is a name, which includes its subdomains,
/// with or without a leading dot; an address; a network (<c>10.0.0.0/8</c>); any of them with a port; or <c>*</c>.
/// </summary>
internal sealed class NoProxy
{
    private readonly List<IPNetwork> _networks = [];
    private readonly List<(string Host, int? Port)> _hosts = [];

    private NoProxy()
    {
    }

    /// <param name="text">The variable; null if it is not set.</param>
    public static NoProxy Read(string? text)
    {
        var exceptions = new NoProxy();
        foreach (var entry in (text ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(entry, out var network)) exceptions._networks.Add(network);
            else exceptions._hosts.Add(Split(entry));
        }

        return exceptions;
    }

    /// <summary>Whether a request goes there without a proxy.</summary>
    public bool Has(Uri url) =>
        InsecureHosts.IsLoopback(url)
        || _hosts.Exists(entry => (entry.Port is null || entry.Port == url.Port) && Means(entry.Host, url.DnsSafeHost))
        || (_networks.Count > 0
            && IPAddress.TryParse(url.DnsSafeHost, out var address)
            && _networks.Exists(network => network.Contains(address)));

    private static (string Host, int? Port) Split(string entry)
    {
        // Only brackets distinguish the port of an IPv6 address from its other colons.
        var colon = entry.EndsWith(']') || (!entry.Contains('[', StringComparison.Ordinal) && IPAddress.TryParse(entry, out _))
            ? -1
            : entry.LastIndexOf(':');
        var isPort = int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && colon > 0;
        var host = isPort ? entry[..colon] : entry;
        return (host == "*" ? host : host.TrimStart('*').TrimStart('.').TrimEnd('.').Trim('[', ']'), isPort ? port : null);
    }

    private static bool Means(string entry, string host) =>
        entry == "*"
        || host.Equals(entry, StringComparison.OrdinalIgnoreCase)
        || (entry.Length > 0 && host.Length > entry.Length && host[^(entry.Length + 1)] == '.'
            && host.EndsWith(entry, StringComparison.OrdinalIgnoreCase));
}
