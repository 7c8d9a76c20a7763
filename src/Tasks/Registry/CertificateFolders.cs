using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ContainerGuard.Http;

namespace ContainerGuard.Registry;

/// <summary>
/// The folders in which Docker and Podman keep certificates for registries (docs.docker.com/engine/security/certificates,
/// containers-certs.d(5)): a folder has the name of the registry, with its port; <c>*.crt</c> are authorities, <c>*.cert</c> with
/// <c>*.key</c> of the same name are client certificates.
/// </summary>
/// <param name="roots">Absolute; they need not exist.</param>
internal sealed class CertificateFolders(IReadOnlyList<string> roots)
{
    public static readonly CertificateFolders None = new([]);

    /// <summary>The folders of Docker and Podman on this machine, those of the user first.</summary>
    /// <param name="environment">The variables of the build.</param>
    public static CertificateFolders FromEnvironment(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
        {
            return environment("ProgramData") is { Length: > 0 } data ? new([Path.Combine(data, "docker", "certs.d")]) : None;
        }

        var home = environment("HOME");
        return new(
        [
            .. Path.IsPathFullyQualified(home ?? "")
                ? (string[])[Path.Combine(home!, ".config/containers/certs.d"), Path.Combine(home!, ".config/docker/certs.d"),
                    Path.Combine(home!, ".docker/certs.d")]
                : [],
            "/etc/containers/certs.d",
            "/etc/docker/certs.d",
        ]);
    }

    /// <summary>The certificates for a host; null without any.</summary>
    /// <param name="url">The address of the connection.</param>
    /// <param name="registry">The registry's name in messages.</param>
    /// <exception cref="RegistryException">A file exists and cannot be read.</exception>
    public HostCertificates? For(Uri url, string registry)
    {
        foreach (var root in roots)
        {
            // The port may be left out if it is that of HTTPS. A host name cannot lead out of the folder.
            string[] names = url.IsDefaultPort ? [url.Host, $"{url.Host}:{url.Port}"] : [$"{url.Host}:{url.Port}"];
            if (Array.Find(names, name => Directory.Exists(Path.Combine(root, name))) is { } found)
            {
                return Read(Path.Combine(root, found), registry);
            }
        }

        return null;
    }

    private static HostCertificates Read(string folder, string registry)
    {
        var read = new HostCertificates([], []);
        var reading = folder;
        try
        {
            foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            {
                reading = file;
                if (file.EndsWith(".crt", StringComparison.Ordinal))
                {
                    read.Authorities.ImportFromPemFile(file);
                }
                else if (file.EndsWith(".cert", StringComparison.Ordinal))
                {
                    read.Clients.Add(WithKey(file, Path.ChangeExtension(file, ".key")));
                }
            }
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new RegistryException(new RegistryProblem(
                RegistryProblemKind.Configuration,
                registry,
                $"the certificates for {registry} cannot be read from {reading}: {exception.Message.TrimEnd('.')}",
                "Authorities are PEM files '*.crt'; the client's own certificate is '<name>.cert', "
                    + "with its key in '<name>.key' beside it."));
        }

        return read;
    }

    private static X509Certificate2 WithKey(string certificate, string key)
    {
        var pair = X509Certificate2.CreateFromPemFile(certificate, key);
        if (!OperatingSystem.IsWindows()) return pair;

        // TLS on Windows does not accept a key that is only in memory.
        using (pair) return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), password: null);
    }
}
