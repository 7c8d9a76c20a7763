namespace ContainerGuard.Dockerfile;

/// <summary>What the modifiers of <c>${name…}</c> make of a value, and what is said when they cannot.</summary>
internal static class Substitution
{
    /// <summary>Takes away what matches at the beginning (<c>#</c>) or the end (<c>%</c>); doubled, the longest match.</summary>
    public static string? Trim(char modifier, string value, string word, out string result)
    {
        var isGreedy = word.Length > 0 && word[0] == modifier;
        var text = isGreedy ? word[1..] : word;
        result = "";
        if (!ShellPattern.TryParse(text, out var pattern))
            return InvalidPattern(text);
        result = modifier == '#' ? pattern.TrimPrefix(value, isGreedy) : pattern.TrimSuffix(value, isGreedy);
        return null;
    }

    /// <summary>Puts a text in place of the first match, or of all.</summary>
    public static string? Replace(string value, string word, string replacement, bool all, out string result)
    {
        result = "";
        if (!ShellPattern.TryParse(word, out var pattern))
            return InvalidPattern(word);
        result = pattern.Replace(value, replacement, all);
        return null;
    }

    public static string UnsupportedModifier(string name, ReadOnlySpan<char> modifier) =>
        $"'{modifier}' in '${{{name}{modifier}…}}' is not supported: write one of ':-', '-', ':+', '+', ':?', '?', '#', '##', '%', "
            + "'%%', '/', '//'";

    /// <summary>What <c>${name?reason}</c> says of a variable that is not set, or of an empty one.</summary>
    public static string Required(string name, string reason, bool isEmpty) =>
        reason.Length > 0 ? $"{name}: {reason}"
        : isEmpty ? $"'{name}' must not be empty, and is"
        : $"'{name}' must be set, and is not";

    private static string InvalidPattern(string pattern) =>
        $"'{pattern}' is no valid pattern: a backslash may only stand before '*', '?', '\\', '}}' or '/'";
}
