namespace ContainerGuard.Analysis;

/// <summary>The casing of a keyword.</summary>
internal enum KeywordCasing
{
    Lower,
    Upper,
    Mixed,
}

internal static class KeywordCasings
{
    public static KeywordCasing Of(string keyword)
    {
        var (hasLower, hasUpper) = (false, false);
        foreach (var c in keyword)
        {
            hasLower |= char.IsAsciiLetterLower(c);
            hasUpper |= char.IsAsciiLetterUpper(c);
        }

        return !hasUpper ? KeywordCasing.Lower : !hasLower ? KeywordCasing.Upper : KeywordCasing.Mixed;
    }

    public static string Apply(this KeywordCasing casing, string keyword) => casing switch
    {
        KeywordCasing.Lower => keyword.ToLowerInvariant(),
        KeywordCasing.Upper => keyword.ToUpperInvariant(),
        _ => keyword,
    };
}
