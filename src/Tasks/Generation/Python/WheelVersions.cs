using System.Globalization;

namespace ContainerGuard.Generation.Python;

/// <summary>
/// The newest Python for which releases of well-known packages have binaries (the files of each release on PyPI), or which can import them.
/// An older release is compiled for a newer Python, or does not compile.
/// </summary>
internal static class WheelVersions
{
    /// <summary>For each package: from this release on, binaries exist up to this minor version of Python 3. Newest first.</summary>
    private static readonly (string Package, (string From, int Minor)[] Releases)[] Table =
    [
        ("numpy", [("2.3.2", 14), ("2.1", 13), ("1.26", 12), ("1.23.2", 11), ("1.21.3", 10), ("0", 9)]),
        ("pandas", [("2.3.3", 14), ("2.2.3", 13), ("2.1.1", 12), ("1.5", 11), ("1.3.3", 10), ("0", 9)]),
        ("scipy", [("1.16.1", 14), ("1.14.1", 13), ("1.11.2", 12), ("1.9.2", 11), ("1.8", 10), ("0", 9)]),
        ("scikit-learn", [("1.7.2", 14), ("1.5.2", 13), ("1.3.1", 12), ("1.1.3", 11), ("1.0.2", 10), ("0", 9)]),
        ("matplotlib", [("3.10.5", 14), ("3.9.2", 13), ("3.8", 12), ("3.6", 11), ("3.5", 10), ("0", 9)]),
        ("pillow", [("12", 14), ("11", 13), ("10.1", 12), ("9.3", 11), ("8.4", 10), ("0", 9)]),
        ("pydantic", [("2.12", 14), ("2.8", 13), ("2.4", 12), ("2", 11), ("1.10.13", 12), ("0", 11)]),
        ("pydantic-core", [("2.35", 14), ("2.20", 13), ("2.10", 12), ("0", 11)]),
        ("psycopg2-binary", [("2.9.11", 14), ("2.9.10", 13), ("2.9.8", 12), ("2.9.5", 11), ("2.9.2", 10), ("0", 9)]),
        ("lxml", [("6", 14), ("5.3", 13), ("4.9.3", 12), ("4.9.2", 11), ("4.7", 10), ("0", 9)]),
        ("aiohttp", [("3.13", 14), ("3.10.6", 13), ("3.9", 12), ("3.8.4", 11), ("3.8", 10), ("0", 9)]),
        ("grpcio", [("1.75.1", 14), ("1.66.2", 13), ("1.59", 12), ("1.49.1", 11), ("1.41.1", 10), ("0", 9)]),
        ("orjson", [("3.11.4", 14), ("3.10.7", 13), ("3.9.8", 12), ("3.8", 11), ("3.6.5", 10), ("0", 9)]),
        ("cffi", [("2", 14), ("1.17", 13), ("1.16", 12), ("1.15.1", 11), ("1.15", 10), ("0", 9)]),
        ("greenlet", [("3.2.3", 14), ("3.1", 13), ("3", 12), ("2", 11), ("1.1.2", 10), ("0", 9)]),
        ("pyyaml", [("6.0.3", 14), ("6.0.2", 13), ("6.0.1", 12), ("6", 11), ("5.4.2", 10), ("0", 9)]),
        ("asyncpg", [("0.31", 14), ("0.30", 13), ("0.29", 12), ("0.27", 11), ("0.25", 10), ("0", 9)]),
        ("tokenizers", [("0.20.1", 13), ("0.14", 12), ("0.13", 11), ("0", 10)]),
        ("torch", [("2.9", 14), ("2.5", 13), ("2.2", 12), ("2", 11), ("1.11", 10), ("0", 9)]),
        ("tensorflow", [("2.20", 13), ("2.16", 12), ("2.12", 11), ("2.8", 10), ("0", 9)]),

        // docs.djangoproject.com, "What Python version can I use with Django?". Python 3.7 cannot compile releases before 1.11.17.
        ("django", [("5.2.8", 14), ("5.1.3", 13), ("4.2.8", 12), ("4.1.3", 11), ("3.2.9", 10), ("2.2", 9), ("1.11.17", 7), ("0", 6)]),

        // docs.celeryq.dev, "Change history": 4.3 renames its module async, which is a keyword of Python 3.7.
        ("celery", [("4.3", 14), ("0", 6)]),
        ("sqlalchemy", [("2.0.41", 14), ("2.0.31", 13), ("1.4.50", 12), ("0", 11)]),
        ("uvloop", [("0.22", 14), ("0.21", 13), ("0.18", 12), ("0.17", 11), ("0.16", 10), ("0", 9)]),
        ("protobuf", [("4.21", 14), ("0", 10)]),
    ];

    /// <summary>The newest Python for a pinned release, and the pin as people write it; null for a package that is not in the
    /// table.</summary>
    public static int? NewestFor(string package, string version)
    {
        var releases = Array.Find(Table, one => one.Package == package).Releases;
        if (releases is null) return null;
        foreach (var (from, minor) in releases)
        {
            if (Compare(version, from) >= 0) return minor;
        }

        return null;
    }

    private static int Compare(string version, string other)
    {
        var (one, two) = (version.Split('.'), other.Split('.'));
        for (var index = 0; index < Math.Max(one.Length, two.Length); index++)
        {
            var difference = NumberAt(one, index).CompareTo(NumberAt(two, index));
            if (difference != 0) return difference;
        }

        return 0;
    }

    private static int NumberAt(string[] parts, int index)
    {
        if (index >= parts.Length) return 0;
        var digits = string.Concat(parts[index].TakeWhile(char.IsAsciiDigit));
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
