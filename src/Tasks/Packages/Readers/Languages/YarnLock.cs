namespace ContainerGuard.Packages.Readers.Languages;

/// <summary>An entry of a <c>yarn.lock</c>.</summary>
/// <param name="Name">The name before the <c>@</c> of its first key; of an alias, the alias.</param>
/// <param name="Range">What follows it: <c>^1.0.0</c>, <c>npm:ansi-regex@^5.0.1</c>, <c>workspace:.</c></param>
/// <param name="Version">The version.</param>
/// <param name="Resolution">Of Yarn 2 and later: <c>gensync@npm:1.0.0-beta.2</c>; empty in version 1.</param>
internal sealed record YarnLockEntry(string Name, string Range, string Version, string Resolution)
{
    /// <summary>The name in the registry; null for a folder, a file or a repository.</summary>
    public string? PublishedName
    {
        get
        {
            var source = Resolution.Length > 0 ? Resolution : $"{Name}@{Range}";
            var at = source.IndexOf('@', 1);
            var (name, range) = at < 0 ? (source, "") : (source[..at], source[(at + 1)..]);
            if (range.StartsWith("npm:", StringComparison.Ordinal))
            {
                // An alias names another package, and then its version.
                var target = range["npm:".Length..];
                return target.IndexOf('@', Math.Min(1, target.Length)) is > 0 and var end ? target[..end] : name;
            }

            return range.Contains(':') ? null : name;
        }
    }
}

/// <summary>
/// The lock file of Yarn: its own format in version 1, YAML with the same layout later. An entry is a line of keys, and below it indented
/// members. Quotes are optional around all of them.
/// </summary>
internal static class YarnLock
{
    public static IEnumerable<YarnLockEntry> Parse(ReadOnlyMemory<byte> content)
    {
        var (key, version, resolution) = ("", "", "");
        foreach (var line in PackageText.Lines(content).Append("end:"))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] is not (' ' or '\t'))
            {
                if (Entry(key, version, resolution) is { } entry) yield return entry;
                (key, version, resolution) = (line.TrimEnd().TrimEnd(':'), "", "");
            }
            else if (line.StartsWith("  ", StringComparison.Ordinal) && line.Length > 2 && line[2] != ' ')
            {
                var (name, value) = Member(line.Trim());
                if (name == "version") version = value;
                else if (name == "resolution") resolution = value;
            }
        }
    }

    private static YarnLockEntry? Entry(string key, string version, string resolution)
    {
        var first = Unquote(key.Split(", ")[0]);
        // The key may have all of its alternatives in one pair of quotes.
        first = first.Split(", ")[0].Trim('"');
        var at = first.IndexOf('@', Math.Min(1, first.Length));
        return version.Length == 0 || at <= 0 ? null : new YarnLockEntry(first[..at], first[(at + 1)..], version, resolution);
    }

    /// <summary><c>version "1.0.0"</c>, <c>"version" "1.0.0"</c>, <c>version: 1.0.0</c>.</summary>
    private static (string Name, string Value) Member(string line)
    {
        var end = line.AsSpan().IndexOfAny(' ', ':');
        return end < 0 ? (line, "") : (Unquote(line[..end]), Unquote(line[end..].TrimStart(':', ' ')));
    }

    private static string Unquote(string text) => text is ['"', .., '"'] ? text[1..^1] : text;
}
