using ContainerGuard.Context;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>A secret that was found by the format of its value. It describes the secret, and never contains the value.</summary>
/// <param name="Span">Its place in the file.</param>
/// <param name="Description">What it is, with its article: <c>an AWS access key ID</c>.</param>
internal sealed record SecretShape(TextSpan Span, string Description)
{
    /// <summary>Whether a service issued it. Passwords and private keys can be made up, as examples and for tests.</summary>
    public bool IsToken { get; init; } = true;
}

/// <summary>
/// Finds secrets by their published formats: a fixed prefix, an alphabet and a length, as documented for the secret scanners of GitHub and
/// GitLab. Placeholders and documented examples are not secrets.
/// </summary>
internal static class SecretShapes
{
    private const int ShortestToken = 16;

    private static readonly Characters SmallLetters = Characters.Of("a-z");
    private static readonly Characters TokenCharacters = Characters.Of("0-9A-Za-z_-");
    private static readonly Characters DottedCharacters = Characters.Of("0-9A-Za-z_.-");
    private static readonly Characters Base64Characters = Characters.Of("0-9A-Za-z+/=");
    private static readonly Characters UserInfoEnd = Characters.Of("@/ \t\r\n\"'`\\?#");

    private static readonly Characters ConnectionStringEnd = Characters.Of(";\"'\r\n ");

    private static readonly TokenShape[] Shapes =
    [
        new("AKIA", 20, 20, "an AWS access key ID"),
        new("ASIA", 20, 20, "an AWS access key ID"),
        new("ghp_", 40, 255, "a GitHub token"),
        new("gho_", 40, 255, "a GitHub token"),
        new("ghu_", 40, 255, "a GitHub token"),
        new("ghs_", 40, 255, "a GitHub token"),
        new("ghr_", 40, 255, "a GitHub token"),
        new("github_pat_", 80, 255, "a GitHub token"),
        new("glpat-", 26, 255, "a GitLab token"),
        new("gldt-", 25, 255, "a GitLab token"),
        new("glrt-", 25, 255, "a GitLab token"),
        new("xoxb-", 24, 255, "a Slack token"),
        new("xoxp-", 24, 255, "a Slack token"),
        new("xoxa-", 24, 255, "a Slack token"),
        new("xoxr-", 24, 255, "a Slack token"),
        new("xoxs-", 24, 255, "a Slack token"),
        new("xapp-", 24, 255, "a Slack token"),
        new("sk_live_", 32, 255, "a Stripe key"),
        new("rk_live_", 32, 255, "a Stripe key"),
        new("npm_", 40, 40, "an npm token"),
        new("oy2", 46, 46, "a NuGet API key"),
        new("pypi-AgEI", 60, 500, "a PyPI token"),
        new("dckr_pat_", 36, 255, "a Docker Hub token"),
        new("dop_v1_", 71, 71, "a DigitalOcean token"),
        new("AIza", 39, 39, "a Google API key"),
        new("hf_", 37, 37, "a Hugging Face token"),
        new("sk-ant-", 40, 255, "an Anthropic API key"),
        new("sk-proj-", 40, 255, "an OpenAI API key"),
        new("shpat_", 38, 38, "a Shopify token"),
        new("sq0atp-", 29, 29, "a Square access token"),
    ];

    private static readonly ConnectionKey[] ConnectionKeys =
    [
        new("AccountKey=", 80, "an Azure storage key"),
        new("SharedAccessKey=", 40, "an Azure shared access key"),
        new("Password=", 1, "a password in a connection string"),
        new("Pwd=", 1, "a password in a connection string"),
    ];

    /// <summary>The beginnings of tokens, whose next characters are those of a token.</summary>
    public static IReadOnlyList<string> TokenPrefixes { get; } =
        [.. Shapes.Select(static shape => shape.Prefix), "eyJ", "SG.", "amzn.mws."];

    /// <summary>A text without any of these has no secret. A fast search for them saves the slow search for shapes.</summary>
    public static IReadOnlyList<string> Literals { get; } =
    [
        .. TokenPrefixes, .. Enumerable.Range(0, 10).Select(static digit => $"-us{digit}"), "-----BEGIN ", "://", "_authToken",
        "private_key_id",
        // The names that Find compares without case: as people write them.
        .. ConnectionKeys.SelectMany(static key => Casings(key.Key)), .. Casings("aws_secret"), "Aws_Secret",
    ];

