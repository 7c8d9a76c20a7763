namespace ContainerGuard.Registry;

/// <summary>
/// The variables of the .NET SDK's own container support (sdk-container-builds, "Registry Authentication"): as there,
/// they apply to every registry that requires credentials, those with PULL before the others. A host that only a Dockerfile names does not
/// get them: anyone who may change that file could name their own host.
/// </summary>
/// <param name="environment">The variables of the build.</param>
/// <param name="isOfProject">Whether the project itself names a host; null for any host.</param>
internal sealed class EnvironmentKeychain(Func<string, string?> environment, Func<string, bool>? isOfProject) : IKeychain
{
    private static readonly string[] Prefixes = ["DOTNET_CONTAINER_PULL_REGISTRY", "DOTNET_CONTAINER_REGISTRY", "SDK_CONTAINER_REGISTRY"];

    public ValueTask<Credential?> FindAsync(string registry, string repository, CancellationToken cancellationToken)
    {
        if (isOfProject?.Invoke(registry) == false) return new((Credential?)null);
        foreach (var prefix in Prefixes)
        {
            if (environment(prefix + "_UNAME") is { Length: > 0 } user && environment(prefix + "_PWORD") is { Length: > 0 } password)
            {
                return new(
                    new Credential(user, password, IsIdentityToken: user == "<token>", $"the variables {prefix}_UNAME and {prefix}_PWORD"));
            }
        }

        return new((Credential?)null);
    }
}
