namespace ContainerGuard.Registry;

/// <summary>
/// The variables of the .NET SDK's own container support (sdk-container-builds, "Registry Authentication"): as there,
/// they apply to every registry that requires credentials, those with PULL before the others.
/// </summary>
/// <param name="environment">The variables of the build.</param>
internal sealed class EnvironmentKeychain(Func<string, string?> environment) : IKeychain
{
    private static readonly string[] Prefixes = ["DOTNET_CONTAINER_PULL_REGISTRY", "DOTNET_CONTAINER_REGISTRY", "SDK_CONTAINER_REGISTRY"];

    public ValueTask<Credential?> FindAsync(string registry, string repository, CancellationToken cancellationToken)
    {
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
