using ContainerGuard.Context;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>
/// Tells by its name, and by its value if it has one, whether a variable holds a secret. The words are those of BuildKit's
/// SecretsUsedInArgOrEnv. Unlike that check, which has false positives there (moby/buildkit#5775), a name or value that shows that the
/// variable is not a secret counts too: <c>KEY_ALIAS</c>, <c>PASSWORD_FILE</c>, <c>PUBLIC_KEY</c>, a path, a switch, an empty value.
/// </summary>
internal static class SecretNames
{
    private static readonly string[] Words =
        ["APIKEY", "CREDENTIAL", "CREDENTIALS", "PASS", "PASSPHRASE", "PASSWD", "PASSWORD", "PASSWORDS", "PSW", "PWORD", "SECRET",
            "SECRETS", "TOKEN", "TOKENS"];

    /// <summary>The words of BuildKit's check, which include KEY (moby/buildkit, dockerfile2llb/validations.go).</summary>
    private static readonly string[] WordsOfBuildKit =
        ["APIKEY", "AUTH", "CREDENTIAL", "CREDENTIALS", "KEY", "PASSWORD", "PWORD", "PASSWD", "SECRET", "TOKEN"];

    private static readonly string[] WordsOfOpenness = ["PUBLIC", "FILE", "VERSION"];

    /// <summary>Endings without an underscore before them: <c>DBPASSWORD</c>.</summary>
    private static readonly string[] Endings = ["PASSWORD", "PASSWD", "APIKEY", "SECRET", "TOKEN"];

    /// <summary>Words before KEY that mark a secret key. Most other keys are names of entries, fields or caches.</summary>
    private static readonly string[] KeyOwners =
        ["ACCESS", "ACCOUNT", "API", "APP", "APPLICATION", "AUTH", "CLIENT", "DEPLOY", "ENCRYPTION", "JWT", "LICENSE", "MASTER", "PRIVATE",
            "RSA", "SECRET", "SECURITY", "SERVICE", "SIGNING", "SSH", "SSL", "STORAGE", "TLS"];

    /// <summary>Last words that mark a value which describes a secret, but is not one.</summary>
    private static readonly string[] Qualifiers =
        ["ALG", "ALGORITHM", "ALIAS", "ARN", "CHECKING", "COUNT", "DIR", "DIRECTORY", "ENABLED", "ENDPOINT", "EXPIRATION", "EXPIRES",
            "EXPIRY", "FILE", "FILENAME", "FINGERPRINT", "FORMAT", "HEADER", "HOST", "ISSUER", "KEYRING", "LENGTH", "LIFETIME", "LOCATION",
            "METHOD", "MODE", "NAME", "PATH", "PLUGIN", "POLICY", "PORT", "PREFIX", "PROVIDER", "REQUIRED", "SERVER", "SIZE", "STORE",
            "TIMEOUT", "TTL", "TYPE", "URI", "URL", "USER", "USERNAME", "VERSION"];

    private static readonly string[] Switches =
        ["true", "false", "yes", "no", "on", "off", "0", "1", "disabled", "enabled", "basic", "digest", "md5", "trust"];

    private static readonly string[] Blanks = ["", "none", "null", "nil", "unset", "undefined", "**none**", "xxx", "yyy"];

    private static readonly string[] StandIns =
        ["build", "build-only", "build_only", "buildonly", "buildtime", "build-time", "dummy", "dummy-key", "dummy_key", "fake", "ignored",
            "notused", "not-used", "placeholder", "unused", "x"];

    /// <summary>Whether a value is only a placeholder for a value that is set later.</summary>
    public static bool IsBlank(string? value) => value is not null && Blanks.Contains(value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a value says that it is only a dummy for a build that requires a value.</summary>
    public static bool IsForBuildOnly(string value) => StandIns.Contains(value, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether BuildKit's check reports a name as a secret: because of one of its words, unless another word marks it as public.
    /// </summary>
    public static bool HasWordOfBuildKit(ReadOnlySpan<char> name)
    {
        var isSecret = false;
        foreach (var word in name.PiecesAt('_'))
        {
            if (IsOneOf(word, WordsOfOpenness)) return false;
            isSecret |= IsOneOf(word, WordsOfBuildKit);
        }

        return isSecret;
    }

    /// <param name="name">The variable.</param>
    /// <param name="value">Its value without quotes; null when it has none, as an ARG may.</param>
    public static bool IsSecret(string name, string? value)
    {
        var words = name.ToUpperInvariant().Split('_', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words.Contains("PUBLIC") || words.Contains("PUB") || words.Contains("EMPTY")) return false;
        if (value is not null && IsHarmless(value)) return false;

        var last = words[^1];
        if (Qualifiers.Contains(last)) return false;
        if (words.Any(Words.Contains) || Endings.Any(ending => last.EndsWith(ending, StringComparison.Ordinal))) return true;
        if (last is "AUTH") return true;
        if (words is [.., "DB" or "MYSQL" or "POSTGRES" or "ROOT" or "ADMIN" or "USER", "PWD"]) return true;
        if (words is [.., "ACCESS", "KEY", "ID"]) return true;

        var key = Array.LastIndexOf(words, "KEY");
        if (key < 0) return false;
        if (value is not null && IsFingerprint(value)) return false;
        var owned = key > 0 && KeyOwners.Contains(words[key - 1]);
        return owned
            ? words[^1] != "ID"
            : key == words.Length - 1 && key > 0
                && words[key - 1] is not ("GPG" or "PGP" or "APT" or "HOST" or "PRIMARY" or "CACHE" or "SORT") && LooksRandom(value);
    }

    private static bool IsOneOf(ReadOnlySpan<char> word, string[] words)
    {
        foreach (var candidate in words)
        {
            if (word.Equals(candidate, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>Whether a value cannot be a secret: a switch, a path, an address.</summary>
    private static bool IsHarmless(string value)
    {
        if (Switches.Contains(value, StringComparer.OrdinalIgnoreCase)) return true;
        if (value is ['/', ..] or ['.', '/', ..] or ['~', '/', ..] or ['<', .., '>']
            || value.StartsWith("$HOME/", StringComparison.Ordinal))
        {
            return true;
        }

        return (value.Contains("://", StringComparison.Ordinal) && !value.Contains('@')) || IsHostWithPort(value);
    }

    /// <summary><c>localhost:9000</c></summary>
    private static bool IsHostWithPort(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        var host = colon > 0 ? value[..colon] : "";
        return (host == "localhost" || host.Contains('.', StringComparison.Ordinal)) && colon + 1 < value.Length
            && value.Length - colon <= 6 && Characters.Digits.ContainAll(value.AsSpan(colon + 1));
    }

    /// <summary>Whether a value is the fingerprint of a public key: groups of hexadecimal digits.</summary>
    private static bool IsFingerprint(string value)
    {
        if (IsBlank(value)) return false;
        foreach (var part in value.Split([' ', '\t', ':', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var digits = part.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? part.AsSpan(2) : part;
            if (digits.Length is not (4 or 8 or 16 or 40) || !Characters.Hexadecimal.ContainAll(digits)) return false;
        }

        return true;
    }

    /// <summary>
    /// Whether a value may be random: an unknown, empty or placeholder value may be; otherwise letters and digits of some length are.
    /// </summary>
    private static bool LooksRandom(string? value) =>
        value is null || IsBlank(value) || Placeholder.Is(value)
        || (value.Length >= 12 && value.Any(char.IsAsciiDigit) && value.Any(char.IsAsciiLetter) && !value.Contains('.')
            && !value.Contains(' '));
}
