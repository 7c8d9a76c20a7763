using System.Globalization;

namespace ContainerGuard.Generation.Node;

/// <summary>The start command of an application.</summary>
/// <param name="Arguments">The arguments of <c>node</c>.</param>
internal sealed record StartCommand(IReadOnlyList<string> Arguments)
{
    /// <summary>The command of an application that is not started.</summary>
    public static StartCommand None { get; } = new([]);

    /// <summary>Variables that the start script sets before its command.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The port in its text; null if the text has none.</summary>
    public int? Port { get; init; }

    /// <summary>Whether it listens on the port in the variable PORT, without a known default.</summary>
    public bool NeedsPort { get; init; }

    /// <summary>The variables and words of a script that does not need a shell.</summary>
    /// <returns>Null if the script contains shell syntax.</returns>
    public static (Dictionary<string, string> Environment, List<string> Words)? ReadScript(string script)
    {
        if (TextScan.HasAny(script, "&|;<>()$`\\*?{}~#!\"'\n")) return null;

        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        var words = new List<string>();
        foreach (var word in script.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (words.Count == 0 && equals > 0 && word[0] != '-') environment[word[..equals]] = word[(equals + 1)..];
            else if (words.Count > 0 || word is not ("cross-env" or "env" or "exec")) words.Add(word);
        }

        return (environment, words);
    }

    /// <summary>The port in a script: the default of <c>process.env.PORT</c>, or the argument of <c>listen</c>.</summary>
    public static (int? Port, bool IsAskedFor) PortIn(string text)
    {
        const string Variable = "process.env.PORT";
        for (var at = text.IndexOf(Variable, StringComparison.Ordinal); at >= 0;
            at = text.IndexOf(Variable, at + 1, StringComparison.Ordinal))
        {
            var rest = text.AsSpan(at + Variable.Length);
            if (rest.Length > 0 && (char.IsAsciiLetterOrDigit(rest[0]) || rest[0] == '_')) continue;
            rest = rest.TrimStart();
            if (rest.StartsWith("||", StringComparison.Ordinal) || rest.StartsWith("??", StringComparison.Ordinal))
            {
                return (NumberAt(rest[2..]), true);
            }

            return (null, true);
        }

        const string Listen = ".listen(";
        var listen = text.IndexOf(Listen, StringComparison.Ordinal);
        return (listen < 0 ? null : NumberAt(text.AsSpan(listen + Listen.Length)), false);
    }

    private static int? NumberAt(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(" \t\"'");
        var length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length])) length++;
        return int.TryParse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
            : null;
    }
}
