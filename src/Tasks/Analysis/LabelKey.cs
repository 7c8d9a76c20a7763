using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>
/// The format of label keys (Docker documentation, "Object labels", key format recommendations). A slash and an underscore are accepted,
/// too.
/// </summary>
internal static class LabelKey
{
    private static readonly Characters Allowed = Characters.Of("0-9a-z._/-");

    /// <summary>The keys in Docker's namespaces that an image sets for Docker: those of extensions of Docker Desktop.</summary>
    private static readonly string[] OfImages = ["com.docker.desktop.extension.", "com.docker.extension.", "com.docker.image.source."];

    private static readonly string[] Reserved = ["com.docker.", "io.docker.", "org.dockerproject."];

    /// <summary>
    /// What is wrong with a key and how to fix it, as the rest of a sentence that begins with the key; null for a valid key.
    /// </summary>
    public static string? Problem(string key)
    {
        if (key.Length == 0) return "is empty. Write a name";
        foreach (var reserved in Reserved)
        {
            if (!key.StartsWith(reserved, StringComparison.Ordinal)
                || Array.Exists(OfImages, known => key.StartsWith(known, StringComparison.Ordinal)))
            {
                continue;
            }

            return $"is in '{reserved}*', which Docker reserves for itself. Use your own domain, for example 'com.example.team'";
        }

        return Allowed.FirstOther(key) is >= 0 and var at ? $"contains the character '{key[at]}'. "
            + "Use only lower-case letters, digits, '.' and '-'"
            : !char.IsAsciiLetterLower(key[0]) ? "does not begin with a lower-case letter. Begin it with a letter from a to z"
            : !char.IsAsciiLetterLower(key[^1])
                && !char.IsAsciiDigit(key[^1]) ? "does not end with a lower-case letter or a digit. Remove the last character"
            : key.Contains("..", StringComparison.Ordinal)
                || key.Contains("--", StringComparison.Ordinal) ? "has two separators in a row. Remove one of them"
            : null;
    }
}
