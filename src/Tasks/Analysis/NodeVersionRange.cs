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

    /// <summary>
    /// The newest version of a release line that a range allows, as an image's tag: <c>20</c> if it allows the whole line, <c>20.14</c>
    /// below
    /// 20.15, and <c>20.11.1</c> for that version.
    /// </summary>
    public static string Tag(string range, int major)
    {
        foreach (var part in range.Split("||"))
        {
            if (Read(part) is not { } bounds || major < bounds.From || major > bounds.To) continue;
            var (end, minor, patch) = End(part);
            if (end > major) return $"{major}";
            if (patch > 0) return $"{major}.{minor}.{patch - 1}";
            if (minor > 0) return $"{major}.{minor - 1}";
        }

        return $"{major}";
    }

    /// <summary>The lowest version above all that one alternative allows.</summary>
    private static (int Major, int Minor, int Patch) End(string text)
    {
        var end = (int.MaxValue, 0, 0);
        foreach (var (sign, numbers) in Comparators(text))
        {
            int?[] parts =
            [
                .. numbers.Select(static number => int.TryParse(number.Split('-', '+')[0], NumberStyles.None,
                    CultureInfo.InvariantCulture, out var value)
                    ? value
                    : (int?)null),
            ];
            var (major, minor, patch) = (parts[0] ?? 0, parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2));
            var own = sign switch
            {
                ">" or ">=" => (int.MaxValue, 0, 0),
                "<" => (major, minor ?? 0, patch ?? 0),
                "^" => (major + 1, 0, 0),
                _ when minor is null => (major + 1, 0, 0),
                "~" => (major, minor.Value + 1, 0),
                _ when patch is null => (major, minor.Value + 1, 0),
                _ => (major, minor.Value, patch.Value + 1),
            };
            if (own.CompareTo(end) < 0) end = own;
        }

        return end;
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
        foreach (var (sign, numbers) in Comparators(text))
        {
            if (!int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)) return null;
            var isWhole = !numbers.Skip(1).Any(static number => number is not ("0" or "x" or "X" or "*"));
            switch (sign)
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

    /// <summary>The operators and the numbers of one alternative. Words without a number allow every version.</summary>
    internal static IEnumerable<(string Sign, string[] Numbers)> Comparators(string text)
    {
        var hyphen = text.IndexOf(" - ", StringComparison.Ordinal);
        if (hyphen >= 0) text = $">={text[..hyphen].Trim()} <={text[(hyphen + 3)..].Trim()}";

        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < words.Length; index++)
        {
            var word = words[index];

            // An operator can be followed by a space: "> 18".
            if (word is ">" or ">=" or "<" or "<=" or "=" or "^" or "~" && index + 1 < words.Length) word += words[++index];
            var length = 0;
            while (length < word.Length && word[length] is '<' or '>' or '=' or '^' or '~') length++;
            var version = word[length..].TrimStart('v');
            if (version is not ("" or "*" or "x" or "X" or "latest")) yield return (word[..length], version.Split('.'));
        }
    }
}
