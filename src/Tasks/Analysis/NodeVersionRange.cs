using System.Globalization;

namespace ContainerGuard.Analysis;

/// <summary>A version range in <c>engines.node</c> (the grammar of npm's semver), evaluated for release lines only.</summary>
internal static class NodeVersionRange
{
    /// <summary>
    /// The preferred release if the range allows it, else the newest LTS release before it, else the lowest release of
    /// the range; null for an empty or invalid range.
    /// </summary>
    public static int? Choose(string range, int preferred)
    {
        if (range.Length == 0) return null;
        var parts = new List<(int From, int To)>();
        foreach (var part in range.Split("||"))
        {
            if (Read(part) is not { } bounds) return null;
            parts.Add(bounds);
        }

        for (var major = preferred; major >= 4; major -= 2)
        {
            if (parts.Exists(part => part.From <= major && major <= part.To)) return major;
        }

        foreach (var part in parts)
        {
            if (part.From is > 0 && part.From <= part.To) return part.From;
        }

        return null;
    }

    /// <summary>Whether a range allows some version of a release line; null for an empty or invalid range.</summary>
    public static bool? Allows(string range, int major)
    {
        if (range.Length == 0) return null;
        var allows = false;
        foreach (var part in range.Split("||"))
        {
            if (Read(part) is not { } bounds) return null;
            allows |= bounds.From <= major && major <= bounds.To;
        }

        return allows;
    }

    /// <summary>The lowest and highest release line that all comparators of one alternative allow.</summary>
    private static (int From, int To)? Read(string text)
    {
        var (from, to) = (0, int.MaxValue);
        var hyphen = text.IndexOf(" - ", StringComparison.Ordinal);
        if (hyphen >= 0) text = $">={text[..hyphen].Trim()} <={text[(hyphen + 3)..].Trim()}";

        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < words.Length; index++)
        {
            var word = words[index];

            // An operator can be followed by a space: "> 18".
            if (word is ">" or ">=" or "<" or "<=" or "=" or "^" or "~" && index + 1 < words.Length) word += words[++index];
            var operatorLength = 0;
            while (operatorLength < word.Length && word[operatorLength] is '<' or '>' or '=' or '^' or '~') operatorLength++;
            var version = word[operatorLength..].TrimStart('v');
            if (version is "" or "*" or "x" or "X" or "latest") continue;

            var numbers = version.Split('.');
            if (!int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)) return null;
            var isWhole = !numbers.Skip(1).Any(static number => number is not ("0" or "x" or "X" or "*"));
            switch (word[..operatorLength])
            {
                case ">=": from = Math.Max(from, major); break;
                case ">": from = Math.Max(from, numbers.Length == 1 ? major + 1 : major); break;
                case "<": to = Math.Min(to, isWhole ? major - 1 : major); break;
                case "<=": to = Math.Min(to, major); break;
                default: (from, to) = (Math.Max(from, major), Math.Min(to, major)); break;
            }
        }

        return (from, to);
    }
}
