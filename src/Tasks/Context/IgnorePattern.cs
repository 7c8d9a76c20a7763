namespace ContainerGuard.Context;

/// <summary>
/// One pattern of a .dockerignore file, with the meaning that moby/patternmatcher gives it: Go's filepath.Match over the whole path
/// (a star stops at a slash, a class does not), and <c>**</c> for any number of folders, none included.
/// </summary>
internal sealed class IgnorePattern
{
    private readonly string pattern;

    /// <summary>How a pattern with something special in it is matched; null for one that is a path.</summary>
    private readonly IgnoreGlob? glob;

    /// <summary>Whether <see cref="glob"/> is of a path's last part alone: <c>**/</c> before a pattern without a slash.</summary>
    private readonly bool isOfName;

    /// <summary>What all that <see cref="glob"/> matches begins and ends with: to look for that is cheaper, and mostly enough.</summary>
    private readonly string head = "";
    private readonly string tail = "";

    /// <summary>How deep a path can lie that it matches by itself, in slashes; a double star and a class may go anywhere.</summary>
    private readonly int depth;

    /// <summary>The text after a leading <c>**</c> when nothing else in the pattern is special: compared with the end of the path.</summary>
    private readonly string? suffix;

    private IgnorePattern(string text, string pattern, bool isException, int line)
    {
        Text = text;
        Line = line;
        IsException = isException;
        this.pattern = pattern;
        if (pattern.StartsWith("**", StringComparison.Ordinal) && pattern.AsSpan(2).IndexOfAny("*?[]\\") < 0) suffix = pattern[2..];
        var special = pattern.AsSpan().IndexOfAny("*?[\\");
        LiteralPrefix = special < 0 ? pattern : pattern[..special];
        depth = pattern.Contains("**", StringComparison.Ordinal) || pattern.Contains('[') ? int.MaxValue : pattern.AsSpan().Count('/');
        if (special < 0 || suffix is not null) return;

        // A class may match a slash.
        isOfName = pattern.StartsWith("**/", StringComparison.Ordinal) && pattern.AsSpan(3).IndexOfAny("/[") < 0 && !pattern.AsSpan(3).Contains("**", StringComparison.Ordinal);
        var globbed = isOfName ? pattern[3..] : pattern;
        glob = IgnoreGlob.Read(globbed);
        head = globbed[..globbed.AsSpan().IndexOfAny("*?[\\")];
        tail = globbed.AsSpan().IndexOfAny("[\\") < 0 ? globbed[(globbed.AsSpan().LastIndexOfAny('*', '?') + 1)..] : "";
    }

    /// <summary>The line as it stands in the file, trimmed.</summary>
    public string Text { get; }

    /// <summary>The line's number, from 1.</summary>
    public int Line { get; }

    /// <summary>Whether it takes paths back in: <c>!</c>.</summary>
    public bool IsException { get; }

    /// <summary>The path it names, relative to the context; null when it may name several.</summary>
    public string? LiteralPath => glob is null && suffix is null ? pattern : null;

    /// <summary>Whether it matches whatever there is.</summary>
    public bool MatchesEverything => pattern is "*" or "**" or "**/*" or "**/**";

    /// <summary>What every path that matches begins with.</summary>
    public string LiteralPrefix { get; }

    /// <summary>Reads a line; null for an empty line or a comment.</summary>
    /// <exception cref="FormatException">The line is no pattern; BuildKit refuses the whole file.</exception>
    public static IgnorePattern? Parse(string line, int number)
    {
        // A comment is one only in the first column; a # after a space is the name of a file.
        if (line.StartsWith('#')) return null;
        var text = line.Trim();
        if (text.Length == 0) return null;

        var isException = text[0] == '!';
        var pattern = isException ? text[1..].Trim() : text;
        if (pattern.Length == 0) throw new FormatException("an exclamation mark without a pattern");

        pattern = Clean(pattern);
        if (pattern.Length > 1 && pattern[0] == '/') pattern = pattern[1..];

        // The mark is looked for again once the path is clean: './!a' is an exception, and '!/' is one without a path.
        if (pattern == "/" && isException) throw new FormatException("an exclamation mark without a pattern");
        if (!isException && pattern[0] == '!')
        {
            (isException, pattern) = (true, pattern[1..]);
            if (pattern.Length == 0) throw new FormatException("an exclamation mark without a pattern");
        }

        CheckSyntax(pattern);
        return new IgnorePattern(text, pattern, isException, number);
    }

