using System.Buffers;
using System.Globalization;

namespace ContainerGuard.Analysis;

/// <summary>The versions of Python 3 that a specifier allows, in the form of PEP 440 or Poetry, compared by their minor number.</summary>
internal sealed class PythonSpecifier
{
    private static readonly SearchValues<char> VersionStart = SearchValues.Create("0123456789*");

    private readonly List<string> _clauses;

    private PythonSpecifier(List<string> clauses) => _clauses = clauses;

    /// <param name="specifier">Clauses that must all hold: <c>&gt;=3.11,&lt;4</c>.</param>
    public static PythonSpecifier Parse(string specifier) =>
        new(Join(specifier.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));

    /// <summary>Whether some version of a minor release is allowed.</summary>
    public bool Accepts(int minor)
    {
        foreach (var clause in _clauses)
        {
            if (!Accepts(clause, minor)) return false;
        }

        return true;
    }

    /// <summary>The minor number of a version of Python 3; null for another version.</summary>
    public static int? MinorOf(string version)
    {
        var parts = version.Split('.');
        if (parts.Length < 2 || parts[0] != "3") return null;
        var end = 0;
        while (end < parts[1].Length && char.IsAsciiDigit(parts[1][end])) end++;
        return int.TryParse(parts[1][..end], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : null;
    }

    /// <summary>Joins an operator with the version after a space: <c>&gt;= 3.11</c>.</summary>
    private static List<string> Join(string[] words)
    {
        var clauses = new List<string>();
        var pending = "";
        foreach (var word in words)
        {
            if (word.AsSpan().ContainsAny(VersionStart)) clauses.Add(pending + word);
            pending = word.AsSpan().ContainsAny(VersionStart) ? "" : word;
        }

        return clauses;
    }

    private static bool Accepts(string clause, int minor)
    {
        var digits = 0;
        while (digits < clause.Length && !char.IsAsciiDigit(clause[digits]) && clause[digits] != '*') digits++;
        var version = clause[digits..];
        if (version == "*") return true;

        var isWholeMajor = !version.Contains('.', StringComparison.Ordinal) || version == "3.*";
        var bound = isWholeMajor ? 0 : MinorOf(version) ?? 0;
        var isMajor3 = version.StartsWith('3');
        return clause[..digits] switch
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
    }
}
