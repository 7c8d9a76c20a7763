using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ContainerGuard.Registry;

/// <summary>The bottom layer: sockets, TLS, the system's proxy. Redirects are followed above it, where credentials can be dropped.</summary>
internal static class HttpHandlers
{
    [SuppressMessage("Security", "CA5359", Justification = "Only for hosts that a person listed as insecure.")]
    public static HttpMessageHandler Create(bool verifyCertificates) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = verifyCertificates ? Verify : AcceptAny,
        },
    };

    /// <summary>Says why a certificate is refused, which the platform's own exception does not in a way people can act on.</summary>
    private static bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        var reason = errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "it presented no certificate"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"its certificate is for another host ({certificate?.Subject})"
            : DescribeChain(certificate, chain);
        throw new UntrustedCertificateException(reason);
    }

    private static bool AcceptAny(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => true;

    private static string DescribeChain(X509Certificate? certificate, X509Chain? chain)
    {
        var status = X509ChainStatusFlags.NoError;
        foreach (var element in chain?.ChainStatus ?? [])
        {
            status |= element.Status;
        }

        return status switch
        {
            _ when status.HasFlag(X509ChainStatusFlags.NotTimeValid) => $"its certificate is not valid today (until {certificate?.GetExpirationDateString()})",
            _ when status.HasFlag(X509ChainStatusFlags.UntrustedRoot) => $"its certificate goes back to an authority this machine does not trust ({certificate?.Issuer})",
            _ when status.HasFlag(X509ChainStatusFlags.PartialChain) => $"the authority of its certificate is not known to this machine ({certificate?.Issuer})",
            _ => $"its certificate is not trusted ({status})",
        };
    }
}

/// <summary>Thrown out of a TLS handshake: the connection is good, the certificate is not.</summary>
internal sealed class UntrustedCertificateException(string message) : AuthenticationException(message);
