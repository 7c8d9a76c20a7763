namespace ContainerGuard.Dockerfile;

/// <summary>Applies the modifiers of <c>${name…}</c> to a value. The methods return an error message, or null.</summary>
internal static class Substitution
{
    /// <summary>
    /// Removes the shortest match at the beginning (<c>#</c>) or the end (<c>%</c>), or the longest (<c>##</c>, <c>%%</c>).
    /// </summary>
    public static string? Trim(char modifier, string value, string word, out string result)
    {
        var isGreedy = word.Length > 0 && word[0] == modifier;
        var text = isGreedy ? word[1..] : word;
        result = "";
        if (!ShellPattern.TryParse(text, out var pattern))
        {
            return InvalidPattern(text);
        }

        result = modifier == '#' ? pattern.TrimPrefix(value, isGreedy) : pattern.TrimSuffix(value, isGreedy);
        return null;
    }

    /// <summary>Replaces the first match, or all matches.</summary>
    public static string? Replace(string value, string word, string replacement, bool all, out string result)
    {
        result = "";
        if (!ShellPattern.TryParse(word, out var pattern))
        {
            return InvalidPattern(word);
        }

        result = pattern.Replace(value, replacement, all);
        return null;
    }

    public static string UnsupportedModifier(string name, ReadOnlySpan<char> modifier) =>
        $"the modifier '{modifier}' in '${{{name}{modifier}…}}' is not supported; use one of :- - :+ + :? ? # ## % %% / //";

    /// <summary>The error of <c>${name?reason}</c> for a variable that is not set or empty.</summary>
    public static string Required(string name, string reason, bool isEmpty) =>
        reason.Length > 0 ? $"{name}: {reason}"
        : isEmpty ? $"'{name}' must not be empty"
        : $"'{name}' must be set";

    private static string InvalidPattern(string pattern) =>
        $"'{pattern}' is not a valid pattern; use a backslash only before '*', '?', '\\', '}}' or '/'";
}
