namespace ContainerGuard.Generation.Ruby;

/// <summary>
/// The facts of a <c>Gemfile</c> in its usual form (bundler.io/man/gemfile.5). The file is a Ruby program, which is not run.
/// </summary>
/// <param name="HasGems">Whether it has gems, or includes those of another file.</param>
/// <param name="Ruby">Its version of Ruby: <c>3.4.1</c>, <c>~> 3.4</c>; empty if it is missing, or comes from a file.</param>
/// <param name="RubyFile">The file with the version of Ruby; or empty.</param>
/// <param name="Files">The Gemfiles that it includes.</param>
/// <param name="HasPassword">Whether it contains a URL with a password.</param>
internal sealed record Gemfile(bool HasGems, string Ruby, string RubyFile, IReadOnlyList<string> Files, bool HasPassword)
{
    public static Gemfile Parse(string text)
    {
        var (hasGems, hasPassword, ruby, rubyFile) = (false, false, "", "");
        var files = new List<string>();
        foreach (var rawLine in text.Split('\n'))
        {
            var line = rawLine.Trim();
            var end = 0;
            while (end < line.Length && (char.IsAsciiLetter(line[end]) || line[end] == '_')) end++;
            var argument = Quoted(line);
            switch (line[..end])
            {
                case "gem" or "gemspec": hasGems = true; break;
                case "eval_gemfile":
                    hasGems = true;
                    if (argument.Length > 0) files.Add(argument);
                    break;
                case "ruby" when line.Contains(".ruby-version", StringComparison.Ordinal): rubyFile = ".ruby-version"; break;
                case "ruby" when line.Contains(".tool-versions", StringComparison.Ordinal): rubyFile = ".tool-versions"; break;
                case "ruby": ruby = argument; break;
                default: break;
            }

            hasPassword |= line is not ['#', ..] && HasPasswordIn(line);
        }

        return new Gemfile(hasGems, ruby, rubyFile, files, hasPassword);
    }

    /// <summary>The first quoted text; empty if the line has none, or if it contains a Ruby expression.</summary>
    private static string Quoted(string line)
    {
        var start = line.AsSpan().IndexOfAny('"', '\'');
        if (start < 0) return "";
        var length = line.AsSpan(start + 1).IndexOf(line[start]);
        var text = length < 0 ? "" : line.Substring(start + 1, length);
        return text.Contains("#{", StringComparison.Ordinal) ? "" : text;
    }

    /// <summary>Whether the line contains a literal <c>https://user:password@</c>.</summary>
    private static bool HasPasswordIn(string line)
    {
        var start = line.IndexOf("://", StringComparison.Ordinal);
        if (start < 0) return false;
        var rest = line.AsSpan(start + 3);
        var end = rest.IndexOfAny("/\"'");
        var host = end < 0 ? rest : rest[..end];
        var colon = host.IndexOf(':');
        return colon >= 0 && host.LastIndexOf('@') > colon && !host.Contains('#');
    }
}