    /// <param name="path">Relative to the context, with forward slashes.</param>
    public bool Matches(ReadOnlySpan<char> path)
    {
        if (glob is not null)
        {
            var text = isOfName ? path[(path.LastIndexOf('/') + 1)..] : path;
            return text.StartsWith(head, StringComparison.Ordinal) && text.EndsWith(tail, StringComparison.Ordinal) && glob.Matches(text);
        }

        if (suffix is null) return path.SequenceEqual(pattern);
        return path.EndsWith(suffix, StringComparison.Ordinal)
            || (suffix.StartsWith('/') && path.Equals(suffix.AsSpan(1), StringComparison.Ordinal));
    }

    /// <summary>Whether it matches a path or a folder above it.</summary>
    /// <param name="path">Relative to the context, with forward slashes.</param>
    public bool Covers(ReadOnlySpan<char> path)
    {
        if (Matches(path)) return true;
        for (var slash = path.LastIndexOf('/'); slash >= 0; slash = path[..slash].LastIndexOf('/'))
        {
            if (Matches(path[..slash])) return true;
        }

        return false;
    }

    /// <summary>Whether a path below the folder could match.</summary>
    public bool MayMatchBelow(ReadOnlySpan<char> folder)
    {
        if (depth <= folder.Count('/')) return Covers(folder);
        if (LiteralPrefix.Length <= folder.Length) return folder.StartsWith(LiteralPrefix, StringComparison.Ordinal);
        return LiteralPrefix[folder.Length] == '/' && LiteralPrefix.AsSpan().StartsWith(folder, StringComparison.Ordinal);
    }

    /// <summary>The syntax that filepath.Match accepts; everything past this check can be matched without a bounds check.</summary>
    private static void CheckSyntax(string pattern)
    {
        for (var index = 0; index < pattern.Length; index++)
        {
            if (pattern[index] == '\\')
            {
                if (++index == pattern.Length) throw new FormatException("a backslash at the end");
            }
            else if (pattern[index] == '[')
            {
                CheckClass(pattern, ref index);
            }
        }
    }

    private static void CheckClass(string pattern, ref int index)
    {
        var isEmpty = true;
        if (++index < pattern.Length && pattern[index] == '^') index++;
        while (index < pattern.Length && (pattern[index] != ']' || isEmpty))
        {
            isEmpty = false;
            CheckClassCharacter(pattern, ref index);
            if (index < pattern.Length && pattern[index] == '-')
            {
                index++;
                CheckClassCharacter(pattern, ref index);
            }
        }

        if (index >= pattern.Length) throw new FormatException("a bracket that is not closed");
    }

    private static void CheckClassCharacter(string pattern, ref int index)
    {
        if (index < pattern.Length && pattern[index] == '\\') index++;
        else if (index < pattern.Length && pattern[index] is '-' or ']') throw new FormatException("a class that is empty or has no end of a range");
        if (index++ >= pattern.Length) throw new FormatException("a bracket that is not closed");
    }

    /// <summary>Go's filepath.Clean: no empty part, no dot, no part that a double dot takes back, no slash at the end.</summary>
    private static string Clean(string path)
    {
        var isRooted = path[0] == '/';
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0 && parts[^1] != "..") parts.RemoveAt(parts.Count - 1);
            else if (!isRooted) parts.Add(part);
        }

        var clean = (isRooted ? "/" : "") + string.Join('/', parts);
        return clean.Length == 0 ? "." : clean;
    }
}
