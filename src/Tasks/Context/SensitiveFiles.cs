namespace ContainerGuard.Context;

/// <summary>
/// Tells the files that hold secrets by their names and, where the name alone does not decide, by the text at their beginning.
/// A placeholder (<c>${TOKEN}</c>, <c>%TOKEN%</c>) is no secret, and neither is an example.
/// </summary>
internal static class SensitiveFiles
{
    /// <summary>How much of a file is looked at, in bytes: keys and configuration files are smaller.</summary>
    private const int HeadBytes = 64 * 1024;

    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;

    /// <param name="path">Relative to the context, with forward slashes.</param>
    /// <param name="readText">Gives the text at the beginning of the file, at most so many bytes of it, or null when it may not be read.</param>
    public static SensitiveFile? Classify(string path, Func<int, string?> readText)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        if (IsEnvironmentFile(name)) return new(path, SensitiveKind.EnvironmentFile, "holds the variables of an environment");
        if (IsPrivateKeyName(name)) return new(path, SensitiveKind.PrivateKey, "is a private key by its name");
        if (HasExtension(name, ".pfx", ".p12", ".jks", ".keystore")) return new(path, SensitiveKind.KeyStore, "holds a certificate with its private key");
        if (DeveloperSecret(name) is { } developer) return new(path, SensitiveKind.DeveloperSecrets, developer);
        if (CloudCredential(path, name) is { } cloud) return new(path, SensitiveKind.CloudCredentials, cloud);

        if (HasExtension(name, ".pem", ".key", ".ppk"))
        {
            return HoldsPrivateKey(readText(HeadBytes)) ? new(path, SensitiveKind.PrivateKey, "holds a private key") : null;
        }

        return PackageFeed(path, name, readText) is { } feed ? new(path, SensitiveKind.PackageFeedCredentials, feed) : null;
    }

    private static bool IsEnvironmentFile(ReadOnlySpan<char> name)
    {
        if (!name.StartsWith(".env", IgnoreCase)) return false;
        if (name.Length == 4) return true;

        // .env.production is one; .env.example is meant to be shared, .envrc is direnv's and usually has no values.
        return name[4] == '.' && !HasExtension(name, ".example", ".sample", ".template", ".dist", ".defaults", ".schema", ".md");
    }

    private static bool IsPrivateKeyName(ReadOnlySpan<char> name) => name is "id_rsa" or "id_dsa" or "id_ecdsa" or "id_ed25519" or "id_ecdsa_sk" or "id_ed25519_sk";

    private static string? DeveloperSecret(ReadOnlySpan<char> name) => name switch
    {
        "secrets.json" => "is where a developer's own secrets stand",
        "local.settings.json" => "holds the local secrets of Azure Functions",
        _ => HasExtension(name, ".publishsettings") ? "holds the credentials of a deployment" : null,
    };

    private static string? CloudCredential(string path, ReadOnlySpan<char> name)
    {
        if (EndsWith(path, ".aws/credentials") || name is "aws.json") return "holds credentials for AWS";
        if (EndsWith(path, ".docker/config.json") || name is ".dockercfg") return "holds credentials for registries";
        if (EndsWith(path, ".kube/config") || name is "kubeconfig") return "holds credentials for a cluster";
        if (name is "application_default_credentials.json") return "holds credentials for Google Cloud";
        if (name is ".netrc" or "_netrc" or ".git-credentials") return "holds passwords for hosts";
        return HasExtension(name, ".tfstate") ? "holds every secret that Terraform manages" : null;
    }

    private static string? PackageFeed(string path, ReadOnlySpan<char> name, Func<int, string?> readText)
    {
        if (name is ".npmrc") return HasValue(readText(HeadBytes), "_authToken", "_auth", "_password") ? "holds a token for a package registry" : null;
        if (name is ".yarnrc.yml") return HasValue(readText(HeadBytes), "npmAuthToken", "npmAuthIdent") ? "holds a token for a package registry" : null;
        if (name is ".pypirc") return HasValue(readText(HeadBytes), "password") ? "holds a password for a package index" : null;
        if (EndsWith(path, ".gem/credentials") || EndsWith(path, ".cargo/credentials.toml")) return "holds a token for a package registry";
        if (name.Equals("nuget.config", IgnoreCase)) return NuGetCredentials.AreIn(readText(HeadBytes)) ? "holds credentials for a package source" : null;
        return name is "settings.xml" && HasElement(readText(HeadBytes), "password") ? "holds a password for a Maven repository" : null;
    }

    private static bool HoldsPrivateKey(string? text) =>
        text is not null && (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) || text.StartsWith("PuTTY-User-Key-File", StringComparison.Ordinal));

    /// <summary>Whether a line sets one of the keys to a literal value: <c>key=value</c> or <c>key: value</c>, the key with or without a scope before it.</summary>
    private static bool HasValue(string? text, params ReadOnlySpan<string> keys)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] is '#' or ';') continue;

            // An npm scope is an address with colons in it, so the last separator before the value counts.
            var equals = trimmed.IndexOf('=');
            var separator = equals >= 0 ? equals : trimmed.IndexOf(": ");
            if (separator <= 0) continue;

            var key = trimmed[..separator].Trim();
            var value = trimmed[(separator + 1)..].Trim().Trim("\"'");
            foreach (var wanted in keys)
            {
                var isKey = key.EndsWith(wanted, StringComparison.Ordinal) && (key.Length == wanted.Length || key[^(wanted.Length + 1)] == ':');
                if (isKey && value.Length > 0 && !Placeholder.Is(value)) return true;
            }
        }

        return false;
    }

    private static bool HasElement(string? text, string element)
    {
        if (text is null) return false;
        var open = $"<{element}>";
        for (var start = text.IndexOf(open, StringComparison.Ordinal); start >= 0; start = text.IndexOf(open, start + 1, StringComparison.Ordinal))
        {
            var value = text.AsSpan(start + open.Length);
            var end = value.IndexOf('<');
            if (end > 0 && !Placeholder.Is(value[..end].Trim())) return true;
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
