namespace ContainerGuard.Registry;

/// <summary>The places with credentials, in the order of the search.</summary>
internal static class Keychains
{
    /// <summary>The credentials of the project, the SDK's variables, Docker's configuration, Podman's.</summary>
    /// <param name="environment">The variables of the build.</param>
    /// <param name="named">The credentials of the project.</param>
    /// <param name="isOfProject">Whether the project itself names a host; null for any host.</param>
    public static IKeychain FromEnvironment(
        Func<string, string?> environment, IReadOnlyList<NamedCredential> named, Func<string, bool>? isOfProject = null) =>
        new KeychainChain(
    [
        new NamedKeychain(named, environment),
        new EnvironmentKeychain(environment, isOfProject),
        .. FilesOf(environment).Select(path => new ConfigFileKeychain(path, environment)),
    ]);

    /// <summary>
    /// Docker's <c>config.json</c> (docker login), and Podman's <c>auth.json</c>, which has the same form (containers-auth.json(5)); they
    /// need not exist. A relative folder would depend on the directory of the build. Without a session, Podman uses a folder of root.
    /// </summary>
    internal static IEnumerable<string> FilesOf(Func<string, string?> environment)
    {
        var home = environment(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
        string?[] files =
        [
            Below(environment("DOCKER_CONFIG"), "config.json") ?? Below(home, ".docker", "config.json"),
            environment("REGISTRY_AUTH_FILE") is { Length: > 0 } file ? file : null,
            Below(environment("XDG_RUNTIME_DIR"), "containers", "auth.json")
                ?? (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? "/run/containers/0/auth.json" : null),
            Below(environment("XDG_CONFIG_HOME"), "containers", "auth.json") ?? Below(home, ".config", "containers", "auth.json"),
        ];
        return files.OfType<string>().Where(Path.IsPathFullyQualified);
    }

    private static string? Below(string? folder, params ReadOnlySpan<string> parts) =>
        string.IsNullOrEmpty(folder) ? null : Path.Combine([folder, .. parts]);
}
