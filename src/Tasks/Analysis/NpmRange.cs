using System.Globalization;

namespace ContainerGuard.Analysis;

/// <summary>A range of versions in a <c>package.json</c> (the grammar of npm's semver), evaluated for one version.</summary>
internal static class NpmRange
{
    /// <summary>
    /// Whether a range allows a version. Null if that is not known: the range is a tag or an address, or the version is a pre-release.
    /// </summary>
    public static bool? Allows(string range, string version)
    {
        var own = version.Split('.');
        if (own.Length != 3 || Number(own, 0) is not { } major || Number(own, 1) is not { } minor || Number(own, 2) is not { } patch)
        {
            return null;
        }

        var allows = false;
        foreach (var alternative in range.Split("||"))
        {
            var fits = true;
            foreach (var (sign, numbers) in NodeVersionRange.Comparators(alternative))
            {
                if (Bounds(sign, numbers) is not var (from, end)) return null;
                fits &= (major, minor, patch).CompareTo(from) >= 0 && (major, minor, patch).CompareTo(end) < 0;
            }

            allows |= fits;
        }

        return allows;
    }

    /// <summary>The lowest version of a comparator, and the lowest above it.</summary>
    private static ((int, int, int) From, (int, int, int) End)? Bounds(string sign, string[] numbers)
    {
        if (Number(numbers, 0) is not { } major) return null;
        var (minor, patch) = (Number(numbers, 1), Number([numbers.ElementAtOrDefault(2)?.Split('-', '+')[0] ?? ""], 0));
        var lowest = (major, minor ?? 0, patch ?? 0);
        var next = minor is null ? (major + 1, 0, 0) : patch is null ? (major, minor.Value + 1, 0) : (major, minor.Value, patch.Value + 1);
        var last = (int.MaxValue, 0, 0);
        return sign switch
        {
            ">=" => (lowest, last),
            ">" => (next, last),
            "<" => ((0, 0, 0), lowest),
            "<=" => ((0, 0, 0), next),
            "~" => (lowest, minor is null ? (major + 1, 0, 0) : (major, minor.Value + 1, 0)),
            "^" when major > 0 || minor is null => (lowest, (major + 1, 0, 0)),
            "^" when minor > 0 || patch is null => (lowest, (0, minor.Value + 1, 0)),
            "^" => (lowest, (0, 0, patch.Value + 1)),
            "" or "=" => (lowest, next),
            _ => null,
        };
    }

    private static int? Number(string[] numbers, int index) =>
        int.TryParse(numbers.ElementAtOrDefault(index), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
