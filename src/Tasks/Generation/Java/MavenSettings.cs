using ContainerGuard.Files;

namespace ContainerGuard.Generation.Java;

/// <summary>
/// Maven's settings, which contain mirrors and credentials of repositories (maven.apache.org/settings.html). They are always a secret.
/// </summary>
internal static class MavenSettings
{
    /// <param name="disk">The disk.</param>
    /// <param name="project">The project.</param>
    /// <param name="folders">The folders to search, absolute. The first file counts.</param>
    public static (IReadOnlyList<SecretFile> Files, IReadOnlyList<string> Variables) Find(
        IFileSystem disk, AppProject project, params ReadOnlySpan<string> folders)
    {
        foreach (var folder in folders)
        {
            var path = Path.Combine(folder, "settings.xml");
            if (disk.ReadText(path) is not { } text || !text.Contains("<settings", StringComparison.Ordinal)) continue;
            return ([new("maven-settings", path, "/root/.m2/settings.xml", ContextPath.Relative(project.ContextDirectory, path))],
                [.. Variables(text).Distinct().Order(StringComparer.Ordinal)]);
        }

        return ([], []);
    }

    /// <summary>The environment variables in the settings: <c>${env.TOKEN}</c>.</summary>
    private static IEnumerable<string> Variables(string text)
    {
        const string Begin = "${env.";
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at + 1, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', at);
            if (end < 0) yield break;
            var name = text[(at + Begin.Length)..end];
            if (name.Length > 0 && name.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            {
                yield return name;
            }
        }
    }
}
