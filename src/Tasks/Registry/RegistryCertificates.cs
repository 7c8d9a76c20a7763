using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContainerGuard.Registry;

/// <summary>What a machine keeps for one registry's TLS.</summary>
/// <param name="Authorities">Trusted there, beside those of the system.</param>
/// <param name="Clients">Shown where the registry asks who connects.</param>
internal sealed record RegistryCertificates(X509Certificate2Collection Authorities, X509Certificate2Collection Clients);

/// <summary>
/// The folders in which Docker and Podman keep certificates for registries (docs.docker.com/engine/security/certificates,
/// containers-certs.d(5)): one named as the registry, with its port; <c>*.crt</c> are authorities, <c>*.cert</c> with <c>*.key</c> of the same name the
/// client's own.
/// </summary>
/// <param name="roots">Absolute; they need not exist.</param>
internal sealed class CertificateFolders(IReadOnlyList<string> roots)
{
    public static readonly CertificateFolders None = new([]);

    /// <summary>Those of Docker and Podman on this machine, a person's own first.</summary>
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
                ? (string[])[Path.Combine(home!, ".config/containers/certs.d"), Path.Combine(home!, ".config/docker/certs.d"), Path.Combine(home!, ".docker/certs.d")]
                : [],
            "/etc/containers/certs.d",
            "/etc/docker/certs.d",
        ]);
    }

    /// <summary>What is kept for a host; null where nothing is.</summary>
    /// <param name="url">Where the connection goes.</param>
    /// <param name="registry">The registry's name in messages.</param>
    /// <exception cref="RegistryException">Something is there, and cannot be read.</exception>
    public RegistryCertificates? For(Uri url, string registry)
    {
        foreach (var root in roots)
        {
            // The port may be left out where it is that of HTTPS. No name leads out of the folder, for it is a host's.
            string[] names = url.IsDefaultPort ? [url.Host, $"{url.Host}:{url.Port}"] : [$"{url.Host}:{url.Port}"];
            if (Array.Find(names, name => Directory.Exists(Path.Combine(root, name))) is { } found) return Read(Path.Combine(root, found), registry);
        }

        return null;
    }

    private static RegistryCertificates Read(string folder, string registry)
    {
        var read = new RegistryCertificates([], []);
        var reading = folder;
        try
        {
            foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            {
                reading = file;
                if (file.EndsWith(".crt", StringComparison.Ordinal)) read.Authorities.ImportFromPemFile(file);
                else if (file.EndsWith(".cert", StringComparison.Ordinal)) read.Clients.Add(WithKey(file, Path.ChangeExtension(file, ".key")));
            }
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new RegistryException(new RegistryFailure(
                RegistryFailureKind.Configuration,
                registry,
                $"the certificates for {registry} cannot be read from {reading}: {failure.Message.TrimEnd('.')}",
                "Authorities are PEM files '*.crt'; the client's own certificate is '<name>.cert', with its key in '<name>.key' beside it."));
        }

        return read;
    }

    private static X509Certificate2 WithKey(string certificate, string key)
    {
        var pair = X509Certificate2.CreateFromPemFile(certificate, key);
        if (!OperatingSystem.IsWindows()) return pair;

        // Windows' TLS does not take a key that lives in memory alone.
        using (pair) return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), password: null);
    }
}
