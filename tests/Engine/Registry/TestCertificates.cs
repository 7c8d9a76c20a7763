using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>A certificate authority that exists for one test, and certificates by it.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly TemporaryDirectory _folder = new("certificates");

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ContainerGuard test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        Authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(30));
    }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>The authority as a PEM file.</summary>
    public string AuthorityFile => _folder.Write("authority.pem", Authority.ExportCertificatePem());

    /// <summary>A server's certificate and key as PEM files.</summary>
    public (string Certificate, string Key) CreateServer(string name, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            Authority, DateTimeOffset.UtcNow.AddDays(-1), until ?? DateTimeOffset.UtcNow.AddDays(20), RandomNumberGenerator.GetBytes(12));
        return (
            _folder.Write($"{name}.pem", certificate.ExportCertificatePem() + "\n" + Authority.ExportCertificatePem()),
            _folder.Write($"{name}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    public void Dispose()
    {
        Authority.Dispose();
        _folder.Dispose();
    }
}