    /// <summary>All secrets in a text, in order.</summary>
    public static IReadOnlyList<SecretShape> Find(string text)
    {
        List<SecretShape> found = [];
        FindTokens(text, found);
        FindAwsSecrets(text, found);
        FindPrivateKeys(text, found);
        FindUserInfo(text, found);
        FindConnectionStrings(text, found);
        FindRegistryTokens(text, found);
        FindServiceAccounts(text, found);
        found.Sort(static (one, other) => one.Span.Start.CompareTo(other.Span.Start));
        return found;
    }

    /// <summary>Whether the text between <c>://</c> and <c>@</c> can be a user and a password.</summary>
    public static bool IsUserInfo(ReadOnlySpan<byte> text)
    {
        var hasColon = false;
        foreach (var character in text)
        {
            if (UserInfoEnd.Contain((char)character)) return false;
            hasColon |= character == ':';
        }

        return hasColon;
    }

    private static string[] Casings(string word) =>
        [.. new[] { word, word.ToLowerInvariant(), word.ToUpperInvariant() }.Distinct(StringComparer.Ordinal)];

    private static void FindTokens(string text, List<SecretShape> found)
    {
        // A token has at least ShortestToken characters, so it covers every place tested here. Shorter words are skipped cheaply.
        for (var at = ShortestToken - 1; at < text.Length; at += ShortestToken)
        {
            if (!IsTokenCharacter(text[at])) continue;

            var start = at;
            while (start > 0 && IsTokenCharacter(text[start - 1])) start--;
            while (at < text.Length && IsTokenCharacter(text[at])) at++;
            var length = at - start;
            if (length >= ShortestToken && Describe(text, ref start, ref length) is { } description)
            {
                found.Add(new SecretShape(new TextSpan(start, length), description));
                at = start + length;
            }
        }

        FindDotted(text, "SG.", found);
        FindDotted(text, "amzn.mws.", found);
    }

    /// <summary>Keys with dots, whose first part may be short.</summary>
    private static void FindDotted(string text, string prefix, List<SecretShape> found)
    {
        for (var at = text.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(prefix, at + 1, StringComparison.Ordinal))
        {
            var length = prefix.IndexOf('.');
            if ((at == 0 || !IsTokenCharacter(text[at - 1])) && DescribeDotted(text, at, ref length) is { } description)
            {
                found.Add(new SecretShape(new TextSpan(at, length), description));
            }
        }
    }

    private static bool IsTokenCharacter(char c) => TokenCharacters.Contain(c);

    private static string? Describe(string text, ref int start, ref int length)
    {
        var token = text.AsSpan(start, length);
        for (var from = 0; from >= 0 && from <= length - ShortestToken;)
        {
            var rest = token[from..];
            foreach (var shape in Shapes)
            {
                if (rest.StartsWith(shape.Prefix) && rest.Length >= shape.MinimumLength && rest.Length <= shape.MaximumLength
                    && IsRandom(rest[shape.Prefix.Length..]))
                {
                    start += from;
                    length -= from;
                    return shape.Description;
                }
            }

            // A token may follow a dash or an underscore that is not part of it: ${TOKEN:-ghp_…}, KEY_AKIA….
            var next = rest.IndexOfAny('-', '_');
            from = next < 0 ? -1 : from + next + 1;
        }

        if (IsMailChimpKey(token)) return "a MailChimp API key";
        return DescribeDotted(text, start, ref length);
    }

    /// <summary>The description of a JSON Web Token.</summary>
    public const string WebToken = "a JSON Web Token";

    /// <summary>Values with dots: JSON Web Tokens (RFC 7519), SendGrid and MWS keys.</summary>
    private static string? DescribeDotted(string text, int start, ref int length)
    {
        if (start + length >= text.Length || text[start + length] != '.' || text[start] is not ('e' or 'S' or 'a')) return null;
        if (text.AsSpan(start, length) is not (['e', 'y', 'J', ..] or "SG" or "amzn")) return null;

        var whole = text.AsSpan(start, LengthOf(text, start, DottedCharacters)).TrimEnd('.');
        var description = whole switch
        {
            _ when whole.StartsWith("eyJ") && whole.Count('.') == 2 && whole.Contains(".eyJ", StringComparison.Ordinal)
                && whole.Length >= 60 => WebToken,
            _ when whole.StartsWith("SG.") && whole.Length == 69 && whole.Count('.') == 2 => "a SendGrid API key",
            _ when whole.StartsWith("amzn.mws.") && whole.Length == 45 => "an Amazon MWS token",
            _ => null,
        };
        if (description is not null) length = whole.Length;
        return description;
    }

