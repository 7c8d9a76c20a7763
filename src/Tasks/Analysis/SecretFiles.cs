namespace ContainerGuard.Analysis;

/// <summary>
/// Files that hold secrets, by their names alone, for files that a Dockerfile copies or writes and that no known context contains.
/// <see cref="Context.SensitiveFiles"/> also reads the files of a known context.
/// </summary>
internal static class SecretFiles
{
    private static readonly string[] Secrets = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".netrc", ".git-credentials"];

    private static readonly string[] Holders =
        [".npmrc", ".yarnrc", ".yarnrc.yml", "nuget.config", ".pypirc", "pip.conf", "credentials", "credentials.json", "settings.xml",
            "auth.json", ".env"];

    /// <summary>Whether a file contains only a secret.</summary>
    public static bool IsSecret(string path) => Secrets.Contains(NameOf(path));

    /// <summary>Whether a file may hold a secret among other text. A command that removes such a file shows that it does.</summary>
    public static bool MayHoldSecret(string path) => IsSecret(path) || Holders.Contains(NameOf(path), StringComparer.OrdinalIgnoreCase);

    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
