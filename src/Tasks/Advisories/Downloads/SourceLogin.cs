using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using ContainerGuard.Registry;

namespace ContainerGuard.Advisories.Downloads;

/// <summary>
/// The credentials of sources, by host, from the places that registries have. As at a registry, the first request carries none. A host that
/// refuses it gets them with Basic, or with Bearer if it offers only that, or if the user name is <c>&lt;token&gt;</c>.
/// </summary>
/// <param name="options">The places with credentials.</param>
internal sealed class SourceLogin(RegistryOptions options)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Credential?>>> _credentials = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, AuthenticationHeaderValue> _sent = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The header that the host of an address has accepted; null before.</summary>
    public AuthenticationHeaderValue? For(Uri address) => _sent.GetValueOrDefault(KeyOf(address));

    /// <summary>The header after a refusal; null if this machine has no credentials for the host.</summary>
    /// <param name="address">Of the request. The host that a redirect leads to does not get credentials.</param>
    /// <param name="refusal">The answer.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="RegistryException">The credentials exist and cannot be read.</exception>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(
        Uri address, RegistryResponse refusal, CancellationToken cancellationToken)
    {
        if (refusal.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)) return null;
        if (!RegistryTransport.IsSameOrigin(refusal.Url, address)) return null;
        if (await FindAsync(address, cancellationToken).ConfigureAwait(false) is not { } credential) return null;
        var offered = Challenge.Parse(refusal.Challenges).Select(static one => one.Scheme).ToList();
        var isBearer = credential.IsIdentityToken || (offered.Contains("bearer") && !offered.Contains("basic"));
        return _sent[KeyOf(address)] = isBearer ? new AuthenticationHeaderValue("Bearer", credential.Secret) : credential.ToBasic();
    }

    /// <summary>Where the credentials for a host come from, if they were sent; null otherwise.</summary>
    public string? SourceFor(Uri address) => _sent.ContainsKey(KeyOf(address))
        ? Found.FirstOrDefault(one => one.Host.Equals(address.Authority, StringComparison.OrdinalIgnoreCase)).Credential?.Source
        : null;

    /// <summary>Masks what was sent, in case a server repeats it.</summary>
    public string Redact(string text) => SentSecrets.Mask(text, [.. Found.Select(static one => one.Credential)], []);

    private IEnumerable<(string Host, Credential Credential)> Found => _credentials
        .Where(static one => one.Value is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: not null } })
        .Select(static one => (one.Key, one.Value.Value.Result!));

    private Task<Credential?> FindAsync(Uri address, CancellationToken cancellationToken) =>
        _credentials.GetOrAdd(address.Authority, host => new(async () =>
        {
            var credential = await options.Keychain.FindAsync(host, "", cancellationToken).ConfigureAwait(false);
            options.Note($"{host}: {credential?.ToString() ?? "no credentials"}");
            return credential;
        })).Value;

    private static string KeyOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
