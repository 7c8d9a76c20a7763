namespace ContainerGuard.Registry;

/// <summary>Which variables hold the credentials for one registry.</summary>
/// <param name="Registry">The host as images name it.</param>
/// <param name="UserName">The account; null where a variable says it.</param>
/// <param name="UserNameVariable">The variable that says it.</param>
/// <param name="PasswordVariable">The variable that holds the password or the token.</param>
internal sealed record NamedCredential(string Registry, string? UserName, string? UserNameVariable, string PasswordVariable);

/// <summary>The credentials that a project names for a registry, for CI: by the names of variables, so that no file and no log holds them.</summary>
/// <param name="credentials">What the project names.</param>
/// <param name="environment">The variables of the build.</param>
internal sealed class NamedKeychain(IReadOnlyList<NamedCredential> credentials, Func<string, string?> environment) : IKeychain
{
    public ValueTask<Credential?> FindAsync(string registry, string repository, CancellationToken cancellationToken)
    {
        foreach (var named in credentials)
        {
            // Where the variables are not set, as on a developer's machine, the next place is asked.
            if (named.Registry.Equals(registry, StringComparison.OrdinalIgnoreCase)
                && (named.UserName ?? environment(named.UserNameVariable!)) is { Length: > 0 } user
                && environment(named.PasswordVariable) is { Length: > 0 } password)
            {
                return new(new Credential(user, password, IsIdentityToken: user == "<token>", $"the variable {named.PasswordVariable}"));
            }
        }

        return new((Credential?)null);
    }
}