    private static bool IsMailChimpKey(ReadOnlySpan<char> token)
    {
        var dash = token.IndexOf("-us");
        return dash == 32 && token.Length is 36 or 37 && Characters.LowerHexadecimal.ContainAll(token[..32])
            && Characters.Digits.ContainAll(token[35..]);
    }

    /// <summary>
    /// AWS secret access keys, which have no prefix: by their length and the name before them (<c>AWS_SECRET_ACCESS_KEY=</c>).
    /// </summary>
    private static void FindAwsSecrets(string text, List<SecretShape> found)
    {
        const string Name = "aws_secret";
        for (var at = text.IndexOf(Name, StringComparison.OrdinalIgnoreCase); at >= 0;
            at = text.IndexOf(Name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var start = SkipSeparators(text, at + LengthOf(text, at, TokenCharacters));
            if (LengthOf(text, start, Base64Characters) == 40 && IsRandom(text.AsSpan(start, 40)))
            {
                found.Add(new SecretShape(new TextSpan(start, 40), "an AWS secret access key"));
            }
        }
    }

    /// <summary>The place after the characters between a name and its value: <c>=</c>, <c>: </c>, blanks, quotes.</summary>
    private static int SkipSeparators(string text, int start)
    {
        var at = start;
        while (at < text.Length && at < start + 4 && text[at] is '=' or ':' or ' ' or '"' or '\'') at++;
        return at;
    }

    private static void FindPrivateKeys(string text, List<SecretShape> found)
    {
        const string Begin = "-----BEGIN ";
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at + 1, StringComparison.Ordinal))
        {
            var name = text.AsSpan(at + Begin.Length, Math.Min(40, text.Length - at - Begin.Length));
            var kind = name.IndexOf("PRIVATE KEY");
            if (kind < 0 || kind > 20) continue;

            // A heading without a key is a template, or a text that a test searches for.
            var end = at + Begin.Length + kind + "PRIVATE KEY".Length;
            if (!HasKeyMaterial(text.AsSpan(end))) continue;
            found.Add(new SecretShape(TextSpan.FromBounds(at, end), "a private key") { IsToken = false });
        }
    }

    /// <summary>
    /// Whether base64 follows the heading (RFC 7468), on the next line or after a <c>\n</c>. An encrypted key has headers before it.
    /// </summary>
    private static bool HasKeyMaterial(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(" BLOCK")) text = text[" BLOCK".Length..];
        text = text.TrimStart("-").TrimStart(" \t\r\n\\n\"',");
        var length = Base64Characters.FirstOther(text);
        return (length < 0 ? text.Length : length) >= 32 || text.StartsWith("Proc-Type:") || text.StartsWith("Version:");
    }

    /// <summary>A password in a URL (RFC 3986, 3.2.1): <c>scheme://user:password@host</c>.</summary>
    private static void FindUserInfo(string text, List<SecretShape> found)
    {
        for (var at = text.IndexOf("://", StringComparison.Ordinal); at >= 0; at = text.IndexOf("://", at + 3, StringComparison.Ordinal))
        {
            var start = at + 3;
            var length = UserInfoEnd.FirstIn(text.AsSpan(start));
            if (length <= 0 || text[start + length] != '@') continue;

            var info = text.AsSpan(start, length);
            var colon = info.IndexOf(':');

            // A bracket before the password is a part of a description: scheme://[user[:password]@]host.
            if (colon < 0 || info[..colon].Contains('[')) continue;
            var host = text.AsSpan(start + length + 1);
            if (IsPassword(info[(colon + 1)..]) && !info[..colon].SequenceEqual(info[(colon + 1)..]) && !IsExampleHost(host))
            {
                found.Add(new SecretShape(new TextSpan(start + colon + 1, length - colon - 1), "a password in a URL") { IsToken = false });
            }
        }
    }

    private static void FindConnectionStrings(string text, List<SecretShape> found)
    {
        foreach (var (key, minimum, description) in ConnectionKeys)
        {
            for (var at = text.IndexOf(key, StringComparison.OrdinalIgnoreCase); at >= 0;
                at = text.IndexOf(key, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                var start = at + key.Length;
                if (minimum > 1)
                {
                    var length = LengthOf(text, start, Base64Characters);
                    if (length >= minimum) found.Add(new SecretShape(new TextSpan(start, length), description));
                }
                else if (IsInConnectionString(text, at))
                {
                    var length = ConnectionStringEnd.FirstIn(text.AsSpan(start));
                    if (length < 0) length = text.Length - start;
                    if (IsPassword(text.AsSpan(start, length)))
                    {
                        found.Add(new SecretShape(new TextSpan(start, length), description) { IsToken = false });
                    }
                }
            }
        }
    }

    /// <summary>The value after npm's _authToken key, in an .npmrc line or in <c>npm config set</c>.</summary>
    private static void FindRegistryTokens(string text, List<SecretShape> found)
    {
        const string Key = "_authToken";
        for (var at = text.IndexOf(Key, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Key, at + 1, StringComparison.Ordinal))
        {
            var start = SkipSeparators(text, at + Key.Length);
            var length = LengthOf(text, start, TokenCharacters);
            var token = text.AsSpan(start, length);
            if (length >= 16 && IsRandom(token) && !found.Exists(secret => secret.Span.Start == start))
            {
                found.Add(new SecretShape(new TextSpan(start, length), "a token for a package registry"));
            }
        }
    }

    /// <summary>The key file of a Google service account, as JSON: the identifier of its private key has 40 hexadecimal digits.</summary>
    private static void FindServiceAccounts(string text, List<SecretShape> found)
    {
        const string Key = "private_key_id";
        for (var at = text.IndexOf(Key, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Key, at + 1, StringComparison.Ordinal))
        {
            var start = at + Key.Length;
            while (start < text.Length && text[start] is '\\' or '"' or '\'' or ':' or ' ') start++;
            if (LengthOf(text, start, Characters.LowerHexadecimal) == 40 && IsRandom(text.AsSpan(start, 40)))
            {
                found.Add(new SecretShape(new TextSpan(start, 40), "the key of a Google service account"));
            }
        }
    }

    /// <summary>Whether a password key is in an ADO.NET connection string: after a semicolon, on a line that also names a server.</summary>
    private static bool IsInConnectionString(string text, int at)
    {
        const int Window = 300;
        var before = text.AsSpan(Math.Max(0, at - Window), Math.Min(Window, at)).TrimEnd(' ');
        if (before is not [.., ';']) return false;
        var after = text.AsSpan(at, Math.Min(Window, text.Length - at));
        var newline = after.IndexOf('\n');
        var line = string.Concat(before[(before.LastIndexOf('\n') + 1)..], newline < 0 ? after : after[..newline]);
        return line.Contains("Server=", StringComparison.OrdinalIgnoreCase)
            || line.Contains("Data Source=", StringComparison.OrdinalIgnoreCase)
            || line.Contains("Host=", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsPassword(ReadOnlySpan<char> value) =>
        value.Length >= 3 && !value.Contains('$') && !Placeholder.Is(value) && value[0] is not ('{' or '*' or '[' or '<' or '%')
        && !IsExample(value) && value is not ("password" or "pass" or "passwd" or "pwd" or "secret" or "token" or "x-oauth-basic");

    private static bool IsExampleHost(ReadOnlySpan<char> host) =>
        host.StartsWith("localhost") || host.StartsWith("127.0.0.1") || host.StartsWith("example.") || host.StartsWith("host");

    private static bool IsExample(ReadOnlySpan<char> value) =>
        value.Contains("EXAMPLE", StringComparison.OrdinalIgnoreCase)
        || value.Contains("xxxx", StringComparison.OrdinalIgnoreCase)
        || value.Contains("0123456789", StringComparison.Ordinal)
        || value.Contains("changeme", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a value looks random, and is not a placeholder, a word or an example: it has many different characters and a digit (a short
    /// value in capitals may lack the digit).
    /// </summary>
    private static bool IsRandom(ReadOnlySpan<char> value)
    {
        if (IsExample(value)) return false;
        if (Characters.Digits.FirstIn(value) < 0 && SmallLetters.FirstIn(value) >= 0) return false;

        Span<bool> seen = stackalloc bool[128];
        var different = 0;
        foreach (var c in value)
        {
            if (c >= 128 || seen[c]) continue;
            seen[c] = true;
            different++;
        }

        return different >= Math.Min(8, value.Length / 2);
    }

    private static int LengthOf(string text, int start, Characters alphabet)
    {
        var length = alphabet.FirstOther(text.AsSpan(start));
        return length < 0 ? text.Length - start : length;
    }

    private sealed record ConnectionKey(string Key, int MinimumLength, string Description);

    private sealed record TokenShape(string Prefix, int MinimumLength, int MaximumLength, string Description);
}
