namespace ContainerGuard.Dockerfile;

/// <summary>
/// Whether a text is an image reference (distribution/reference, its normalized form). Only a verdict: to take a reference apart is
/// the business of the rooms above, but BuildKit refuses a file for a bad one.
/// </summary>
internal static class ReferenceGrammar
{
    private const int MaximumPathLength = 255;
    private const int MaximumTagLength = 128;
    private const int IdentifierLength = 64;

    private static readonly Characters AddressDigits = Characters.Of("0-9a-fA-F:");
    private static readonly Characters TemplateCharacters = Characters.Of("{}<>[]%");

    /// <summary>What is wrong with a reference, or null.</summary>
    public static string? FindError(ReadOnlySpan<char> text)
    {
        if (text.Length == IdentifierLength && Characters.LowerHexadecimal.ContainAll(text))
            return $"'{text}' is the identifier of an image, not a name. Write name@sha256:{text}.";

        var slash = text.IndexOf('/');
        var hasDomain = slash >= 0 && LooksLikeDomain(text[..slash]);
        var remainder = hasDomain ? text[(slash + 1)..] : text;
        var nameEnd = remainder.IndexOfAny(':', '@');
        var name = nameEnd < 0 ? remainder : remainder[..nameEnd];
        var path = remainder.IndexOf(':') is var colon and >= 0 ? remainder[..colon] : remainder;
        if (HasUpperCase(path))
            return $"'{text}' is no image: the repository name must be in lower case. Write {text.ToString().ToLowerInvariant()}, or, "
                + "if a variable or a stage is meant, check its spelling.";

        var isName = hasDomain ? (IsDomain(text[..slash]) && IsPath(name)) || IsPath(text[..(slash + 1 + name.Length)]) : IsPath(name);
        if (!isName)
            return $"'{text}' is no image reference: {ExplainName(name)}";
        if (name.Length + (hasDomain || slash >= 0 ? 0 : "library/".Length) > MaximumPathLength)
            return $"'{text}' is no image reference: its name has more than {MaximumPathLength} characters.";
        if (nameEnd < 0)
            return null;

        var suffix = remainder[nameEnd..];
        var at = suffix.IndexOf('@');
        var tag = at < 0 ? suffix : suffix[..at];
        if (!tag.IsEmpty && !IsTag(tag[1..]))
        {
            return tag.Length == 1
                ? $"'{text}' is no image reference: the tag after ':' is missing."
                : $"'{text}' is no image reference: '{tag[1..]}' is no tag. A tag has letters, digits, '_', '.' and '-', up to "
                    + $"{MaximumTagLength}.";
        }

        return at < 0 || IsDigest(suffix[(at + 1)..])
            ? null
            : $"'{text}' is no image reference: '{suffix[(at + 1)..]}' is no digest. A digest is sha256: and 64 hexadecimal digits in "
                + "lower case.";
    }

    private static string ExplainName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
            return "the name is missing.";
        if (TemplateCharacters.FirstIn(name) >= 0)
            return "it holds characters that only a template has; fill the template in before building.";
        return $"'{name}' is no name. A name has lower-case letters and digits, with single '.', '_' or '-' between them, and '/' "
            + "between its parts.";
    }

    /// <summary>The part before the first slash is a registry if it could not be anything else.</summary>
    private static bool LooksLikeDomain(ReadOnlySpan<char> text) =>
        text is "localhost" || text.ContainsAny('.', ':') || HasUpperCase(text);

    private static bool HasUpperCase(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsUpper(c))
                return true;
        }

        return false;
    }

    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        var portStart = text.LastIndexOf(':');
        if (text.StartsWith("["))
        {
            var close = text.IndexOf(']');
            if (close < 2 || !AddressDigits.ContainAll(text[1..close]))
                return false;
            return close == text.Length - 1 || (text[close + 1] == ':' && IsPort(text[(close + 2)..]));
        }

        var host = portStart < 0 ? text : text[..portStart];
        if (portStart >= 0 && !IsPort(text[(portStart + 1)..]))
            return false;
        foreach (var label in host.PiecesAt('.'))
        {
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-')
                return false;
            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                    return false;
            }
        }

        return true;
    }

    private static bool IsPort(ReadOnlySpan<char> text) => !text.IsEmpty && Characters.Digits.ContainAll(text);

    private static bool IsPath(ReadOnlySpan<char> text)
    {
        foreach (var component in text.PiecesAt('/'))
        {
            if (!IsPathComponent(component))
                return false;
        }

        return true;
    }

    /// <summary>Lower-case letters and digits, with one '.', one or two '_', or any number of '-' between.</summary>
    private static bool IsPathComponent(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (true)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiLetterLower(text[at]) || char.IsAsciiDigit(text[at])))
                at++;
            if (at == start)
                return false;
            if (at == text.Length)
                return true;

            var separator = text[at];
            var length = 0;
            while (at < text.Length && text[at] == separator)
            {
                at++;
                length++;
            }

            if (separator switch { '.' => length > 1, '_' => length > 2, '-' => false, _ => true })
                return false;
        }
    }

    private static bool IsTag(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaximumTagLength || text[0] is '.' or '-')
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
                return false;
        }

        return true;
    }

    /// <summary>Whether a text is an algorithm that registries know, a colon and its hexadecimal digits.</summary>
    public static bool IsDigest(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon < 0)
            return false;
        var length = text[..colon] switch { "sha256" => 64, "sha384" => 96, "sha512" => 128, _ => -1 };
        var digits = text[(colon + 1)..];
        return digits.Length == length && Characters.LowerHexadecimal.ContainAll(digits);
    }
}
