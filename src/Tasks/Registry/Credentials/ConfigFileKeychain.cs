using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Registry;

/// <summary>
/// Docker's config.json, or Podman's auth.json, which has the same form: <c>credHelpers</c> names a helper for a registry,
/// <c>credsStore</c> one for all others, and <c>auths</c> has credentials without a helper. Its keys may name a part of the registry,
/// <c>registry.corp/team/app</c>; the longest matching key wins (containers-auth.json(5)).
/// </summary>
/// <param name="path">The file, absolute. It need not exist.</param>
/// <param name="environment">The variables of the build.</param>
internal sealed class ConfigFileKeychain(string path, Func<string, string?> environment) : IKeychain
{
    private const long LargestFile = 1024 * 1024;

    /// <summary>The answers of helpers: each is started once for a registry, however many repositories are asked for.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<Credential?>>> _kept = [];

    public async ValueTask<Credential?> FindAsync(string registry, string repository, CancellationToken cancellationToken)
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

            var content = RegularFile.ReadAll(path);
            using var document = JsonDocument.Parse(
                content.AsMemory(content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0),
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return await FindAsync(document.RootElement, registry, repository, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw Unreadable(registry, $"it is not valid JSON (line {exception.LineNumber + 1})");
        }
        catch (InvalidOperationException)
        {
            throw Unreadable(registry, "it contains text that is not Unicode");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(registry, exception.Message);
        }
    }

    private async Task<Credential?> FindAsync(JsonElement root, string registry, string repository, CancellationToken cancellationToken)
    {
        if (root.ValueKind != JsonValueKind.Object) return null;

        if (FindBelow(root, registry, repository) is { } own) return own;

        var entry = Entry(root, "auths", registry);
        if (HelperOf(root, registry) is { } helper)
        {
            // A helper keeps credentials under the key that 'docker login' has given them.
            var server = entry?.Name ?? (registry == ImageReference.DockerHub ? "https://index.docker.io/v1/" : registry);
            var asked = _kept.GetOrAdd(
                $"{helper}\n{server}",
                _ => new(() => new CredentialHelper(helper, path, environment).GetAsync(server, registry, cancellationToken)));
            if (await asked.Value.ConfigureAwait(false) is { } kept) return kept;
        }

        return entry is { Value.ValueKind: JsonValueKind.Object } found ? Read(found.Value, registry, path) : null;
    }

    /// <summary>The credentials for a part of the registry with the repository, the smallest part first.</summary>
    private Credential? FindBelow(JsonElement root, string registry, string repository)
    {
        if (!root.TryGetProperty("auths", out var entries) || entries.ValueKind != JsonValueKind.Object) return null;

        for (var part = repository; part.Length > 0; part = part.LastIndexOf('/') is > 0 and var end ? part[..end] : "")
        {
            var key = $"{registry}/{part}";
            foreach (var entry in entries.EnumerateObject())
            {
                if (entry.Name.Equals(key, StringComparison.OrdinalIgnoreCase)
                    && entry.Value.ValueKind == JsonValueKind.Object
                    && Read(entry.Value, key, $"{path} ({key})") is { } credential)
                {
                    return credential;
                }
            }
        }

        return null;
    }

    private static string? HelperOf(JsonElement root, string registry) =>
        Entry(root, "credHelpers", registry) is { Value.ValueKind: JsonValueKind.String } own ? own.Value.GetString()
        : root.Text("credsStore") is { Length: > 0 } store ? store
        : null;

    /// <summary>The entry of a registry; one whose key is the name in image references comes first.</summary>
    private static JsonProperty? Entry(JsonElement root, string section, string registry)
    {
        if (!root.TryGetProperty(section, out var entries) || entries.ValueKind != JsonValueKind.Object) return null;

        JsonProperty? found = null;
        foreach (var entry in entries.EnumerateObject())
        {
            if (entry.Name.Equals(registry, StringComparison.OrdinalIgnoreCase)) return entry;
            if (found is null && MeansRegistry(entry.Name, registry)) found = entry;
        }

        return found;
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

    private Credential? Read(JsonElement entry, string registry, string source)
    {
        var (username, password) = (entry.Text("username"), entry.Text("password"));
        if (entry.Text("auth") is { Length: > 0 } auth)
        {
            (username, password) = Decode(auth, registry);
        }

        if (entry.Text("identitytoken") is { Length: > 0 } identityToken)
        {
            return new Credential(username ?? "<token>", identityToken, IsIdentityToken: true, source);
        }

        return string.IsNullOrEmpty(username) ? null : new Credential(username, password ?? "", IsIdentityToken: false, source);
    }

    private (string Username, string Password) Decode(string auth, string registry)
    {
        // Podman and hand-written files may lack the padding.
        var base64 = auth.Trim().TrimEnd('=');
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out var length))
        {
            throw Unreadable(registry, $"the entry 'auth' for {registry} is not base64");
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? throw Unreadable(registry, $"the entry 'auth' for {registry} is not a user name and a password, separated by a colon")
            : (pair[..colon], pair[(colon + 1)..].TrimEnd('\0'));
    }

    private RegistryException Unreadable(string registry, string why) => new(new RegistryProblem(
        RegistryProblemKind.Configuration,
        registry,
        $"the credentials in {path} cannot be read: {why}",
        $"Correct the file, or log in again with 'docker login {registry}'."));
}
