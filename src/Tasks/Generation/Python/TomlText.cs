namespace ContainerGuard.Generation.Python;

/// <summary>
/// A reader for the parts of TOML that a manifest needs (toml.io/en/v1.0.0): tables, keys, strings, arrays of strings. Other values are kept as
/// text. An invalid file has no keys; the tools that use the file report the error.
/// </summary>
internal sealed class TomlText
{
    private readonly Dictionary<string, Dictionary<string, string>> tables = new(StringComparer.Ordinal);

    private TomlText()
    {
    }

    /// <summary>Whether the file has a table of this name, or a table below it.</summary>
    public bool Has(string table)
    {
        foreach (var name in tables.Keys)
        {
            if (name == table || name.StartsWith(table + ".", StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>The keys of a table, in order.</summary>
    public IEnumerable<string> Keys(string table) => tables.TryGetValue(table, out var found) ? found.Keys : [];

    /// <summary>The value of a string, or of the key <c>version</c> of an inline table; or null.</summary>
    public string? Text(string table, string key)
    {
        if (!tables.TryGetValue(table, out var found) || !found.TryGetValue(key, out var value)) return null;
        if (value.StartsWith('{'))
        {
            var version = value.IndexOf("version", StringComparison.Ordinal);
            return version < 0 ? null : FirstString(value[version..]);
        }

        return FirstString(value);
    }

    /// <summary>The strings of an array.</summary>
    public IReadOnlyList<string> Texts(string table, string key)
    {
        var texts = new List<string>();
        if (!tables.TryGetValue(table, out var found) || !found.TryGetValue(key, out var value) || !value.StartsWith('[')) return texts;
        for (var position = 1; NextString(value, ref position) is { } text;) texts.Add(text);
        return texts;
    }

    public static TomlText Parse(string text)
    {
        var toml = new TomlText();
        var table = "";
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var line = WithoutComment(lines[index]);
            if (line.StartsWith('['))
            {
                table = line.Trim('[', ']', ' ').Replace("\"", "", StringComparison.Ordinal);
                toml.TableOf(table);
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) continue;
            var value = line[(equals + 1)..].Trim();
            while (value.StartsWith('[') && Depth(value) > 0 && index + 1 < lines.Length) value += ' ' + WithoutComment(lines[++index]);
            toml.TableOf(table)[line[..equals].Trim().Trim('"', '\'')] = value;
        }

        return toml;
    }

    private Dictionary<string, string> TableOf(string name)
    {
        if (!tables.TryGetValue(name, out var table)) tables[name] = table = new Dictionary<string, string>(StringComparer.Ordinal);
        return table;
    }

    private static string WithoutComment(string line)
    {
        var quote = '\0';
        for (var index = 0; index < line.Length; index++)
        {
            var character = line[index];
            if (quote != '\0')
            {
                if (character == '\\' && quote == '"') index++;
                else if (character == quote) quote = '\0';
            }
            else if (character is '"' or '\'')
            {
                quote = character;
            }
            else if (character == '#')
            {
                return line[..index].Trim();
            }
        }

        return line.Trim();
    }

    /// <summary>The number of open brackets at the end, outside strings.</summary>
    private static int Depth(string value)
    {
        var (depth, quote) = (0, '\0');
        foreach (var character in value)
        {
            if (quote != '\0') quote = character == quote ? '\0' : quote;
            else if (character is '"' or '\'') quote = character;
            else if (character is '[') depth++;
            else if (character is ']') depth--;
        }

        return depth;
    }

    private static string? FirstString(string value)
    {
        var position = 0;
        return NextString(value, ref position);
    }

    private static string? NextString(string value, ref int position)
    {
        while (position < value.Length && value[position] is not ('"' or '\'')) position++;
        if (position >= value.Length) return null;
        var end = value.IndexOf(value[position], position + 1);
        if (end < 0) return null;
        var text = value[(position + 1)..end];
        position = end + 1;
        return text;
    }
}
