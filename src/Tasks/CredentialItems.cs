using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Registry;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Reads <c>ContainerGuardCredential</c> items: a registry, with <c>UserName</c> or <c>UserNameVariable</c>, and <c>PasswordVariable</c>.
/// They must not contain the password itself, because the log of a build contains every item.
/// </summary>
internal static class CredentialItems
{
    public static bool TryRead(
        ITaskItem[] items, [NotNullWhen(true)] out IReadOnlyList<NamedCredential>? credentials, [NotNullWhen(false)] out string? reason)
    {
        List<NamedCredential> read = [];
        (credentials, reason) = (read, null);
        foreach (var item in items)
        {
            var (user, userVariable, password) =
                (Metadata(item, "UserName"), Metadata(item, "UserNameVariable"), Metadata(item, "PasswordVariable"));
            var problem = Metadata(item, "Password") is not null ? "has a password in the project, and logs of the build would show it"
                : password is null ? "has no PasswordVariable"
                : user is null && userVariable is null ? "has no UserName"
                : null;
            if (problem is not null)
            {
                (credentials, reason) = (null,
                    $"ContainerGuardCredential '{item.ItemSpec}' {problem}. "
                        + "Write <ContainerGuardCredential Include=\"registry.corp\" UserName=\"robot\" "
                        + "PasswordVariable=\"REGISTRY_TOKEN\" />.");
                return false;
            }

            read.Add(new NamedCredential(item.ItemSpec, user, userVariable, password!));
        }

        return true;
    }

    private static string? Metadata(ITaskItem item, string name) => item.GetMetadata(name) is { Length: > 0 } value ? value : null;
}
