using System.Globalization;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.Python;

/// <summary>The minor version of Python 3 for a project.</summary>
internal static class PythonVersion
{
    /// <summary>The supported versions (devguide.python.org/versions), newest first.</summary>
    public static readonly IReadOnlyList<ReleaseCycle> Supported = OfferedCycles.Of(EndOfLifeData.Python);

    private static readonly int OldestInSupport = Supported[^1].NumberAfter("3.");

    public static int Newest => Supported[0].NumberAfter("3.");

    /// <summary>
    /// The minor of the first version in a <c>.python-version</c> file; null for an empty file, and for a Python other than CPython.
    /// </summary>
    public static int? FromFile(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var word = line.Trim();
            if (word.Length == 0 || word[0] == '#') continue;
            if (word.StartsWith("cpython-", StringComparison.Ordinal)) word = word["cpython-".Length..];
            return Minor(word);
        }

        return null;
    }

    /// <summary>
    /// The oldest supported version that a specifier allows, in the form of PEP 440 or Poetry: lock files are resolved for it, and older
    /// packages have binaries for it. If it allows no supported version, the nearest one that it allows.
    /// </summary>
    public static int? Satisfying(string specifier)
    {
        // Use the first of Poetry's alternatives (||).
        var bar = specifier.IndexOf("||", StringComparison.Ordinal);
        var clauses = (bar < 0
            ? specifier
            : specifier[..bar]).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var joined = Join(clauses);
        for (var minor = OldestInSupport; minor <= Newest + 10; minor++)
        {
            if (Accepts(joined, minor)) return minor;
        }

        for (var minor = OldestInSupport - 1; minor >= 0; minor--)
        {
            if (Accepts(joined, minor)) return minor;
        }

        return null;
    }

    /// <summary>Joins an operator with the version after a space: <c>&gt;= 3.11</c>.</summary>
    private static List<string> Join(string[] words)
    {
        var clauses = new List<string>();
        var pending = "";
        foreach (var word in words)
        {
            if (TextScan.HasAny(word, "0123456789*")) clauses.Add(pending + word);
            pending = TextScan.HasAny(word, "0123456789*") ? "" : word;
        }

        return clauses;
    }

    private static bool Accepts(List<string> clauses, int minor)
    {
        foreach (var clause in clauses)
        {
            var digits = 0;
            while (digits < clause.Length && !char.IsAsciiDigit(clause[digits]) && clause[digits] != '*') digits++;
            var version = clause[digits..];
            if (version == "*") continue;
            var isWholeMajor = !version.Contains('.', StringComparison.Ordinal) || version == "3.*";
            var bound = isWholeMajor ? 0 : Minor(version) ?? 0;
            var isMajor3 = version.StartsWith('3');
            var accepts = clause[..digits] switch
            {
                ">=" => !isMajor3 || minor >= bound,
                ">" => !isMajor3 || minor > bound || (minor == bound && version.Split('.').Length > 2),
                "<=" => !isMajor3 || minor <= bound,
                "<" => !isMajor3 || minor < bound || (minor == bound && version.Split('.') is [_, _, not "0", ..]),
                "!=" => !version.EndsWith(".*", StringComparison.Ordinal) || minor != bound,
                "^" => minor >= bound,
                "~=" => version.Split('.').Length > 2 ? minor == bound : minor >= bound,
                "~" => isWholeMajor || minor == bound,
                _ => isWholeMajor || minor == bound,
            };
            if (!accepts) return false;
        }

        return true;
    }

    private static int? Minor(string version)
    {
        var parts = version.Split('.');
        if (parts.Length < 2 || parts[0] != "3") return null;
        var end = 0;
        while (end < parts[1].Length && char.IsAsciiDigit(parts[1][end])) end++;
        return int.TryParse(parts[1][..end], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : null;
    }
}
