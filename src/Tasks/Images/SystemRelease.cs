using System.Text;

namespace ContainerGuard.Images;

/// <summary>The operating system in an image, as its os-release file names it (freedesktop.org, os-release(5)).</summary>
/// <param name="Id"><c>ID</c>, in lower case: <c>debian</c>, <c>alpine</c>, <c>rhel</c>.</param>
/// <param name="Version"><c>VERSION_ID</c>: <c>12</c>, <c>3.22.1</c>; empty without one, as for Debian unstable.</param>
/// <param name="Like"><c>ID_LIKE</c>: the systems that it is derived from, nearest first.</param>
internal sealed record SystemRelease(string Id, string Version, IReadOnlyList<string> Like)
{
    /// <summary>Longer texts are not names.</summary>
    private const int LongestValue = 64;

    /// <summary>Whether it is this system, or derived from it.</summary>
    public bool IsLike(string id) => Id == id || Like.Contains(id, StringComparer.Ordinal);

    /// <summary>Reads the file; null if it does not name a system.</summary>
    public static SystemRelease? Parse(string text)
    {
        var fields = Fields(text);
        string Value(string key) => fields.GetValueOrDefault(key) is { Length: <= LongestValue } value ? value : "";
        var id = Value("ID").ToLowerInvariant();
        return id.Length == 0 ? null : new SystemRelease(
            id, Value("VERSION_ID"), Value("ID_LIKE").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The fields of the file without their quotes, such as <c>VERSION_ID</c>.</summary>
    public static IReadOnlyDictionary<string, string> Fields(string text)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[0] != '#') fields[line[..equals]] = Unquote(line.AsSpan(equals + 1).Trim());
        }

        return fields;
    }

    /// <summary>Reads a value, which has the quoting of a shell, without expansions.</summary>
    private static string Unquote(ReadOnlySpan<char> value)
    {
        if (value is not [('"' or '\'') and var quote, .., var last] || last != quote) return value.ToString();

        var text = new StringBuilder(value.Length);
        for (var i = 1; i < value.Length - 1; i++)
        {
            if (quote == '"' && value[i] == '\\' && i + 2 < value.Length) i++;
            text.Append(value[i]);
        }

        return text.ToString();
    }
}
