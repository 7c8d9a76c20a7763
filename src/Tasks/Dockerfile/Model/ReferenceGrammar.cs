namespace ContainerGuard.Dockerfile;

/// <summary>
/// Checks whether a text is a valid image reference (distribution/reference, normalized form), because BuildKit refuses a file with an
/// invalid one. The rooms above split a reference into its parts.
/// </summary>
internal static class ReferenceGrammar
{
    private const int MaximumPathLength = 255;
    private const int MaximumTagLength = 128;
    private const int IdentifierLength = 64;

    private static readonly Characters AddressDigits = Characters.Of("0-9a-fA-F:");
    private static readonly Characters TemplateCharacters = Characters.Of("{}<>[]%");

    /// <summary>The error message for an invalid reference; null for a valid one.</summary>
    public static string? FindError(ReadOnlySpan<char> text)
    {
        if (text.Length == IdentifierLength && Characters.LowerHexadecimal.ContainAll(text))
            return $"'{text}' is an image ID, not a reference. Write the repository and the digest: name@sha256:…";

        var slash = text.IndexOf('/');
        var hasDomain = slash >= 0 && LooksLikeDomain(text[..slash]);
        var remainder = hasDomain ? text[(slash + 1)..] : text;
        var nameEnd = remainder.IndexOfAny(':', '@');
        var name = nameEnd < 0 ? remainder : remainder[..nameEnd];
        var path = remainder.IndexOf(':') is var colon and >= 0 ? remainder[..colon] : remainder;
        if (HasUpperCase(path))
            return $"'{text}' is not a valid image reference: the repository must be in lower case. Write "
                + $"'{text.ToString().ToLowerInvariant()}', or check the name of the stage or variable.";

        var isName = hasDomain ? (IsDomain(text[..slash]) && IsPath(name)) || IsPath(text[..(slash + 1 + name.Length)]) : IsPath(name);
        if (!isName)
            return $"'{text}' is not a valid image reference: {ExplainName(name)}";
        if (name.Length + (hasDomain || slash >= 0 ? 0 : "library/".Length) > MaximumPathLength)
            return $"'{text}' is not a valid image reference: the name has more than {MaximumPathLength} characters.";
        if (nameEnd < 0)
            return null;

        var suffix = remainder[nameEnd..];
        var at = suffix.IndexOf('@');
        var tag = at < 0 ? suffix : suffix[..at];
        if (!tag.IsEmpty && !IsTag(tag[1..]))
        {
            return tag.Length == 1
                ? $"'{text}' is not a valid image reference: the tag after ':' is missing."
                : $"'{text}' is not a valid image reference: '{tag[1..]}' is not a valid tag. Use up to {MaximumTagLength} letters, "
                    + "digits, '_', '.' and '-'.";
        }

        return at < 0 || IsDigest(suffix[(at + 1)..])
            ? null
            : $"'{text}' is not a valid image reference: the digest is not valid. Write sha256: and 64 hexadecimal digits in lower case.";
    }

    private static string ExplainName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
            return "the name is missing.";
        if (TemplateCharacters.FirstIn(name) >= 0)
            return "it contains placeholders of a template. Fill in the template before the build.";
        return $"'{name}' is not a valid name. Use lower-case letters and digits, separated by '.', '_', '-' or '/'.";
    }

    /// <summary>Whether the part before the first slash can only be a registry.</summary>
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

    /// <summary>Lower-case letters and digits, separated by one '.', one or two '_', or any number of '-'.</summary>
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

    /// <summary>Whether a text is a hash algorithm that registries support, a colon and the right number of hexadecimal digits.</summary>
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
