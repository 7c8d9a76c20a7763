using System.Net.Http.Headers;
using System.Text;

namespace ContainerGuard.Registry;

/// <summary>
/// The credentials for a registry. <see cref="ToString"/> does not contain the secret, so that no log gets it by accident.
/// </summary>
/// <param name="Username">The account.</param>
/// <param name="Secret">Password, access token, or refresh token.</param>
/// <param name="IsIdentityToken">The secret is an OAuth2 refresh token, to be exchanged at the token server.</param>
/// <param name="Source">The place that it comes from, for diagnostics.</param>
internal sealed record Credential(string Username, string Secret, bool IsIdentityToken, string Source)
{
    public AuthenticationHeaderValue ToBasic() =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{Secret}")));

    public override string ToString() => $"credentials from {Source}";
}

/// <summary>A place with credentials.</summary>
internal interface IKeychain
{
    /// <summary>The credentials for a repository, or for its whole registry.</summary>
    /// <param name="registry">The host as images name it: <c>docker.io</c>, <c>registry.corp:5000</c>.</param>
    /// <param name="repository">Such as <c>library/node</c>.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>Null when this place has none.</returns>
    /// <exception cref="RegistryException">The credentials exist and cannot be read.</exception>
    ValueTask<Credential?> FindAsync(string registry, string repository, CancellationToken cancellationToken);
}

/// <summary>No credentials for anyone.</summary>
internal sealed class AnonymousKeychain : IKeychain
{
    public static readonly AnonymousKeychain Instance = new();

    public ValueTask<Credential?> FindAsync(string registry, string repository, CancellationToken cancellationToken) =>
        new((Credential?)null);
}

/// <summary>Searches several places in order; the first with credentials for the registry is used.</summary>
internal sealed class KeychainChain(params IReadOnlyList<IKeychain> keychains) : IKeychain
{
    public async ValueTask<Credential?> FindAsync(string registry, string repository, CancellationToken cancellationToken)
    {
        foreach (var keychain in keychains)
        {
            if (await keychain.FindAsync(registry, repository, cancellationToken).ConfigureAwait(false) is { } credential)
            {
                return credential;
            }
        }

        return null;
    }
}
