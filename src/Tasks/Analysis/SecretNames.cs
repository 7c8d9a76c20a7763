using ContainerGuard.Context;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>
/// Tells by its name, and by its value if it has one, whether a variable holds a secret. The words are those of BuildKit's
/// SecretsUsedInArgOrEnv. Unlike that check, which has false positives there (moby/buildkit#5775), a name or value that shows that the
/// variable is not a secret also counts: <c>KEY_ALIAS</c>, <c>PASSWORD_FILE</c>, <c>PUBLIC_KEY</c>, a path, a switch, an empty value.
/// </summary>
internal static class SecretNames
{
    private static readonly Characters HostCharacters = Characters.Of("0-9a-z.-");

    private static readonly string[] Words =
        ["APIKEY", "CREDENTIAL", "CREDENTIALS", "PASS", "PASSPHRASE", "PASSWD", "PASSWORD", "PASSWORDS", "PAT", "PSW", "PWORD", "SECRET",
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
        ["AGE", "ALG", "ALGORITHM", "ALIAS", "ARN", "AUDIENCE", "BITS", "BUDGET", "BYTES", "CHECKING", "CLAIM", "CLASS",
            "COOKIE", "COST", "COUNT", "DAYS", "DIR", "DIRECTORY", "DOMAIN", "ENABLED", "ENDPOINT", "EXPIRATION", "EXPIRES",
            "EXPIRY", "FACTOR", "FIELD", "FILE", "FILENAME", "FINGERPRINT", "FORMAT", "HEADER", "HELPER", "HINT", "HOST",
            "HOURS", "INTERVAL", "ISSUER", "KEYRING", "KIND", "LEN", "LENGTH", "LIFETIME", "LIMIT", "LOCATION", "MAX", "METHOD",
            "MILLISECONDS", "MIN", "MINUTES", "MODE", "MS", "NAME", "PATH", "PATTERN", "PLUGIN", "POLICY", "PORT", "PREFIX",
            "PROVIDER", "RATE", "REALM", "REGEX", "REQUIRED", "RETRIES", "ROUNDS", "SCOPE", "SCOPES", "SECONDS", "SERVER",
            "SIZE", "STORE", "STRATEGY", "SUFFIX", "THRESHOLD", "THROUGH", "TIMEOUT", "TTL", "TYPE", "URI", "URL", "USER",
            "USERNAME", "VERSION", "WINDOW"];

    /// <summary>Words before PASS that name a pass to another server, or a passive port, instead of a password.</summary>
    private static readonly string[] Passes = ["FASTCGI", "GRPC", "MEMCACHED", "PORT", "PROXY", "SCGI", "UWSGI"];

    /// <summary>Words that make TOKENS a number of tokens: of a model, or of a ring of servers.</summary>
    private static readonly string[] Amounts = ["CONTEXT", "INITIAL", "INPUT", "MAX", "MIN", "NEW", "NUM", "OUTPUT", "TOTAL"];

    /// <summary>Variables whose value is JSON with credentials (Azure Artifacts, GitLab, Composer).</summary>
    private static readonly string[] CredentialDocuments =
        ["ARTIFACTS_CREDENTIALPROVIDER_EXTERNAL_FEED_ENDPOINTS", "ARTIFACTS_CREDENTIALPROVIDER_FEED_ENDPOINTS", "COMPOSER_AUTH",
            "DOCKER_AUTH_CONFIG", "VSS_NUGET_EXTERNAL_FEED_ENDPOINTS"];

    private static readonly string[] KeysOfDocuments = ["password", "auth", "token", "client_secret", "clientSecret"];

    /// <summary>The keys of JSON in other variables.</summary>
    private static readonly string[] KeysOfSettings = ["password", "passwd", "client_secret", "clientSecret", "secret_key", "secretKey"];

    private static readonly string[] Switches =
        ["true", "false", "yes", "no", "on", "off", "0", "1", "disabled", "enabled", "basic", "digest", "md5", "trust"];

    private static readonly string[] Blanks = ["", "none", "null", "nil", "unset", "undefined", "**none**", "xxx", "yyy"];

    private static readonly string[] StandIns =
        ["bar", "baz", "build", "build-only", "build_only", "buildonly", "buildtime", "build-time", "fake", "foo", "foobar",
            "ignored", "notused", "not-used", "placeholder", "precompile", "unused", "x"];

    private static readonly string[] WordsOfStandIns =
        ["dummy", "fake", "insecure", "notasecret", "placeholder", "precompile", "unused"];

    /// <summary>Whether a value is only a placeholder for a value that is set later.</summary>
    public static bool IsBlank(string? value) => value is not null && Blanks.Contains(value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a value says that it is only a dummy for a build that requires a value.</summary>
    public static bool IsForBuildOnly(string value) =>
        StandIns.Contains(value, StringComparer.OrdinalIgnoreCase)
        || Array.Exists(WordsOfStandIns, word => value.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether a value can be a secret of an asset build, which loads the application's settings and uses none of its secrets: only a value
    /// that looks random.
    /// </summary>
    public static bool MayBeOfAssetBuild(string value) => value.Length >= 20 && LooksRandom(value) && !IsForBuildOnly(value);

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
        if (CredentialDocuments.Contains(name.ToUpperInvariant())) return value is null || HoldsCredentials(value, KeysOfDocuments);
        if (value is ['{' or '[', _, ..] && HoldsCredentials(value, KeysOfSettings)) return true;
        if (value is not null && IsHarmless(value)) return false;

        var last = words[^1];
        if (Qualifiers.Contains(last) || IsMeasure(words, value)) return false;
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

    /// <summary>Whether a name with PASS, PAT or TOKENS is about something else than a secret.</summary>
    private static bool IsMeasure(string[] words, string? value)
    {
        var isNumber = value is { Length: > 0 and <= 7 } && Characters.Digits.ContainAll(value);
        return words switch
        {
            [.., var before, "PASS"] when Passes.Contains(before) => true,
            [.., "PAT"] => value?.AsSpan().IndexOfAny('*', '/', '%') >= 0,
            [.., "TOKENS"] => isNumber || words.Any(Amounts.Contains),
            [.., "TOKEN" or "PASS" or "PASSES"] => isNumber && words[^1] != "PASS",
            _ => words.Contains("PAT") && words[^1] is not "TOKEN" && !words.Any(static word => word is not "PAT" && Words.Contains(word)),
        };
    }

    /// <summary>
    /// Whether JSON has a password or a token as its literal value. Without quotes around it, a Dockerfile removes the quotes inside.
    /// </summary>
    private static bool HoldsCredentials(string value, string[] keys)
    {
        foreach (var key in keys)
        {
            for (var at = value.IndexOf(key, StringComparison.OrdinalIgnoreCase); at >= 0;
                at = value.IndexOf(key, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                var rest = value.AsSpan(at + key.Length).TrimStart("\\\"'");
                if (rest is not [':' or '=', ..]) continue;
                rest = rest[1..].TrimStart(" \\\"'");
                var end = rest.IndexOfAny("\"',}\\");
                var secret = end < 0 ? rest : rest[..end];
                if (secret.Length > 0 && !secret.Contains('$') && secret[0] is not ('{' or '[') && !Placeholder.Is(secret)
                    && !IsBlank(secret.ToString()) && !IsForBuildOnly(secret.ToString()))
                {
                    return true;
                }
            }
        }

        return false;
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

    /// <summary><c>localhost:9000</c>, <c>app:9000</c></summary>
    private static bool IsHostWithPort(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        var host = colon > 0 ? value[..colon] : "";
        return host.Length > 0 && HostCharacters.ContainAll(host) && char.IsAsciiLetter(host[0]) && colon + 1 < value.Length
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
