using ContainerGuard.Text;

namespace ContainerGuard.Compose;

/// <summary>
/// The variables of a compose file: those of the <c>.env</c> file beside it (docs.docker.com/compose/how-tos/environment-variables,
/// ".env file syntax"). The environment of the process is not read, so that every machine reads the same images.
/// </summary>
internal sealed class ComposeVariables
{
    public static readonly ComposeVariables None = new();

    private const int MostNested = 16;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private ComposeVariables()
    {
    }

    /// <summary>Reads the lines <c>NAME=value</c>. Other lines have no effect.</summary>
    /// <param name="text">The content of the file.</param>
    public static ComposeVariables Read(string text)
    {
        var variables = new ComposeVariables();
        foreach (var written in text.TrimStart('\uFEFF').AsSpan().EnumerateLines())
        {
            var line = written.Trim();
            if (line.StartsWith("export ", StringComparison.Ordinal)) line = line[7..].TrimStart();
            var sign = line.IndexOf('=');
            if (sign <= 0 || line[0] == '#') continue;
            var name = line[..sign].TrimEnd().ToString();
            if (variables.ValueOf(line[(sign + 1)..].Trim()) is { } value) variables._values[name] = value;
            else variables._values.Remove(name);
        }

        return variables;
    }

    /// <summary>A text with its variables replaced.</summary>
    /// <param name="text">The value of a compose file.</param>
    /// <returns>Null where a variable has neither a value nor a default: only the environment of a person has it.</returns>
    public string? Expand(string text) => Expand(text, 0);

    /// <summary>
    /// The default in a text that is one variable with a literal default, as <c>${IMAGE:-nginx:1.27}</c>, and the default applies; null for
    /// other texts.
    /// </summary>
    /// <param name="text">The value of a compose file.</param>
    public TextSpan? DefaultOf(string text)
    {
        if (!text.StartsWith("${", StringComparison.Ordinal) || EndOf(text, 0) != text.Length) return null;
        var name = NameAt(text, 2);
        var from = 2 + name.Length;
        if (name.Length == 0 || _values.ContainsKey(name)) return null;
        if (text[from] == ':') from++;
        var span = TextSpan.FromBounds(from + 1, text.Length - 1);
        return text[from] == '-' && text.IndexOf('$', from) < 0 && span.Length > 0 ? span : null;
    }

    private string? Expand(string text, int depth)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return text;
        if (depth > MostNested) return null;
        var result = new System.Text.StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var dollar = text.IndexOf('$', at);
            if (dollar < 0) return result.Append(text, at, text.Length - at).ToString();
            result.Append(text, at, dollar - at);
            if (dollar + 1 < text.Length && text[dollar + 1] == '$')
            {
                result.Append('$');
                at = dollar + 2;
                continue;
            }

            at = EndOf(text, dollar);
            if (at < 0 || Value(text[dollar..at], depth) is not { } value) return null;
            result.Append(value);
        }

        return result.ToString();
    }

    /// <summary>The value of <c>$NAME</c>, <c>${NAME}</c> and its forms with a modifier (compose-spec, 12-interpolation.md).</summary>
    private string? Value(string variable, int depth)
    {
        if (variable[1] != '{') return _values.GetValueOrDefault(variable[1..]);
        var name = NameAt(variable, 2);
        var rest = variable[(2 + name.Length)..^1];
        var value = _values.GetValueOrDefault(name);
        if (name.Length == 0) return null;
        if (rest.Length == 0) return value;
        var ignoresEmpty = rest[0] == ':';
        if (ignoresEmpty) rest = rest[1..];
        if (rest.Length == 0) return null;
        var isSet = ignoresEmpty ? !string.IsNullOrEmpty(value) : value is not null;
        return rest[0] switch
        {
            '-' => isSet ? value : Expand(rest[1..], depth + 1),
            '+' => isSet ? Expand(rest[1..], depth + 1) : "",
            '?' => isSet ? value : null,
            _ => null,
        };
    }

    /// <summary>The offset after a variable that begins with a dollar sign; -1 if it does not end or has no name.</summary>
    /// <param name="text">The value of a compose file.</param>
    /// <param name="dollar">The offset of the dollar sign.</param>
    public static int EndOf(string text, int dollar)
    {
        if (dollar + 1 >= text.Length) return -1;
        if (text[dollar + 1] != '{')
        {
            var name = NameAt(text, dollar + 1);
            return name.Length == 0 ? -1 : dollar + 1 + name.Length;
        }

        var open = 0;
        for (var at = dollar + 1; at < text.Length; at++)
        {
            if (text[at] == '{') open++;
            else if (text[at] == '}' && --open == 0) return at + 1;
        }

        return -1;
    }

    private static string NameAt(string text, int start)
    {
        var end = start;
        while (end < text.Length && (text[end] == '_' || char.IsAsciiLetterOrDigit(text[end]))) end++;
        return end > start && char.IsAsciiDigit(text[start]) ? "" : text[start..end];
    }

    /// <summary>The value of a line, without quotes and a comment after a blank. Null if a variable in it has no value.</summary>
    private string? ValueOf(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] is '\'' or '"')
        {
            var end = text[1..].IndexOf(text[0]);
            if (end < 0) return null;
            var quoted = text.Slice(1, end).ToString();
            return text[0] == '\'' ? quoted : Expand(quoted);
        }

        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        return Expand((comment < 0 ? text : text[..comment].TrimEnd()).ToString());
    }
}
