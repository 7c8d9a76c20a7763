using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>The form of label keys (Docker's documentation, "Object labels", Key format recommendations; a slash and an underscore are let pass).</summary>
internal static class LabelKey
{
    private static readonly Characters Allowed = Characters.Of("0-9a-z._/-");
    private static readonly string[] Reserved = ["com.docker.", "io.docker.", "org.dockerproject."];

    /// <summary>What is wrong with a key, as a clause, or null.</summary>
    public static string? Problem(string key)
    {
        if (key.Length == 0) return "is empty";
        foreach (var reserved in Reserved)
        {
            if (key.StartsWith(reserved, StringComparison.Ordinal)) return $"is in '{reserved}*', which is reserved for Docker's own use";
        }

        return Allowed.FirstOther(key) is >= 0 and var at ? $"has a '{key[at]}', where only lower-case letters, digits, '.' and '-' may stand"
            : !char.IsAsciiLetterLower(key[0]) ? "does not begin with a lower-case letter"
            : !char.IsAsciiLetterLower(key[^1]) && !char.IsAsciiDigit(key[^1]) ? "does not end with a lower-case letter or a digit"
            : key.Contains("..", StringComparison.Ordinal) || key.Contains("--", StringComparison.Ordinal) ? "has two separators side by side"
            : null;
    }
}
