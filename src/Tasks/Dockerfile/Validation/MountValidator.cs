using System.Globalization;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>Checks a RUN --mount after its variables are expanded (moby/buildkit, instructions/commands_runmount.go).</summary>
internal sealed class MountValidator(MountSyntax mount, Func<MountOption, string> expand, Action<TextSpan, string, string?> report)
{
    private static readonly string[] Types = ["bind", "cache", "tmpfs", "secret", "ssh"];
    private static readonly string[] SharingModes = ["shared", "private", "locked"];

    private static readonly string[] Keys =
    [
        "type", "from", "source", "target", "readonly", "id", "sharing", "required", "size", "mode", "uid", "gid", "src", "dst",
        "destination", "ro", "rw", "readwrite", "env",
    ];

    private readonly Dictionary<string, (string Value, MountOption Option)> _given = [];
    private string _type = "bind";

    /// <summary>The target with variables expanded; null if the mount has no target.</summary>
    public string? Target => Value("target");

    public string Type => _type;

    /// <summary>Reports all errors; returns true if the mount is valid.</summary>
    public bool Validate()
    {
        var isValid = true;
        foreach (var option in mount.Options)
        {
            isValid &= ValidateOption(option);
        }

        return isValid && ValidateTogether();
    }

    private bool ValidateOption(MountOption option)
    {
        var key = Canonical(option.Key);
        if (option.Value is null)
        {
            if (key is "readonly" or "readwrite")
            {
                return true;
            }

            if (key == "required")
            {
                return IsAllowedFor(option, "secret", "ssh");
            }

            return Array.IndexOf(Keys, option.Key) >= 0
                ? Fail(option.Span, $"The mount option '{option.Text}' needs a value. Write {option.Text}=value.")
                : FailUnknown(option);
        }

        var value = expand(option);
        switch (key)
        {
            case "type":
                _type = value.ToLowerInvariant();
                return Types.Contains(_type)
                    || Fail(
                        option.Span,
                        $"'{value}' is not a mount type. Use bind, cache, tmpfs, secret or ssh.",
                        SpellingSuggestion.Find(value, Types));
            case "readonly" or "readwrite":
                return IsBoolean(option, value);
            case "required":
                return IsAllowedFor(option, "secret", "ssh") && IsBoolean(option, value);
            case "size":
                return IsAllowedFor(option, "tmpfs")
                    && (MemorySize.IsValid(value)
                        || Fail(
                            option.Span, $"'{value}' is not a valid size. Write a number of bytes, or a number with a unit, such as 64m."));
            case "sharing":
                _given[key] = (value, option);
                return SharingModes.Contains(value.ToLowerInvariant())
                    || Fail(
                        option.Span,
                        $"'{value}' is not a sharing mode. Use shared, private or locked.",
                        SpellingSuggestion.Find(value, SharingModes));
            case "mode":
                _given[key] = (value, option);
                return GoNumber.TryParseDigits(value, 8, uint.MaxValue, out _)
                    || Fail(option.Span, $"'{value}' is not a valid mode. Write octal digits, such as 0400.");
            case "uid" or "gid":
                _given[key] = (value, option);
                return GoNumber.TryParseDigits(value, 10, uint.MaxValue, out _)
                    || Fail(option.Span, $"'{value}' is not a valid {key}. Write a number; a mount does not accept names.");
            case "from" or "source" or "target" or "id" or "env":
                _given[key] = (value, option);
                return true;
            default:
                return FailUnknown(option);
        }
    }

    private bool ValidateTogether()
    {
        if (_type is not ("secret" or "ssh" or "cache"))
        {
            foreach (var key in (ReadOnlySpan<string>)["mode", "uid", "gid"])
            {
                if (_given.TryGetValue(key, out var given))
                {
                    return Fail(
                        given.Option.Span, $"A mount of type {_type} does not support {key}. Remove it, or use type secret, ssh or cache.");
                }
            }
        }

        if (_given.TryGetValue("sharing", out var sharing) && sharing.Value.Length > 0 && _type != "cache")
        {
            return Fail(sharing.Option.Span, $"A mount of type {_type} does not support sharing. Remove it, or use type=cache.");
        }

        if (_type == "secret")
        {
            return ValidateSecret();
        }

        if (_type == "ssh" && Value("source") is { Length: > 0 })
        {
            return Fail(
                _given["source"].Option.Span,
                "A mount of type ssh does not support source. Write id= and the name of the agent socket or key.");
        }

        return true;
    }

    private bool ValidateSecret()
    {
        if (Value("from") is { Length: > 0 })
        {
            return Fail(
                _given["from"].Option.Span,
                "A mount of type secret does not support from. Remove it, and pass the secret with docker build --secret.");
        }

        var hasSource = Value("source") is { Length: > 0 };
        var hasId = Value("id") is { Length: > 0 };
        if (!hasSource && !hasId && Value("target") is not { Length: > 0 })
        {
            return Fail(mount.Flag.Span, "A mount of type secret needs an id. Write type=secret,id=name.");
        }

        if (hasSource && hasId)
        {
            return Fail(
                _given["source"].Option.Span,
                "A mount of type secret accepts source or id, not both. Remove one: they have the same meaning.");
        }

        return true;
    }

    private string? Value(string key) => _given.TryGetValue(key, out var given) ? given.Value : null;

    private static string Canonical(string key) => key switch
    {
        "src" => "source",
        "dst" or "destination" => "target",
        "ro" => "readonly",
        "rw" => "readwrite",
        _ => key,
    };

    private bool IsAllowedFor(MountOption option, params ReadOnlySpan<string> types) =>
        types.Contains(_type)
        || Fail(option.Span, $"A mount of type {_type} does not support {option.Key}. "
            + $"Use type={string.Join(" or type=", types.ToArray())}, and write it before {option.Key}.");

    private bool IsBoolean(MountOption option, string value) =>
        GoBoolean.IsValid(value)
        || Fail(option.Span, $"{option.Key} must be true or false, not '{value}'.");

    private bool FailUnknown(MountOption option)
    {
        var nearest = SpellingSuggestion.Find(option.Key, Keys);
        return Fail(
            option.Span,
            nearest is not null
                ? $"'{option.Key}' is not an option of --mount. Did you mean '{nearest}'?"
                : $"'{option.Key}' is not an option of --mount. Use type, from, source, target, readonly, id, sharing, required, size, "
                    + "mode, uid, gid or env.",
            nearest);
    }

    private bool Fail(TextSpan span, string message, string? suggestion = null)
    {
        report(span, message, suggestion);
        return false;
    }
}

/// <summary>Memory sizes, such as 64m or 1.5GiB (docker/go-units).</summary>
internal static class MemorySize
{
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        var last = text.Length - 1;
        while (last >= 0 && !char.IsAsciiDigit(text[last]) && text[last] is not ('.' or ' '))
        {
            last--;
        }

        if (last < 0)
        {
            return false;
        }

        var number = text[last] == ' ' ? text[..last] : text[..(last + 1)];
        var suffix = text[(last + 1)..];
        return double.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture, out var size)
            && size >= 0 && IsSuffix(suffix);
    }

    private static bool IsSuffix(ReadOnlySpan<char> suffix)
    {
        if (suffix.IsEmpty || suffix.Equals("b", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return "kmgtp".Contains(char.ToLowerInvariant(suffix[0]))
            && (suffix.Length == 1
                || suffix[1..].Equals("b", StringComparison.OrdinalIgnoreCase)
                || suffix[1..].Equals("ib", StringComparison.OrdinalIgnoreCase));
    }
}
