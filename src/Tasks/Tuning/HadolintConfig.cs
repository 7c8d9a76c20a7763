using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;

namespace ContainerGuard.Tuning;

/// <summary>
/// The rules in a <c>.hadolint.yaml</c>: the list <c>ignored</c>, and the lists in <c>override</c>. The reader supports the YAML that such files
/// use: keys, lists of names on lines or in brackets, quotes and comments. Everything else is ignored.
/// </summary>
/// <param name="Name">The file's name.</param>
internal sealed record HadolintConfig(string Name)
{
    private const string Tool = "hadolint:";

    /// <summary>The ignored aliases, with the reason for the report.</summary>
    public Dictionary<string, string> Ignored { get; } = new(StringComparer.Ordinal);

    /// <summary>The aliases with another severity.</summary>
    public Dictionary<string, RuleSetting> Overridden { get; } = new(StringComparer.Ordinal);

    public static HadolintConfig Parse(string name, string text)
    {
        var config = new HadolintConfig(name);
        var (key, below, isInBrackets) = ("", "", false);
        foreach (var line in text.AsSpan().PiecesAt('\n'))
        {
            var content = WithoutComment(line).TrimEnd();
            var indent = content.Length - content.TrimStart().Length;
            content = content.TrimStart();
            if (content.IsEmpty || content is "---" or "...") continue;

            var colon = content.IndexOf(':');
            if (!isInBrackets && content[0] != '-' && colon > 0)
            {
                var word = Unquote(content[..colon]).ToString();
                (key, below) = indent == 0 ? (word, "") : (key, word);
                content = content[(colon + 1)..].Trim();
            }
            else if (content[0] == '-')
            {
                content = content[1..].Trim();
            }

            isInBrackets = (isInBrackets || content is ['[', ..]) && !content.Contains(']');
            foreach (var piece in content.Trim("[]").PiecesAt(',')) config.Add(key, below, Unquote(piece.Trim("[] ")).ToString());
        }

        return config;
    }

    private void Add(string key, string below, string rule)
    {
        if (rule.Length == 0) return;
        if (key == "ignored") Ignored.TryAdd(Tool + rule, $"{Name} ignores {rule}");
        if (key == "override" && SettingOf(below) is { } setting) Overridden[Tool + rule] = setting;
    }

    private static RuleSetting? SettingOf(string severity) => severity switch
    {
        "error" => RuleSetting.Error,
        "warning" => RuleSetting.Warning,
        "info" or "style" => RuleSetting.Suggestion,
        _ => null,
    };

    /// <summary>A number sign starts a comment at the beginning of a line and after a blank.</summary>
    private static ReadOnlySpan<char> WithoutComment(ReadOnlySpan<char> line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '#' && (i == 0 || line[i - 1] is ' ' or '\t')) return line[..i];
        }

        return line;
    }

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> text) => text.Trim().Trim("'\"");
}
