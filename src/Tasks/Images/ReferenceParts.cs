using System.Globalization;
using ContainerGuard.Text;

namespace ContainerGuard.Images;

/// <summary>
/// The parts of an image reference (distribution/reference): for each the reason why a text is not one, as a clause for messages, or null
/// if it is one.
/// </summary>
internal static class ReferenceParts
{
    private static readonly Characters AddressCharacters = Characters.Of("0-9a-fA-F:");
    private static readonly Characters HostCharacters = Characters.Of("0-9a-zA-Z-");
    private static readonly Characters PathCharacters = Characters.Of("0-9a-z._-");
    private static readonly Characters TagCharacters = Characters.Of("0-9a-zA-Z._-");

    /// <summary>
    /// Whether the text before the first slash is a registry, because it cannot be anything else: it is localhost, has a dot or a colon, or
    /// an upper-case letter (which no repository has).
    /// </summary>
    public static bool IsRegistry(ReadOnlySpan<char> text) =>
        text is "localhost" || text.ContainsAny('.', ':') || text.StartsWith("[") || HasUpperCase(text);

    public static string? ReasonAgainstRegistry(string registry)
    {
        if (registry.Contains('@', StringComparison.Ordinal))
        {
            // Not repeated in the message: the text before the @ may be a password.
            return "a user name and password must not precede the host; use 'docker login'";
        }

        var host = registry;
        if (registry.StartsWith('['))
        {
            var close = registry.IndexOf(']', StringComparison.Ordinal);
            if (close < 2
                || !AddressCharacters.ContainAll(registry.AsSpan(1, close - 1))
                || registry[(close + 1)..] is not ("" or [':', ..]))
            {
                return $"'{registry}' is not a host; an IPv6 address is written [::1], with a port [::1]:5000";
            }

            host = "v6" + registry[(close + 1)..];
        }

        if (host.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
        {
            var port = host[(colon + 1)..];
            if (!ushort.TryParse(port, NumberStyles.None, null, out var number) || number == 0)
            {
                return $"the port '{port}' of the registry is not a number from 1 to 65535";
            }

            host = host[..colon];
        }

        foreach (var label in host.Split('.'))
        {
            if (label.Length == 0 || label[0] == '-' || label[^1] == '-' || !HostCharacters.ContainAll(label))
            {
                return $"'{registry}' is not a registry host; a host has letters, digits, hyphens and dots";
            }
        }

        return null;
    }

    public static string? ReasonAgainstRepository(string repository)
    {
        if (repository.Length == 0)
        {
            return "the name of the image is missing";
        }

        if (repository.Length > 255)
        {
            return $"the repository has {repository.Length} characters, at most 255 are allowed";
        }

        if (HasUpperCase(repository))
        {
            return $"the repository '{repository}' must be in lower case";
        }

        foreach (var element in repository.Split('/'))
        {
            if (ReasonAgainstPathElement(element) is { } reason)
            {
                return $"in the repository '{repository}', {reason}";
            }
        }

        return null;
    }

    /// <summary>Groups of lower-case letters and digits, separated by one dot, one or two underscores, or any number of hyphens.</summary>
    public static string? ReasonAgainstPathElement(ReadOnlySpan<char> element)
    {
        if (element.IsEmpty)
        {
            return "a part between slashes is empty";
        }

        if (PathCharacters.FirstOther(element) is >= 0 and var at)
        {
            return $"the character '{element[at]}' is not allowed; use lower-case letters, digits, '.', '_', '-' and '/'";
        }

        if (IsSeparator(element[0]) || IsSeparator(element[^1]))
        {
            return $"the part '{element}' must begin and end with a letter or digit";
        }

        for (var start = 0; start < element.Length; start++)
        {
            var end = start;
            while (IsSeparator(element[end]))
            {
                end++;
            }

            if (end > start && element[start..end] is not ("." or "_" or "__") && element[start..end].Trim('-').Length > 0)
            {
                return $"the separator '{element[start..end]}' is not allowed; use '.', '_', '__' or hyphens";
            }

            start = end;
        }

        return null;
    }

    public static string? ReasonAgainstTag(string tag) => tag switch
    {
        "" => "the tag after ':' is missing",
        { Length: > 128 } => $"the tag has {tag.Length} characters, at most 128 are allowed",
        _ when tag[0] is '.' or '-' => $"the tag '{tag}' must begin with a letter, digit or underscore",
        _ when TagCharacters.FirstOther(tag) is >= 0 and var at =>
            $"the character '{tag[at]}' is not allowed in a tag; use letters, digits, '.', '_' and '-'",
        _ => null,
    };

    private static bool IsSeparator(char c) => c is '.' or '_' or '-';

    public static bool HasUpperCase(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsUpper(c)) return true;
        }

        return false;
    }
}
