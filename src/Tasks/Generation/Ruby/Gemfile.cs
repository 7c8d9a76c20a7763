namespace ContainerGuard.Generation.Ruby;

/// <summary>
/// What can be told of a <c>Gemfile</c> without running it, for it is a program (bundler.io/man/gemfile.5): the lines that are written as everybody writes them.
/// </summary>
/// <param name="HasGems">Whether it names gems, or takes those of another file.</param>
/// <param name="Ruby">What it says of Ruby's version: <c>3.4.1</c>, <c>~> 3.4</c>; empty for nothing, or for what a file says.</param>
/// <param name="RubyFile">The file that it takes the version of Ruby from; empty for none.</param>
/// <param name="Files">Other Gemfiles that it takes in.</param>
/// <param name="HasPassword">Whether an address in it has a password.</param>
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

    /// <summary>The first text in quotes; empty where there is none, or where Ruby puts something into it.</summary>
    private static string Quoted(string line)
    {
        var start = line.AsSpan().IndexOfAny('"', '\'');
        if (start < 0) return "";
        var length = line.AsSpan(start + 1).IndexOf(line[start]);
        var text = length < 0 ? "" : line.Substring(start + 1, length);
        return text.Contains("#{", StringComparison.Ordinal) ? "" : text;
    }

    /// <summary>Whether there is <c>https://user:password@</c>, written out.</summary>
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
