namespace ContainerGuard.Rules;

/// <summary>
/// Files that hold secrets, by their names alone: what a Dockerfile copies or writes may not be in any context that can be looked at.
/// Where it can be, <see cref="Context.SensitiveFiles"/> knows more.
/// </summary>
internal static class SecretFiles
{
    private static readonly string[] Secrets = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".netrc", ".git-credentials"];

    private static readonly string[] Holders =
        [".npmrc", ".yarnrc", ".yarnrc.yml", "nuget.config", ".pypirc", "pip.conf", "credentials", "credentials.json", "settings.xml", "auth.json", ".env"];

    /// <summary>Whether a file is nothing but a secret.</summary>
    public static bool IsSecret(string path) => Secrets.Contains(NameOf(path));

    /// <summary>Whether it may hold one beside other things: somebody who removes it thinks that it does.</summary>
    public static bool MayHoldSecret(string path) => IsSecret(path) || Holders.Contains(NameOf(path), StringComparer.OrdinalIgnoreCase);

    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
