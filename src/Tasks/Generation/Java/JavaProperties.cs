using System.Text;

namespace ContainerGuard.Generation.Java;

/// <summary>Reads <c>.properties</c> files (java.util.Properties.load): three separators, comments, continued lines and escapes.</summary>
internal static class JavaProperties
{
    /// <summary>The properties by name. Of two lines with one name, the last counts.</summary>
    public static Dictionary<string, string> Read(string text)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in LogicalLines(text))
        {
            var end = 0;
            while (end < line.Length && line[end] is not ('=' or ':' or ' ' or '\t' or '\f')) end += line[end] == '\\' ? 2 : 1;
            end = Math.Min(end, line.Length);
            var value = line.AsSpan(end).TrimStart(" \t\f");
            if (value is ['=' or ':', ..]) value = value[1..].TrimStart(" \t\f");
            properties[Unescape(line.AsSpan(0, end))] = Unescape(value).TrimEnd();
        }

        return properties;
    }

    private static IEnumerable<string> LogicalLines(string text)
    {
        var logical = new StringBuilder();
        foreach (var natural in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            var line = natural.TrimStart();
            if (logical.Length == 0 && (line.Length == 0 || line[0] is '#' or '!')) continue;
            var marks = line.Length - line.AsSpan().TrimEnd('\\').Length;
            logical.Append(line, 0, line.Length - (marks % 2));
            if (marks % 2 == 1) continue;
            if (logical.Length > 0) yield return logical.ToString();
            logical.Clear();
        }

        if (logical.Length > 0) yield return logical.ToString();
    }

    private static string Unescape(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('\\') < 0) return text.ToString();
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\' || at + 1 == text.Length)
            {
                plain.Append(text[at]);
            }
            else if (text[++at] == 'u'
                && at + 4 < text.Length
                && ushort.TryParse(text.Slice(at + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
            {
                plain.Append((char)code);
                at += 4;
            }
            else
            {
                plain.Append(text[at] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
            }
        }

        return plain.ToString();
    }
}
