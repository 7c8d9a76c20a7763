using System.Globalization;

namespace ContainerGuard.Configuration;

/// <summary>
/// The pattern of a section of an <c>.editorconfig</c> (spec.editorconfig.org, "Glob Expressions"): <c>*</c> within a folder, <c>**</c>
/// across folders, <c>?</c>, <c>[abc]</c>, <c>[!abc]</c>, <c>{a,b}</c>, <c>{1..9}</c>, and a backslash before a literal character. A
/// pattern without a slash matches in every folder below; <c>**/</c> matches any number of folders, including none.
/// </summary>
internal sealed class EditorConfigPattern
{
    /// <summary>
    /// The largest number of patterns that braces may expand to. A pattern with more, and one that is too long, matches nothing.
    /// </summary>
    private const int MostAlternatives = 256;

    private const int LongestPattern = 1024;

    private readonly Part[][] _alternatives;

    private EditorConfigPattern(Part[][] alternatives) => _alternatives = alternatives;

    private enum PartKind
    {
        Literal,
        AnyCharacter,
        Class,
        Number,
        WithinFolder,
        Anything,
        Folders,
    }

    public static EditorConfigPattern Parse(string pattern)
    {
        var anchored = pattern.StartsWith('/') ? pattern[1..] : pattern.Contains('/', StringComparison.Ordinal) ? pattern : $"**/{pattern}";
        List<string> expanded = [];
        if (pattern.Length <= LongestPattern) Expand("", anchored, expanded);
        return new EditorConfigPattern(expanded.Count > MostAlternatives ? [] : [.. expanded.Select(PartsOf)]);
    }

    /// <param name="path">Relative to the folder of the configuration file, with forward slashes.</param>
    public bool Matches(string path)
    {
        foreach (var parts in _alternatives)
        {
            if (Matches(parts, path)) return true;
        }

        return false;
    }

    /// <summary>Tracks every position at which the parts so far can end, part by part, so that no pattern is slow.</summary>
    private static bool Matches(Part[] parts, string path)
    {
        var places = new bool[path.Length + 1];
        places[0] = true;
        foreach (var part in parts) places = part.EndsFrom(places, path);
        return places[path.Length];
    }

    /// <summary>Expands the first pair of braces with a comma, and the rest of the pattern.</summary>
    private static void Expand(string before, string rest, List<string> into)
    {
        if (into.Count > MostAlternatives) return;
        var open = IndexOfBraces(rest, out var commas, out var close);
        if (open < 0)
        {
            into.Add(before + rest);
            return;
        }

        var from = open + 1;
        foreach (var comma in commas.Append(close))
        {
            Expand(before + rest[..open], rest[from..comma] + rest[(close + 1)..], into);
            from = comma + 1;
        }
    }

    private static int IndexOfBraces(string text, out List<int> commas, out int close)
    {
        for (var open = 0; open < text.Length; open++)
        {
            if (text[open] == '\\') open++;
            else if (text[open] == '{' && ReadBraces(text, open, out commas, out close) && commas.Count > 0) return open;
        }

        (commas, close) = ([], -1);
        return -1;
    }

    private static bool ReadBraces(string text, int open, out List<int> commas, out int close)
    {
        commas = [];
        var depth = 0;
        for (close = open; close < text.Length; close++)
        {
            if (text[close] == '\\') close++;
            else if (text[close] == '{') depth++;
            else if (text[close] == ',' && depth == 1) commas.Add(close);
            else if (text[close] == '}' && --depth == 0) return true;
        }

        return false;
    }

