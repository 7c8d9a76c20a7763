using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContainerGuard.Http;

/// <summary>
/// The bottom layer: sockets, TLS, the system's proxy. Redirects are followed above it, where credentials can be dropped.
/// </summary>
internal static class HttpHandlers
{
    /// <param name="verifyCertificates">False for a host that a person listed as insecure.</param>
    /// <param name="own">The certificates that the machine has for the host; null without any.</param>
    /// <param name="proxy">The proxy; null for the system's own.</param>
    [SuppressMessage("Security", "CA5359", Justification = "Only for hosts that a person listed as insecure.")]
    public static SocketsHttpHandler Create(bool verifyCertificates, HostCertificates? own, IWebProxy? proxy = null) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        // A registry is not a part of a traced system; the handler of traces would only be loaded.
        ActivityHeadersPropagator = null,
        Proxy = proxy,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = own?.Clients,
            RemoteCertificateValidationCallback =
                verifyCertificates ? (_, certificate, chain, errors) => Verify(certificate, chain, errors, own?.Authorities) : AcceptAny,
        },
    };

    /// <summary>Explains why a certificate is refused; the platform's own exception does not.</summary>
    private static bool Verify(
        X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection? authorities)
    {
        if (errors == SslPolicyErrors.None
            || (errors == SslPolicyErrors.RemoteCertificateChainErrors && IsVouchedFor(certificate, chain, authorities)))
        {
            return true;
        }

        var reason = errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "it presented no certificate"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "its certificate is for another host "
                + $"({certificate?.Subject})"
            : DescribeChain(certificate, chain);
        throw new UntrustedCertificateException(reason);
    }

    /// <summary>Whether an authority that the machine has for this host alone signed the certificate, directly or not.</summary>
    private static bool IsVouchedFor(X509Certificate? certificate, X509Chain? chain, X509Certificate2Collection? authorities)
    {
        if (authorities is not { Count: > 0 } || certificate is not X509Certificate2 server || chain is null) return false;

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(authorities);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1")); // TLS server (RFC 5280, section 4.2.1.12).
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        foreach (var element in chain.ChainElements) own.ChainPolicy.ExtraStore.Add(element.Certificate);
        return own.Build(server);
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
            _ when status.HasFlag(X509ChainStatusFlags.NotTimeValid) =>
                $"its certificate is not valid today (until {certificate?.GetExpirationDateString()})",
            _ when status.HasFlag(X509ChainStatusFlags.UntrustedRoot) =>
                $"its certificate is from an authority that this machine does not trust ({certificate?.Issuer})",
            _ when status.HasFlag(X509ChainStatusFlags.PartialChain) =>
                $"the authority of its certificate is not known to this machine ({certificate?.Issuer})",
            _ => $"its certificate is not trusted ({status})",
        };
    }
}

/// <summary>Thrown out of a TLS handshake whose certificate is refused.</summary>
internal sealed class UntrustedCertificateException(string message) : AuthenticationException(message);
