using System.Globalization;
using System.Net.Mail;
using ContainerGuard.Text;
using NuGet.Versioning;

namespace ContainerGuard.Analysis;

/// <summary>Checks label values by their type.</summary>
internal static class LabelValues
{
    private static readonly Characters UriCharacters = Characters.Of("0-9a-zA-Z._~:/?#@!$&'()*+,;=%[]-");
    private static readonly Characters SchemeCharacters = Characters.Of("0-9a-zA-Z+.-");

    /// <summary>
    /// Whether the text is an absolute URI (RFC 3986, 4.3) with text after its scheme, and with a host after <c>//</c> unless the scheme is
    /// <c>file</c>.
    /// </summary>
    public static bool IsUrl(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == text.Length - 1 || !char.IsAsciiLetter(text[0]) || !SchemeCharacters.ContainAll(text.AsSpan(0, colon)))
        {
            return false;
        }

        var rest = text.AsSpan(colon + 1);
        if (UriCharacters.FirstOther(rest) >= 0 || !HasWholeEscapes(rest)) return false;
        return !rest.StartsWith("//")
            || (rest.Length > 2 && (rest[2] is not ('/' or '?' or '#') || text.StartsWith("file:", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Whether the text is a date and time with an offset (RFC 3339, 5.6): <c>2026-11-22T08:30:00Z</c>.</summary>
    public static bool IsRfc3339(string text)
    {
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't' or ' ') || text[13] != ':'
            || text[16] != ':')
        {
            return false;
        }

        if (Digits(text, 0, 4) is not { } year
            || Digits(text, 5, 2) is not (>= 1 and <= 12 and var month)
            || Digits(text, 8, 2) is not (>= 1 and var day))
        {
            return false;
        }

        if (day > DateTime.DaysInMonth(Math.Max(year, 1), month) || Digits(text, 11, 2) is not <= 23 || Digits(text, 14, 2) is not <= 59
            || Digits(text, 17, 2) is not <= 60)
        {
            return false;
        }

        var at = 19;
        if (text[at] == '.')
        {
            at++;
            while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
            if (at == 20) return false;
        }

        return (text.Length - at) switch
        {
            1 => text[at] is 'Z' or 'z',
            6 => text[at] is '+' or '-' && text[at + 3] == ':' && Digits(text, at + 1, 2) is <= 23 && Digits(text, at + 4, 2) is <= 59,
            _ => false,
        };
    }

    /// <summary>
    /// Whether the text is a commit hash, SHA-1 or SHA-256, or an abbreviation of at least seven digits, in lower case as Git writes it.
    /// </summary>
    public static bool IsHash(string text) => text.Length is (>= 7 and <= 40) or 64 && Characters.LowerHexadecimal.ContainAll(text);

    /// <summary>Whether the text is a version as Semantic Versioning 2.0.0 defines it: three numbers without leading zeros.</summary>
    public static bool IsSemanticVersion(string text) => SemanticVersion.TryParse(text, out var version) && version.ToFullString() == text;

    /// <summary>Whether the text is an email address (RFC 5322, addr-spec), without a name before it.</summary>
    public static bool IsEmail(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text && address.DisplayName.Length == 0;

    private static int? Digits(string text, int start, int count) =>
        int.TryParse(text.AsSpan(start, count), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool HasWholeEscapes(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('%'); at >= 0; at = text.IndexOf('%'))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2])) return false;
            text = text[(at + 3)..];
        }

        return true;
    }
}
