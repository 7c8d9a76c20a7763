using System.Net;
using System.Net.Sockets;

namespace ContainerGuard.Http;

/// <summary>
/// Addresses within a machine or an organisation (RFC 1918, RFC 4193, RFC 3927, RFC 4291, RFC 6598). An external server
/// that names one of them cannot reach it itself.
/// </summary>
/// <param name="resolve">The addresses of a host's name; it may throw, as DNS does.</param>
internal sealed class PrivateNetwork(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public static readonly PrivateNetwork OfThisMachine = new(Dns.GetHostAddressesAsync);

    /// <summary>Behind a proxy, DNS may not answer for external names, and without an error.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Whether a host has such an address; false if its name cannot be resolved here, as behind a proxy.</summary>
    public async Task<bool> HasAsync(Uri url, CancellationToken cancellationToken)
    {
        if (InsecureHosts.IsLoopback(url)) return true;
        if (IPAddress.TryParse(url.DnsSafeHost, out var literal)) return Contains(literal);

        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        clock.CancelAfter(Limit);
        try
        {
            return Array.Exists(await resolve(url.DnsSafeHost, clock.Token).ConfigureAwait(false), Contains);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(Known.Networks, network => network.Contains(plain));
    }

    /// <summary>Parsed when a registry is asked for the first time; most builds ask none.</summary>
    private static class Known
    {
        public static readonly IPNetwork[] Networks =
        [
            IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
            IPNetwork.Parse("100.64.0.0/10"),
            IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("::1/128"),
            IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
        ];
    }
}
