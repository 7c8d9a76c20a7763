using System.Xml;
using ContainerGuard.Formats;

namespace ContainerGuard.Context;

/// <summary>
/// Finds the files that contain secrets, by their names and, if the name does not decide, by the text at their beginning. Placeholders
/// (<c>${TOKEN}</c>, <c>%TOKEN%</c>) and examples are not secrets.
/// </summary>
internal static class SensitiveFiles
{
    /// <summary>The number of bytes to read of a file: keys and configuration files are smaller.</summary>
    private const int HeadBytes = 64 * 1024;

    private static readonly string[] ServiceAccountWords =
        ["account", "cred", "firebase", "gcloud", "gcp", "google", "key", "sa.", "sa-", "secret"];

    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;

    /// <param name="path">Relative to the context, with forward slashes.</param>
    /// <param name="readText">Reads the text at the beginning of the file, up to a number of bytes; null when the file cannot be
    /// read.</param>
    public static SensitiveFile? Classify(string path, Func<int, string?> readText)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        if (IsEnvironmentFile(name)) return new(path, SensitiveKind.EnvironmentFile, "contains environment variables");
        if (IsPrivateKeyName(name)) return new(path, SensitiveKind.PrivateKey, "has the name of a private key");
        if (HasExtension(name, ".pfx", ".p12", ".jks", ".keystore"))
        {
            return new(path, SensitiveKind.KeyStore, "contains a certificate with its private key");
        }

        if (DeveloperSecret(name) is { } developer) return new(path, SensitiveKind.DeveloperSecrets, developer);
        if (CloudCredential(path, name) is { } cloud) return new(path, SensitiveKind.CloudCredentials, cloud);

        if (HasExtension(name, ".pem", ".key", ".ppk"))
        {
            return HoldsPrivateKey(readText(HeadBytes)) ? new(path, SensitiveKind.PrivateKey, "contains a private key") : null;
        }

        if (HasExtension(name, ".json") && IsServiceAccountName(name) && IsServiceAccount(readText(HeadBytes)))
        {
            return new(path, SensitiveKind.CloudCredentials, "contains the key of a Google service account");
        }

