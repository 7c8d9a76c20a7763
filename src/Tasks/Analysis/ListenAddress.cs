using System.Globalization;

namespace ContainerGuard.Analysis;

/// <summary>An address that Kestrel listens on (learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints).</summary>
/// <param name="Host">The host: a name, an address, <c>*</c> or <c>+</c>.</param>
/// <param name="Port">The port.</param>
internal sealed record ListenAddress(string Host, int Port)
{
    /// <summary>Whether only processes in the same container reach it.</summary>
    public bool IsLocal =>
        Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || Host.StartsWith("127.", StringComparison.Ordinal)
        || Host is "[::1]" or "::1";

    /// <summary>
    /// The addresses in a list such as <c>http://*:5000;https://localhost:5001</c>; null if a part is not an address with a port.
    /// </summary>
    public static List<ListenAddress>? In(string list)
    {
        List<ListenAddress> found = [];
        foreach (var url in list.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Parse(url) is not { } address) return null;
            found.Add(address);
        }

        return found;
    }

    private static ListenAddress? Parse(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return null;
        var host = url[(scheme + 3)..];
        if (host.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash) host = host[..slash];
        var colon = host.LastIndexOf(':');
        if (colon <= 0 || host.EndsWith(']'))
        {
            return host.Length == 0 ? null
                : url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? new(host, 443)
                : url.StartsWith("http:", StringComparison.OrdinalIgnoreCase) ? new(host, 80)
                : null;
        }

        return int.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new ListenAddress(host[..colon], port)
            : null;
    }
}
