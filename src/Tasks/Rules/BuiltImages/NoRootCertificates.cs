using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The program uses TLS, and the image has no root certificates.</summary>
internal sealed class NoRootCertificates : ImageRule
{
    /// <summary>The places where Go's crypto/x509 and OpenSSL look.</summary>
    private static readonly string[] Bundles =
    [
        "etc/ssl/certs/ca-certificates.crt", "etc/pki/tls/certs/ca-bundle.crt", "etc/ssl/ca-bundle.pem", "etc/pki/tls/cacert.pem",
        "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "etc/ssl/cert.pem", "etc/ssl/certs", "etc/pki/tls/certs",
    ];

    public override RuleDescriptor Descriptor { get; } = new("CG8035", "The image has no root certificates", Severity.Warning);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.IsWindows || !image.HasAllFiles || image.Process is not { File: { } file, Note: { ReadsCertificates: true } }) return;
        if (Bundles.Any(image.Exists)
            || image.Config.Environment.Any(static variable => variable.StartsWith("SSL_CERT_", StringComparison.Ordinal)))
        {
            return;
        }

        findings.ReportFile(
            file, $"'/{file.Path}' can make TLS connections, but the image has no root certificates. Copy "
                + "/etc/ssl/certs/ca-certificates.crt from another stage.");
    }
}