        return PackageFeed(path, name, readText) is { } feed ? new(path, SensitiveKind.PackageFeedCredentials, feed) : null;
    }

    /// <summary>
    /// Whether a JSON file has a name that such keys have. Other JSON files are not read, because there may be thousands.
    /// </summary>
    private static bool IsServiceAccountName(ReadOnlySpan<char> name)
    {
        foreach (var word in ServiceAccountWords)
        {
            if (name.Contains(word, IgnoreCase)) return true;
        }

        return false;
    }

    private static bool IsServiceAccount(string? text) =>
        text is not null && text.Contains("\"service_account\"", StringComparison.Ordinal)
        && text.Contains("\"private_key\"", StringComparison.Ordinal);

    private static bool IsEnvironmentFile(ReadOnlySpan<char> name)
    {
        if (!name.StartsWith(".env", IgnoreCase)) return false;
        if (name.Length == 4) return true;

        // .env.production has real values; .env.example is meant to be shared, and .envrc (direnv) usually has no values.
        return name[4] == '.' && !HasExtension(name, ".example", ".sample", ".template", ".dist", ".defaults", ".schema", ".md");
    }

    private static bool IsPrivateKeyName(ReadOnlySpan<char> name) =>
        name is "id_rsa" or "id_dsa" or "id_ecdsa" or "id_ed25519" or "id_ecdsa_sk" or "id_ed25519_sk";

    private static string? DeveloperSecret(ReadOnlySpan<char> name) => name switch
    {
        "secrets.json" => "contains the secrets of a developer",
        "local.settings.json" => "contains the local secrets of Azure Functions",
        _ => HasExtension(name, ".publishsettings") ? "contains deployment credentials" : null,
    };

    private static string? CloudCredential(string path, ReadOnlySpan<char> name)
    {
        if (EndsWith(path, ".aws/credentials") || name is "aws.json") return "contains credentials for AWS";
        if (EndsWith(path, ".docker/config.json") || name is ".dockercfg") return "contains credentials for registries";
        if (EndsWith(path, ".kube/config") || name is "kubeconfig") return "contains credentials for a cluster";
        if (name is "application_default_credentials.json") return "contains credentials for Google Cloud";
        if (name is ".netrc" or "_netrc" or ".git-credentials") return "contains passwords for hosts";
        return HasExtension(name, ".tfstate") ? "contains the secrets that Terraform manages" : null;
    }

    private static string? PackageFeed(string path, ReadOnlySpan<char> name, Func<int, string?> readText)
    {
        if (name is ".npmrc")
        {
            return HasValue(readText(HeadBytes), "=", "_authToken", "_auth", "_password")
                ? "contains a token for a package registry"
                : null;
        }

        if (name is ".yarnrc.yml")
        {
            return HasYamlValue(readText(HeadBytes), "npmAuthToken", "npmAuthIdent") ? "contains a token for a package registry" : null;
        }

        if (name is ".pypirc") return HasValue(readText(HeadBytes), "=:", "password") ? "contains a password for a package index" : null;
        if (EndsWith(path, ".gem/credentials") || EndsWith(path, ".cargo/credentials.toml"))
        {
            return "contains a token for a package registry";
        }

        if (name.Equals("nuget.config", IgnoreCase))
        {
            return NuGetCredentials.AreIn(readText(HeadBytes)) ? "contains credentials for a package source" : null;
        }

        return name is "settings.xml" && HasElement(readText(HeadBytes), "password") ? "contains a password for a Maven repository" : null;
    }

    private static bool HoldsPrivateKey(string? text) =>
        text is not null && (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal)
            || text.StartsWith("PuTTY-User-Key-File", StringComparison.Ordinal));

    /// <summary>Whether a line of an INI file sets one of the keys to a literal value, with or without a scope before the key.</summary>
    /// <param name="text">The file.</param>
    /// <param name="separators">The characters that end a key. An npm scope is an address, which contains colons.</param>
    /// <param name="keys">The keys.</param>
    private static bool HasValue(string? text, string separators, params ReadOnlySpan<string> keys)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] is '#' or ';') continue;
            var separator = trimmed.IndexOfAny(separators);
            if (separator <= 0) continue;

            var key = trimmed[..separator].Trim();
            var value = trimmed[(separator + 1)..].Trim().Trim("\"'");
            foreach (var wanted in keys)
            {
                var isKey =
                    key.EndsWith(wanted, StringComparison.Ordinal) && (key.Length == wanted.Length || key[^(wanted.Length + 1)] == ':');
                if (isKey && value.Length > 0 && !Placeholder.Is(value)) return true;
            }
        }

        return false;
    }

    /// <summary>Whether a YAML file has one of the keys with a literal value, at any depth.</summary>
    private static bool HasYamlValue(string? text, params string[] keys) => text is not null
        && YamlReader.Read(text).Root
            .AllTexts().Any(value => keys.Contains(value.Name) && value.Text.Length > 0 && !Placeholder.Is(value.Text));

    /// <summary>Whether an XML file has an element with a literal value; in an invalid file, before the error.</summary>
    private static bool HasElement(string? text, string element)
    {
        if (string.IsNullOrWhiteSpace(text)) return false;
        try
        {
            using var reader = XmlFile.Open(text);
            var isInside = false;
            while (reader.Read())
            {
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && isInside && !Placeholder.Is(reader.Value.AsSpan().Trim()))
                {
                    return true;
                }

                isInside = reader is { NodeType: XmlNodeType.Element, IsEmptyElement: false } && reader.LocalName == element;
            }
        }
        catch (XmlException)
        {
            // Maven cannot read such a file.
        }

        return false;
    }

    private static bool HasExtension(ReadOnlySpan<char> name, params ReadOnlySpan<string> extensions)
    {
        foreach (var extension in extensions)
        {
            if (name.EndsWith(extension, IgnoreCase)) return true;
        }

        return false;
    }

    private static bool EndsWith(string path, string tail) =>
        path.EndsWith(tail, StringComparison.Ordinal) && (path.Length == tail.Length || path[^(tail.Length + 1)] == '/');
}
