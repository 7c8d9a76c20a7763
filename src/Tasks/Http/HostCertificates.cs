using System.Security.Cryptography.X509Certificates;

namespace ContainerGuard.Http;

/// <summary>The certificates for one host on this machine.</summary>
/// <param name="Authorities">Authorities that are trusted for it, in addition to those of the system.</param>
/// <param name="Clients">Client certificates, for a registry that requires one.</param>
internal sealed record HostCertificates(X509Certificate2Collection Authorities, X509Certificate2Collection Clients);
