namespace ContainerGuard.Context;

/// <summary>The reason why a builder must not receive a file.</summary>
internal enum SensitiveKind
{
    /// <summary>Environment variables, often with secrets: <c>.env</c>.</summary>
    EnvironmentFile,

    /// <summary>A private key: <c>id_rsa</c>, or a PEM file that contains one.</summary>
    PrivateKey,

    /// <summary>A certificate with its private key: <c>*.pfx</c>, <c>*.p12</c>, <c>*.jks</c>.</summary>
    KeyStore,

    /// <summary>A package manager's configuration with a token or a password in it: <c>.npmrc</c>, <c>nuget.config</c>.</summary>
    PackageFeedCredentials,

    /// <summary>Credentials for a cloud, a cluster or a registry: <c>.aws/credentials</c>, <c>.docker/config.json</c>.</summary>
    CloudCredentials,

    /// <summary>A framework's file for the secrets of a developer: <c>secrets.json</c>, <c>local.settings.json</c>.</summary>
    DeveloperSecrets,

    /// <summary>The Git repository: every version of every file, and often the credentials of its remote.</summary>
    Repository,
}

/// <summary>A file of the context, or the folder <c>.git</c>, that the builder would receive although it must not.</summary>
/// <param name="Path">Relative to the context, with forward slashes.</param>
/// <param name="Kind">The kind of secret.</param>
/// <param name="Reason">The reason, as a clause that follows the path: <c>contains a private key</c>. It never quotes the secret.</param>
internal sealed record SensitiveFile(string Path, SensitiveKind Kind, string Reason);
