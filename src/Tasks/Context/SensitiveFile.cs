namespace ContainerGuard.Context;

/// <summary>Why a file must not reach a build.</summary>
internal enum SensitiveKind
{
    /// <summary>Variables with the secrets of an environment: <c>.env</c>.</summary>
    EnvironmentFile,

    /// <summary>A private key: <c>id_rsa</c>, or a PEM file that holds one.</summary>
    PrivateKey,

    /// <summary>A certificate with its private key: <c>*.pfx</c>, <c>*.p12</c>, <c>*.jks</c>.</summary>
    KeyStore,

    /// <summary>A package manager's configuration with a token or a password in it: <c>.npmrc</c>, <c>nuget.config</c>.</summary>
    PackageFeedCredentials,

    /// <summary>Credentials of a cloud, a cluster or a registry: <c>.aws/credentials</c>, <c>.docker/config.json</c>.</summary>
    CloudCredentials,

    /// <summary>A framework's own file for secrets of a developer: <c>secrets.json</c>, <c>local.settings.json</c>.</summary>
    DeveloperSecrets,

    /// <summary>The repository itself: every version of every file, and often the credentials of its remote.</summary>
    Repository,
}

/// <summary>A file of the context, or the folder <c>.git</c>, that would be sent to the builder though it must not be.</summary>
/// <param name="Path">Relative to the context, with forward slashes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Reason">What gives it away, as a clause that follows the path: <c>holds a private key</c>. It never quotes the secret.</param>
internal sealed record SensitiveFile(string Path, SensitiveKind Kind, string Reason);
