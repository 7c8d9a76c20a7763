namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The versions that Composer's normalizer accepts: <c>v1.2-b3</c>, <c>2024-01-02</c>, <c>1.2.x-dev</c>, <c>dev-main as 1.0</c>.
/// </summary>
internal static class ComposerVersion
{
    private const string Blanks = " \t\r\n\0\v";

    private static readonly string[] Stabilities = ["stable", "RC", "beta", "alpha", "dev"];

    private static readonly string[] Modifiers = ["stable", "beta", "b", "RC", "alpha", "a", "patch", "pl", "p"];

    public static bool IsValid(ReadOnlySpan<char> version)
    {
        version = WithoutStability(WithoutAlias(version.Trim(Blanks)));
        if (version is "master" or "trunk" or "default" || version.StartsWith("dev-", StringComparison.OrdinalIgnoreCase)) return true;

        version = WithoutBuild(version);
        Leading.Skip(ref version, "vV");
        return IsNumbers(version) || IsDate(version) || IsNumericBranch(version);
    }

    /// <summary><c>dev-main as 1.0.0</c></summary>
    private static ReadOnlySpan<char> WithoutAlias(ReadOnlySpan<char> version)
    {
        var end = version.IndexOf(' ');
        if (end <= 0 || version[..end].ContainsAny(",\t\r\n")) return version;
        var rest = version[end..].TrimStart(' ');
        if (!rest.StartsWith("as ")) return version;
        rest = rest[3..].TrimStart(' ');
        return rest.IsEmpty || rest.ContainsAny(", \t\r\n") ? version : version[..end];
    }

    /// <summary><c>1.0.0@beta</c></summary>
    private static ReadOnlySpan<char> WithoutStability(ReadOnlySpan<char> version)
    {
        var at = version.LastIndexOf('@');
        if (at < 0) return version;
        foreach (var stability in Stabilities)
        {
            if (version[(at + 1)..].Equals(stability, StringComparison.OrdinalIgnoreCase)) return version[..at];
        }

        return version;
    }

    private static ReadOnlySpan<char> WithoutBuild(ReadOnlySpan<char> version)
    {
        var plus = version.IndexOf('+');
        if (plus <= 0 || plus == version.Length - 1) return version;
        return version[..plus].ContainsAny(", \t\r\n") || version[plus..].ContainsAny(" \t\r\n") ? version : version[..plus];
    }

    /// <summary>One to four numbers, of which the first has up to five digits.</summary>
    private static bool IsNumbers(ReadOnlySpan<char> version)
    {
        if (Digits.Take(ref version).Length is 0 or > 5) return false;
        for (var i = 1; i < 4 && HasNumber(version); i++) SkipNumber(ref version);
        return IsModifier(version);
    }

    private static bool HasNumber(ReadOnlySpan<char> rest) => rest.Length > 1 && rest[0] == '.' && char.IsAsciiDigit(rest[1]);

    private static void SkipNumber(scoped ref ReadOnlySpan<char> rest)
    {
        rest = rest[1..];
        Digits.Take(ref rest);
    }

    /// <summary>
    /// A year of four digits, one to six pairs of digits, and up to three more digits; dots, colons and hyphens may separate them.
    /// </summary>
    private static bool IsDate(ReadOnlySpan<char> version)
    {
        if (Digits.Count(version) < 4) return false;
        var rest = version[4..];
        int pairs = 0, last = 0;
        while (true)
        {
            var run = rest;
            Leading.Skip(ref run, ".:-");
            var digits = Digits.Count(run);
            if (digits == 0) break;
            if (last % 2 != 0) return false;
            pairs += last / 2;
            last = digits;
            rest = run[digits..];
        }

        // Of the last digits, up to three may be the additional ones.
        pairs += last / 2;
        return (pairs is >= 1 and <= 6 || (last >= 2 && pairs - 1 is >= 1 and <= 6)) && IsModifier(rest);
    }

    /// <summary><c>1.2.x-dev</c>: a branch with a number.</summary>
    private static bool IsNumericBranch(ReadOnlySpan<char> version)
    {
        if (!version.EndsWith("dev", StringComparison.OrdinalIgnoreCase)) return false;
        var rest = version[..^3];
        if (!rest.IsEmpty && rest[^1] is '.' or '-') rest = rest[..^1];
        if (Digits.Take(ref rest).IsEmpty) return false;
        for (var i = 1; i < 4; i++)
        {
            if (HasNumber(rest)) SkipNumber(ref rest);
            else if (rest.Length > 1 && rest[0] == '.' && rest[1] is 'x' or 'X' or '*') rest = rest[2..];
        }

        return rest.IsEmpty;
    }

    /// <summary>A stability with numbers, and <c>dev</c>, up to the end.</summary>
    private static bool IsModifier(ReadOnlySpan<char> rest)
    {
        var after = rest;
        Leading.Skip(ref after, "._-");
        foreach (var word in Modifiers)
        {
            var numbers = after;
            if (Leading.SkipWord(ref numbers, word) && IsDevOrEnd(numbers[NumbersLength(numbers)..])) return true;
        }

        return IsDevOrEnd(after) || IsDevOrEnd(rest);
    }

    /// <summary>The length of the numbers, each after one dot or hyphen or none.</summary>
    private static int NumbersLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (true)
        {
            var separator = length < text.Length && text[length] is '.' or '-' ? 1 : 0;
            var digits = length + separator < text.Length ? Digits.Count(text[(length + separator)..]) : 0;
            if (digits == 0) return length;
            length += separator + digits;
        }
    }

    private static bool IsDevOrEnd(ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty) return true;
        Leading.Skip(ref rest, ".-");
        return rest.Equals("dev", StringComparison.OrdinalIgnoreCase);
    }
}
