using System.Net;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// An argument of EXPOSE: <c>[[address:]host port:]port[-last port][/protocol]</c>. BuildKit accepts an address and a host port, and
/// ignores them (moby/buildkit, dockerfile2llb/convert_expose.go).
/// </summary>
/// <param name="First">The port, or the first of a range.</param>
/// <param name="Last">The port, or the last of a range.</param>
/// <param name="Protocol">The protocol as written; tcp by default.</param>
/// <param name="IsMapping">Whether the argument has an address or a host port, which EXPOSE ignores.</param>
internal readonly record struct PortSpecification(int First, int Last, string Protocol, bool IsMapping)
{
    private const int MaximumPort = 65535;

    /// <summary>Whether an invalid argument contains a number that is greater than the largest port.</summary>
    public static bool IsOutOfRange(string text)
    {
        var slash = text.IndexOf('/');
        foreach (var piece in text.AsSpan(0, slash < 0 ? text.Length : slash).PiecesAt(':'))
        {
            foreach (var number in piece.PiecesAt('-'))
            {
                if (Characters.Digits.ContainAll(number) && !number.IsEmpty && !GoNumber.TryParse(number, 0, MaximumPort, out _))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Reads an argument; returns the error message, or null.</summary>
    public static string? Read(string text, out PortSpecification specification)
    {
        specification = default;
        var lastColon = text.LastIndexOf(':');
        var container = text[(lastColon + 1)..];
        var host = "";
        var address = "";
        if (lastColon >= 0)
        {
            var firstColon = lastColon == 0 ? -1 : text.LastIndexOf(':', lastColon - 1);
            host = text[(firstColon + 1)..lastColon];
            address = firstColon < 0 ? "" : text[..firstColon];
        }

        var slash = container.IndexOf('/');
        var range = slash < 0 ? container : container[..slash];
        var protocol = slash < 0 ? "" : container[(slash + 1)..];
        if (range.Length == 0)
        {
            return $"'{text}' does not contain a port. Write a number from 0 to {MaximumPort}, such as 8080 or 53/udp.";
        }

        if (protocol.ToLowerInvariant() is not ("" or "tcp" or "udp" or "sctp"))
        {
            return $"'{protocol}' is not a valid protocol. Use tcp, udp or sctp.";
        }

        if (address.Length > 0 && !IsAddress(address))
        {
            return $"'{address}' in '{text}' is not a valid address. EXPOSE needs only the container port: write {range}.";
        }

        if (!TryReadRange(range, out var first, out var last))
        {
            return $"'{range}' is not a valid port. Write a number from 0 to {MaximumPort}, or a range such as 8000-8010.";
        }

        if (host.Length > 0)
        {
            if (!TryReadRange(host, out var hostFirst, out var hostLast))
            {
                return $"'{host}' in '{text}' is not a valid port. EXPOSE needs only the container port: write {range}.";
            }

            if (last != first && last - first != hostLast - hostFirst)
            {
                return $"The port ranges {host} and {range} have different lengths. EXPOSE needs only the container ports: write {range}.";
            }
        }

        specification = new PortSpecification(first, last, protocol.Length == 0 ? "tcp" : protocol, address.Length + host.Length > 0);
        return null;
    }

    private static bool IsAddress(string text) =>
        text.StartsWith('[') ? text.EndsWith(']') && IPAddress.TryParse(text[1..^1], out _) : IsPlainAddress(text);

    /// <summary>An IPv4 address must have four numbers: .NET accepts shorter forms, Go does not.</summary>
    private static bool IsPlainAddress(string text) =>
        (text.Contains(':') || text.AsSpan().Count('.') == 3) && !text.Contains('%') && IPAddress.TryParse(text, out _);

    private static bool TryReadRange(string text, out int first, out int last)
    {
        var dash = text.IndexOf('-');
        last = 0;
        if (!TryReadPort(dash < 0 ? text : text.AsSpan(0, dash), out first))
        {
            return false;
        }

        if (dash < 0)
        {
            last = first;
            return true;
        }

        return TryReadPort(text.AsSpan(dash + 1), out last) && last >= first;
    }

    private static bool TryReadPort(ReadOnlySpan<char> text, out int port)
    {
        var isPort = GoNumber.TryParse(text, 0, MaximumPort, out var value);
        port = (int)value;
        return isPort;
    }
}
