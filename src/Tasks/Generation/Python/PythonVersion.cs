using ContainerGuard.Analysis;
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
            return PythonSpecifier.MinorOf(word);
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
        var joined = PythonSpecifier.Parse(bar < 0 ? specifier : specifier[..bar]);
        for (var minor = OldestInSupport; minor <= Newest + 10; minor++)
        {
            if (joined.Accepts(minor)) return minor;
        }

        for (var minor = OldestInSupport - 1; minor >= 0; minor--)
        {
            if (joined.Accepts(minor)) return minor;
        }

        return null;
    }
}
