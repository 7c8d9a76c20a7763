namespace ContainerGuard.Registry;

/// <summary>The places where a machine keeps credentials, in the order in which they are asked.</summary>
internal static class Keychains
{
    /// <summary>What the project names, the SDK's variables, Docker's configuration, Podman's.</summary>
    /// <param name="environment">The variables of the build.</param>
    /// <param name="named">What the project names.</param>
    public static IKeychain FromEnvironment(Func<string, string?> environment, IReadOnlyList<NamedCredential> named) => new KeychainChain(
    [
        new NamedKeychain(named, environment),
        new EnvironmentKeychain(environment),
        .. FilesOf(environment).Select(path => new ConfigFileKeychain(path, environment)),
    ]);

    /// <summary>
    /// Docker's <c>config.json</c> (docker login), and Podman's <c>auth.json</c>, which has the same form (containers-auth.json(5)); they need not
    /// exist. A folder that is not absolute would depend on where the build is started. Podman has a folder of root's own where nobody has a session.
    /// </summary>
    internal static IEnumerable<string> FilesOf(Func<string, string?> environment)
    {
        var home = environment(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
        string?[] files =
        [
            Below(environment("DOCKER_CONFIG"), "config.json") ?? Below(home, ".docker", "config.json"),
            environment("REGISTRY_AUTH_FILE") is { Length: > 0 } file ? file : null,
            Below(environment("XDG_RUNTIME_DIR"), "containers", "auth.json") ?? (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? "/run/containers/0/auth.json" : null),
            Below(environment("XDG_CONFIG_HOME"), "containers", "auth.json") ?? Below(home, ".config", "containers", "auth.json"),
        ];
        return files.OfType<string>().Where(Path.IsPathFullyQualified);
    }

    private static string? Below(string? folder, params ReadOnlySpan<string> parts) => string.IsNullOrEmpty(folder) ? null : Path.Combine([folder, .. parts]);
}
