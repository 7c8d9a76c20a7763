namespace ContainerGuard.Registry;

/// <summary>The variables with the credentials for one registry.</summary>
/// <param name="Registry">The host as images name it.</param>
/// <param name="UserName">The account; null if it is in a variable.</param>
/// <param name="UserNameVariable">The variable with the account.</param>
/// <param name="PasswordVariable">The variable with the password or the token.</param>
internal sealed record NamedCredential(string Registry, string? UserName, string? UserNameVariable, string PasswordVariable);

/// <summary>The credentials of a project for registries, for CI: as names of variables, so that no file and no log contains them.</summary>
/// <param name="credentials">The credentials of the project.</param>
/// <param name="environment">The variables of the build.</param>
internal sealed class NamedKeychain(IReadOnlyList<NamedCredential> credentials, Func<string, string?> environment) : IKeychain
{
    public ValueTask<Credential?> FindAsync(string registry, string repository, CancellationToken cancellationToken)
    {
        foreach (var named in credentials)
        {
            // If the variables are not set, as on a developer's machine, the next place is searched.
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
