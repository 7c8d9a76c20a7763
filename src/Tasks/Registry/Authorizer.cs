using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Registry;

/// <summary>
/// Answers one registry's challenge: Basic with the stored credentials, or Bearer with a token from the server the challenge names
/// (distribution specification, "Token Authentication"), anonymous without credentials. One token for each repository.
/// </summary>
internal sealed class Authorizer(string host, Uri registry, RegistryTransport transport, RegistryOptions options)
{
    private const int LargestToken = 64 * 1024;

    private readonly ConcurrentDictionary<string, Lazy<Task<AuthenticationHeaderValue>>> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<Credential?>>> _credentials = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _noted = new(StringComparer.Ordinal);

    /// <summary>Whether stored credentials are in use; the remedy for a refusal depends on it.</summary>
    public bool HasCredentials => Found.Any();

    private IEnumerable<Credential> Found => _credentials.Values
        .Where(static found => found is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: not null } }).Select(
            static found => found.Value.Result!);

    private IEnumerable<string> Tokens => _tokens.Values
        .Where(static token => token is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        .Select(static token => token.Value.Result.Parameter).OfType<string>();

    /// <summary>The header for a request to <paramref name="repository"/>; null for none.</summary>
    /// <exception cref="RegistryException">No offered scheme is known, or the token server refuses.</exception>
    public async Task<AuthenticationHeaderValue?> AuthorizeAsync(
        IReadOnlyList<Challenge> challenges, string repository, CancellationToken cancellationToken)
    {
        if (challenges.Count == 0)
        {
            return null;
        }

        if (Choose(challenges, "bearer") is { } bearer && bearer["realm"] is { } realm)
        {
            return await TokenAsync(realm, bearer["service"], repository, cancellationToken).ConfigureAwait(false);
        }

        if (Choose(challenges, "basic") is not null)
        {
            return (await CredentialAsync(repository, cancellationToken).ConfigureAwait(false))?.ToBasic();
        }

        var offered = string.Join(", ", challenges.Select(c => c.Scheme));
        throw new RegistryException(new RegistryProblem(
            RegistryProblemKind.Unauthorized,
            host,
            $"{host} requires a kind of authentication that is not supported ({offered})",
            "Use a registry or proxy that offers Basic or Bearer authentication."));
    }

    /// <summary>Forgets a token that was refused: it may have expired.</summary>
    public void Forget(string repository) => _tokens.TryRemove(repository, out _);

    /// <summary>Masks what was sent to the server, in any encoding, in case the server repeats it.</summary>
    public string Redact(string text) => SentSecrets.Mask(text, [.. Found], [.. Tokens]);

    private static Challenge? Choose(IReadOnlyList<Challenge> challenges, string scheme) =>
        challenges.FirstOrDefault(c => c.Scheme == scheme);

    private Task<Credential?> CredentialAsync(string repository, CancellationToken cancellationToken) =>
        _credentials.GetOrAdd(repository, _ => new(() => FindAsync(repository, cancellationToken))).Value;

    private async Task<Credential?> FindAsync(string repository, CancellationToken cancellationToken)
    {
        var credential = await options.Keychain.FindAsync(host, repository, cancellationToken).ConfigureAwait(false);
        var note = $"{host}: {credential?.ToString() ?? "no credentials; anonymous request"}";
        if (_noted.TryAdd(note, true)) options.Note(note);
        return credential;
    }

    private Task<AuthenticationHeaderValue> TokenAsync(
        string realm, string? service, string repository, CancellationToken cancellationToken)
    {
        // Concurrent requests for tags of one repository share the token.
        var token = _tokens.GetOrAdd(repository, _ => new(() => RequestTokenAsync(realm, service, repository, cancellationToken)));
        return token.Value;
    }

    private async Task<AuthenticationHeaderValue> RequestTokenAsync(
        string realm, string? service, string repository, CancellationToken cancellationToken)
    {
        // Computed, not copied from the challenge: some registries write a placeholder there.
        var scope = $"repository:{repository}:{options.Actions}";
        var url = await CheckRealmAsync(realm, cancellationToken).ConfigureAwait(false);
        var credential = await CredentialAsync(repository, cancellationToken).ConfigureAwait(false);
        var simple =
            new RegistryRequest(HttpMethod.Get, WithQuery(url, service, scope), LargestToken) { Authorization = credential?.ToBasic() };
        var request = credential is { IsIdentityToken: true } ? ExchangeRequest(url, service, scope, credential.Secret) : simple;
        var response = await transport.SendAsync(host, request, cancellationToken).ConfigureAwait(false);
        if (request != simple && response.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
        {
            // A token server without the exchange, such as Harbor's, accepts the token as a password.
            request = simple;
            response = await transport.SendAsync(host, request, cancellationToken).ConfigureAwait(false);
        }

        if (response.Status == HttpStatusCode.NotFound)
        {
            // The image may exist anyway.
            throw new RegistryException(new RegistryProblem(
                RegistryProblemKind.InvalidResponse,
                host,
                $"{host} names a token server that answered 404 Not Found to {RegistryProblem.Describe(request.Method, response.Url)}",
                "Check the address of the token server in the registry's configuration."));
        }

        if (!response.IsSuccess)
        {
            throw new RegistryException(RegistryProblem.FromResponse(
                host, request.Method, response, RegistryErrorBody.Explain(response.Body), credential is not null));
        }

        return new AuthenticationHeaderValue("Bearer", ReadToken(response) ?? throw new RegistryException(
            RegistryProblem.Invalid(host, request.Method, url, "it has no token")));
    }

    /// <summary>
    /// The realm can be another host, as Docker Hub's is, and receives the user's credentials. It is refused without TLS, and on this
    /// machine or in a private network, unless the registry is there too, or the project lists it.
    /// </summary>
    private async Task<Uri> CheckRealmAsync(string realm, CancellationToken cancellationToken)
    {
        var reason = !Uri.TryCreate(realm, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            ? "whose address is not a web address"
            : url.UserInfo.Length > 0 ? "which contains a user name"
            : url.Scheme == Uri.UriSchemeHttp && !options.InsecureHosts.AllowPlainHttp(url) ? "which is not protected by TLS"
            : await LeadsInsideAsync(url, cancellationToken).ConfigureAwait(false) ? "which is in a private network, "
                + "but the registry is not"
            : null;
        if (reason is null)
        {
            return url!;
        }

        var shown = url is null
            ? ""
            : $" {url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)},";
        throw new RegistryException(new RegistryProblem(
            RegistryProblemKind.InvalidResponse,
            host,
            $"{host} sends clients to a token server{shown} {reason}",
            "Check the registry's configuration. If you trust the token server, list it: "
                + "in ContainerGuardTrustedRealm if it is in a private network, "
                + "in ContainerGuardInsecureRegistry if it does not use TLS."));
    }

    private async Task<bool> LeadsInsideAsync(Uri realm, CancellationToken cancellationToken) =>
        !realm.Host.Equals(registry.Host, StringComparison.OrdinalIgnoreCase)
        && !options.TrustedRealms.Contains(realm.Host) && !options.TrustedRealms.Contains($"{realm.Host}:{realm.Port}")
        && await options.PrivateNetwork.HasAsync(realm, cancellationToken).ConfigureAwait(false)
        && !await options.PrivateNetwork.HasAsync(registry, cancellationToken).ConfigureAwait(false);

    private static Uri WithQuery(Uri realm, string? service, string scope)
    {
        var query = (realm.Query.Length > 1 ? realm.Query + "&" : "?")
            + (service is null ? "" : $"service={Uri.EscapeDataString(service)}&")
            + $"scope={Uri.EscapeDataString(scope)}";
        return new UriBuilder(realm) { Query = query }.Uri;
    }

    /// <summary>A refresh token is exchanged by POST (distribution specification, "OAuth2 Token Authentication").</summary>
    private static RegistryRequest ExchangeRequest(Uri realm, string? service, string scope, string refreshToken) =>
        new(HttpMethod.Post, realm, LargestToken)
        {
            Form =
            [
                new("grant_type", "refresh_token"),
                new("service", service ?? ""),
                new("client_id", "containerguard"),
                new("scope", scope),
                new("refresh_token", refreshToken),
            ],
        };

    /// <summary>The field is <c>token</c>, or OAuth's <c>access_token</c>.</summary>
    private static string? ReadToken(RegistryResponse response)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Body);
            foreach (var name in (ReadOnlySpan<string>)["token", "access_token"])
            {
                if (document.RootElement.ValueKind == JsonValueKind.Object
                    && document.RootElement.TryGetProperty(name, out var value)
                    && value.ValueKind == JsonValueKind.String
                    && value.GetString() is { Length: > 0 } token
                    && !token.AsSpan().ContainsAny('\r', '\n'))
                {
                    return token;
                }
            }
        }
        catch (Exception exception) when (JsonText.IsDamage(exception))
        {
            // Not JSON, or a string that is not Unicode: treated as a missing token.
        }

        return null;
    }
}
