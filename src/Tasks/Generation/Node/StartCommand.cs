using System.Globalization;

namespace ContainerGuard.Generation.Node;

/// <summary>How an application starts.</summary>
/// <param name="Arguments">What follows <c>node</c>.</param>
internal sealed record StartCommand(IReadOnlyList<string> Arguments)
{
    /// <summary>That of what is never started.</summary>
    public static StartCommand None { get; } = new([]);

    /// <summary>Variables that the start script sets in front of its command.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The port that it listens on, as far as its text says; null where it does not.</summary>
    public int? Port { get; init; }

    /// <summary>Whether it listens where the variable PORT says, and on nothing known without it.</summary>
    public bool NeedsPort { get; init; }

    /// <summary>A command and its words: the script <c>start</c> where it is nothing that only a shell could run.</summary>
    /// <returns>Null where a shell would read more in it than words.</returns>
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

    /// <summary>The port in the text of a script: the one beside <c>process.env.PORT</c>, or the one that it listens on.</summary>
    public static (int? Port, bool IsAskedFor) PortIn(string text)
    {
        const string Variable = "process.env.PORT";
        for (var at = text.IndexOf(Variable, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Variable, at + 1, StringComparison.Ordinal))
        {
            var rest = text.AsSpan(at + Variable.Length);
            if (rest.Length > 0 && (char.IsAsciiLetterOrDigit(rest[0]) || rest[0] == '_')) continue;
            rest = rest.TrimStart();
            if (rest.StartsWith("||", StringComparison.Ordinal) || rest.StartsWith("??", StringComparison.Ordinal)) return (NumberAt(rest[2..]), true);
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
        return int.TryParse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : null;
    }
}
