using System.Text;
using System.Text.Json;
using ContainerGuard.Images;

namespace ContainerGuard.Registry;

/// <summary>
/// The <c>auths</c> of Docker's config.json, where <c>docker login</c> keeps credentials when no helper is set.
/// </summary>
/// <param name="path">The file, absolute. It need not exist.</param>
internal sealed class DockerConfigKeychain(string path) : IKeychain
{
    private const long LargestFile = 1024 * 1024;

    /// <summary>The file in the folder that DOCKER_CONFIG names, or in <c>.docker</c> under the home folder.</summary>
    /// <returns>A keychain without credentials where there is neither.</returns>
    public static IKeychain FromEnvironment(Func<string, string?> environment)
    {
        var folder = environment("DOCKER_CONFIG");
        if (string.IsNullOrEmpty(folder))
        {
            var home = environment(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
            folder = string.IsNullOrEmpty(home) ? null : Path.Combine(home, ".docker");
        }

        return folder is null || !Path.IsPathFullyQualified(folder)
            ? AnonymousKeychain.Instance
            : new DockerConfigKeychain(Path.Combine(folder, "config.json"));
    }

    public async ValueTask<Credential?> FindAsync(string registry, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return null;
            }

            if (file.Length > LargestFile)
            {
                throw Unreadable(registry, "it is larger than 1 MiB");
            }

            var content = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            using var document = JsonDocument.Parse(
                content.AsMemory(content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0),
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Find(document.RootElement, registry);
        }
        catch (JsonException exception)
        {
            throw Unreadable(registry, $"it is not valid JSON (line {exception.LineNumber + 1})");
        }
        catch (InvalidOperationException)
        {
            throw Unreadable(registry, "it holds text that is not Unicode");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(registry, exception.Message);
        }
    }

    private Credential? Find(JsonElement root, string registry)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("auths", out var auths)
            || auths.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        JsonElement? found = null;
        foreach (var entry in auths.EnumerateObject())
        {
            if (entry.Name.Equals(registry, StringComparison.OrdinalIgnoreCase))
            {
                found = entry.Value;
                break;
            }

            if (found is null && MeansRegistry(entry.Name, registry))
            {
                found = entry.Value;
            }
        }

        return found is { ValueKind: JsonValueKind.Object } value ? Read(value, registry) : null;
    }

    /// <summary>Keys are hosts, with or without scheme and API version; Docker Hub's is <c>https://index.docker.io/v1/</c>.</summary>
    private static bool MeansRegistry(string key, string registry)
    {
        var host = key.AsSpan();
        if (host.IndexOf("://") is >= 0 and var scheme)
        {
            host = host[(scheme + 3)..];
        }

        var path = host.IndexOf('/') is >= 0 and var slash ? host[(slash + 1)..].TrimEnd('/') : "";
        if (path is not ("" or "v1" or "v2"))
        {
            return false;
        }

        host = host.IndexOf('/') is >= 0 and var end ? host[..end] : host;
        return host.Equals(registry, StringComparison.OrdinalIgnoreCase)
            || (registry == ImageReference.DockerHub && (host is "index.docker.io" or "registry-1.docker.io"));
    }

    private Credential? Read(JsonElement entry, string registry)
    {
        var (username, password) = (Text(entry, "username"), Text(entry, "password"));
        if (Text(entry, "auth") is { Length: > 0 } auth)
        {
            (username, password) = Decode(auth, registry);
        }

        if (Text(entry, "identitytoken") is { Length: > 0 } identityToken)
        {
            return new Credential(username ?? "<token>", identityToken, IsIdentityToken: true, path);
        }

        return string.IsNullOrEmpty(username) ? null : new Credential(username, password ?? "", IsIdentityToken: false, path);
    }

    private (string Username, string Password) Decode(string auth, string registry)
    {
        // Podman and hand-written files leave the padding out.
        var base64 = auth.Trim().TrimEnd('=');
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out var length))
        {
            throw Unreadable(registry, $"the entry 'auth' for {registry} is not base64");
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? throw Unreadable(registry, $"the entry 'auth' for {registry} is not a user name and a password with a colon between")
            : (pair[..colon], pair[(colon + 1)..].TrimEnd('\0'));
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private RegistryException Unreadable(string registry, string why) => new(new RegistryFailure(
        RegistryFailureKind.Configuration,
        registry,
        $"the credentials in {path} cannot be read: {why}",
        $"Repair the file, or log in again with 'docker login {registry}'."));
}
