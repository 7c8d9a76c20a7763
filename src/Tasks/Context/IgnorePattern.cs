namespace ContainerGuard.Context;

/// <summary>
/// One pattern of a .dockerignore file, with the semantics of moby/patternmatcher: Go's filepath.Match over the whole path (a star does not
/// match a slash, a class may), and <c>**</c> for any number of folders, including zero.
/// </summary>
internal sealed class IgnorePattern
{
    private readonly string _pattern;

    /// <summary>The matcher of a pattern with special characters; null for a pattern that is a plain path.</summary>
    private readonly IgnoreGlob? _glob;

    /// <summary>Whether <see cref="_glob"/> matches only the last part of a path: <c>**/</c> before a pattern without a slash.</summary>
    private readonly bool _isOfName;

    /// <summary>The text that every match of <see cref="_glob"/> begins and ends with. This test is cheaper, and usually decides.</summary>
    private readonly string _head = "";
    private readonly string _tail = "";

    /// <summary>The largest number of slashes in a path that the pattern matches. A double star or a class may match any number.</summary>
    private readonly int _depth;

    /// <summary>
    /// The text after a leading <c>**</c> when the rest of the pattern has no special characters. It is compared with the end of the path.
    /// </summary>
    private readonly string? _suffix;

    private IgnorePattern(string text, string pattern, bool isException, int line)
    {
        Text = text;
        Line = line;
        IsException = isException;
        _pattern = pattern;
        if (pattern.StartsWith("**", StringComparison.Ordinal) && pattern.AsSpan(2).IndexOfAny("*?[]\\") < 0) _suffix = pattern[2..];
        var special = pattern.AsSpan().IndexOfAny("*?[\\");
        LiteralPrefix = special < 0 ? pattern : pattern[..special];
        _depth = pattern.Contains("**", StringComparison.Ordinal) || pattern.Contains('[') ? int.MaxValue : pattern.AsSpan().Count('/');
        if (special < 0 || _suffix is not null) return;

        // A class may match a slash.
        _isOfName = pattern.StartsWith("**/", StringComparison.Ordinal)
            && pattern.AsSpan(3).IndexOfAny("/[") < 0
            && !pattern.AsSpan(3).Contains("**", StringComparison.Ordinal);
        var globbed = _isOfName ? pattern[3..] : pattern;
        _glob = IgnoreGlob.Read(globbed);
        _head = globbed[..globbed.AsSpan().IndexOfAny("*?[\\")];
        _tail = globbed.AsSpan().IndexOfAny("[\\") < 0 ? globbed[(globbed.AsSpan().LastIndexOfAny('*', '?') + 1)..] : "";
    }

    /// <summary>The line in the file, trimmed.</summary>
    public string Text { get; }

    /// <summary>The line's number, from 1.</summary>
    public int Line { get; }

    /// <summary>Whether it includes paths again: <c>!</c>.</summary>
    public bool IsException { get; }

    /// <summary>The only path that it matches, relative to the context; null when it may match several.</summary>
    public string? LiteralPath => _glob is null && _suffix is null ? _pattern : null;

    /// <summary>Whether it matches one name in every folder: <c>**/.gitignore</c>.</summary>
    public bool IsOfOneName => _suffix is ['/', ..];

    /// <summary>Whether it matches every path.</summary>
    public bool MatchesEverything => _pattern is "*" or "**" or "**/*" or "**/**";

    /// <summary>The text that every matching path begins with.</summary>
    public string LiteralPrefix { get; }

    /// <summary>Parses a line; null for an empty line or a comment.</summary>
    /// <exception cref="FormatException">The line is not a valid pattern; BuildKit refuses the whole file.</exception>
    public static IgnorePattern? Parse(string line, int number)
    {
        // A comment begins in the first column; a # after a space begins a file name.
        if (line.StartsWith('#')) return null;
        var text = line.Trim();
        if (text.Length == 0) return null;

        var isException = text[0] == '!';
        var pattern = isException ? text[1..].Trim() : text;
        if (pattern.Length == 0) throw new FormatException("it has no pattern after the exclamation mark");

        pattern = Clean(pattern);
        if (pattern.Length > 1 && pattern[0] == '/') pattern = pattern[1..];

        // BuildKit looks for the mark again in the cleaned path: './!a' is an exception, and '!/' is an exception without a path.
        if (pattern == "/" && isException) throw new FormatException("it has no pattern after the exclamation mark");
        if (!isException && pattern[0] == '!')
        {
            (isException, pattern) = (true, pattern[1..]);
            if (pattern.Length == 0) throw new FormatException("it has no pattern after the exclamation mark");
        }

        CheckSyntax(pattern);
        return new IgnorePattern(text, pattern, isException, number);
    }

    /// <param name="path">Relative to the context, with forward slashes.</param>
    public bool Matches(ReadOnlySpan<char> path)
    {
        if (_glob is not null)
        {
            var text = _isOfName ? path[(path.LastIndexOf('/') + 1)..] : path;
            return text.StartsWith(_head, StringComparison.Ordinal)
                && text.EndsWith(_tail, StringComparison.Ordinal)
                && _glob.Matches(text);
        }

        if (_suffix is null) return path.SequenceEqual(_pattern);
        return path.EndsWith(_suffix, StringComparison.Ordinal)
            || (_suffix.StartsWith('/') && path.Equals(_suffix.AsSpan(1), StringComparison.Ordinal));
    }

    /// <summary>Whether it matches a path, or a folder that contains it.</summary>
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
        if (_depth <= folder.Count('/')) return Covers(folder);
        if (LiteralPrefix.Length <= folder.Length) return folder.StartsWith(LiteralPrefix, StringComparison.Ordinal);
        return LiteralPrefix[folder.Length] == '/' && LiteralPrefix.AsSpan().StartsWith(folder, StringComparison.Ordinal);
    }

    /// <summary>Checks the syntax that filepath.Match accepts, so that <see cref="IgnoreGlob"/> does not need bounds checks.</summary>
    private static void CheckSyntax(string pattern)
    {
        for (var index = 0; index < pattern.Length; index++)
        {
            if (pattern[index] == '\\')
            {
                if (++index == pattern.Length) throw new FormatException("it ends with a backslash");
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

        if (index >= pattern.Length) throw new FormatException("a bracket is not closed");
    }

    private static void CheckClassCharacter(string pattern, ref int index)
    {
        if (index < pattern.Length && pattern[index] == '\\')
        {
            index++;
        }
        else if (index < pattern.Length && pattern[index] is '-' or ']')
        {
            throw new FormatException("a character class is empty, or a range has no end");
        }

        if (index++ >= pattern.Length) throw new FormatException("a bracket is not closed");
    }

    /// <summary>Go's filepath.Clean: removes empty parts, dots, parts before a double dot, and a slash at the end.</summary>
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
