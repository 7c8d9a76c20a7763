using System.Text;
using System.Text.Encodings.Web;

namespace ContainerGuard.Registry;

/// <summary>
/// Removes secrets that were sent to a server from the text that it answers. A hostile or careless server may repeat them as they are, or
/// encoded: the header, base64, percent signs, hexadecimal digits.
/// </summary>
internal static class SentSecrets
{
    private const string Mark = "***";

    /// <summary>A shorter part of an encoded secret may be a word.</summary>
    private const int ShortestPart = 4;

    /// <summary>A run of characters of at least this length that looks random is not an explanation for people.</summary>
    private const int ShortestRandom = 20;

    /// <param name="text">The text.</param>
    /// <param name="credentials">The credentials that were sent.</param>
    /// <param name="tokens">The tokens that were sent.</param>
    public static string Mask(string text, IReadOnlyList<Credential> credentials, IReadOnlyList<string> tokens)
    {
        if (credentials.Count == 0 && tokens.Count == 0) return text;

        HashSet<string> forms = new(StringComparer.OrdinalIgnoreCase);
        foreach (var credential in credentials)
        {
            AddForms(forms, credential.Secret);
            AddForms(forms, $"{credential.Username}:{credential.Secret}");
        }

        foreach (var token in tokens) AddForms(forms, token);
        foreach (var form in forms.OrderByDescending(static form => form.Length))
        {
            text = text.Replace(form, Mark, StringComparison.OrdinalIgnoreCase);
        }

        return WithoutRandomRuns(text);
    }

    private static void AddForms(HashSet<string> forms, string secret)
    {
        if (secret.Length == 0) return;
        forms.Add(secret);
        if (secret.Length < ShortestPart) return;

        forms.Add(Uri.EscapeDataString(secret));
        forms.Add(JavaScriptEncoder.Default.Encode(secret));
        forms.Add(HtmlEncoder.Default.Encode(secret));
        forms.Add(new string([.. secret.Reverse()]));
        var bytes = Encoding.UTF8.GetBytes(secret);
        forms.Add(Convert.ToHexString(bytes));
        forms.Add(string.Join(' ', bytes.Select(static one => one.ToString("x2", null))));
        forms.Add(string.Concat(bytes.Select(static one => $"%{one:x2}")));

        // Inside a longer text that is encoded as a whole, the secret begins at one of three positions in a group of base64.
        for (var shift = 0; shift < 3; shift++)
        {
            var whole = Convert.ToBase64String([.. new byte[shift], .. bytes]);
            var first = shift == 0 ? 0 : shift + 1;
            var last = (shift + bytes.Length) * 8 / 6;
            if (last - first < ShortestPart) continue;
            forms.Add(whole[first..last]);
            forms.Add(whole[first..last].Replace('+', '-').Replace('/', '_'));
        }
    }

    /// <summary>Masks other encodings: long runs of letters and digits that are not words. Digests stay.</summary>
    private static string WithoutRandomRuns(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '+' or '=' or '_' or '-' or '%' or '\\')) at++;
            if (at == start)
            {
                clean.Append(text[at++]);
                continue;
            }

            var run = text.AsSpan(start, at - start);
            var isDigest = text.AsSpan(0, start).EndsWith("sha256:", StringComparison.OrdinalIgnoreCase);
            if (!isDigest && LooksRandom(run)) clean.Append(Mark);
            else clean.Append(run);
        }

        return clean.ToString();
    }

    private static bool LooksRandom(ReadOnlySpan<char> run)
    {
        if (run.Length < ShortestRandom) return false;
        var (upper, lower, digits) = (0, 0, 0);
        foreach (var c in run)
        {
            if (char.IsAsciiLetterUpper(c)) upper++;
            else if (char.IsAsciiLetterLower(c)) lower++;
            else if (char.IsAsciiDigit(c)) digits++;
        }

        return (upper > 1 && lower > 1 && digits > 0) || digits * 4 > run.Length;
    }
}