    private static Part[] PartsOf(string pattern)
    {
        List<Part> parts = [];
        for (var at = 0; at < pattern.Length; at++)
        {
            var rest = pattern.AsSpan(at);
            if (rest.StartsWith("**/") && (at == 0 || pattern[at - 1] == '/'))
            {
                parts.Add(new Part(PartKind.Folders));
                at += 2;
            }
            else if (rest.StartsWith("**"))
            {
                parts.Add(new Part(PartKind.Anything));
                at++;
            }
            else if (rest[0] == '[' && ReadClass(rest[1..]) is { } characters)
            {
                var isNegated = characters.Length > 1 && characters[0] == '!';
                parts.Add(new Part(PartKind.Class, isNegated ? characters[1..] : characters, isNegated));
                at += characters.Length + 1;
            }
            else if (rest[0] == '{' && ReadRange(rest, out var least, out var most) is > 0 and var length)
            {
                parts.Add(new Part(PartKind.Number, Least: least, Most: most));
                at += length - 1;
            }
            else
            {
                if (rest[0] == '\\' && rest.Length > 1) at++;
                parts.Add(pattern[at] switch
                {
                    '*' when rest[0] == '*' => new Part(PartKind.WithinFolder),
                    '?' when rest[0] == '?' => new Part(PartKind.AnyCharacter),
                    _ => new Part(PartKind.Literal, pattern[at].ToString()),
                });
            }
        }

        return [.. parts];
    }

    /// <summary>
    /// The text before the closing bracket; null without a closing bracket, or after a slash: then the bracket is a literal character.
    /// </summary>
    private static string? ReadClass(ReadOnlySpan<char> text)
    {
        // A closing bracket at the beginning is a character of the class.
        var first = text is ['!', ..] ? 2 : 1;
        if (text.Length <= first) return null;
        var end = text[first..].IndexOfAny(']', '/') + first;
        return end >= first && text[end] == ']' && text[..first].IndexOf('/') < 0 ? text[..end].ToString() : null;
    }

    private static int ReadRange(ReadOnlySpan<char> text, out int least, out int most)
    {
        (least, most) = (0, 0);
        var (dots, end) = (text.IndexOf(".."), text.IndexOf('}'));
        if (dots <= 0 || end <= dots || !TryNumber(text[1..dots], out least) || !TryNumber(text[(dots + 2)..end], out most)) return 0;
        if (least > most) (least, most) = (most, least);
        return end + 1;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private sealed record Part(PartKind Kind, string Characters = "", bool IsNegated = false, int Least = 0, int Most = 0)
    {
        /// <summary>The positions at which this part can end, from the positions at which it can begin.</summary>
        public bool[] EndsFrom(bool[] places, string path)
        {
            var ends = new bool[places.Length];
            var isUnderWay = false;
            for (var at = 0; at < places.Length; at++)
            {
                var isBehindSlash = at > 0 && path[at - 1] == '/';
                switch (Kind)
                {
                    case PartKind.Folders:
                        ends[at] = places[at] || (isUnderWay && isBehindSlash);
                        isUnderWay |= places[at];
                        break;
                    case PartKind.Anything:
                        ends[at] = isUnderWay |= places[at];
                        break;
                    case PartKind.WithinFolder:
                        ends[at] = isUnderWay = places[at] || (isUnderWay && !isBehindSlash);
                        break;
                    case PartKind.Number:
                        if (places[at] && EndOfNumber(path, at) is >= 0 and var end) ends[end] = true;
                        break;
                    default:
                        if (places[at] && at < path.Length && IsOne(path[at])) ends[at + 1] = true;
                        break;
                }
            }

            return ends;
        }

        private int EndOfNumber(string path, int at)
        {
            var end = at < path.Length && path[at] == '-' ? at + 1 : at;
            while (end < path.Length && char.IsAsciiDigit(path[end])) end++;
            return TryNumber(path.AsSpan(at, end - at), out var number) && number >= Least && number <= Most ? end : -1;
        }

        private bool IsOne(char c) => Kind switch
        {
            PartKind.AnyCharacter => c != '/',
            PartKind.Class => c != '/' && IsInClass(c) != IsNegated,
            _ => c == Characters[0],
        };

        private bool IsInClass(char c)
        {
            for (var i = 0; i < Characters.Length; i++)
            {
                if (i + 2 < Characters.Length && Characters[i + 1] == '-')
                {
                    if (c >= Characters[i] && c <= Characters[i + 2]) return true;
                    i += 2;
                }
                else if (c == Characters[i])
                {
                    return true;
                }
            }

            return false;
        }
    }
}
