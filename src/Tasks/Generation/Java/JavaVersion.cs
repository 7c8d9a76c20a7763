using System.Globalization;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Java;

/// <summary>Which Java an application is built by and runs on.</summary>
/// <param name="Major">Its release: 21.</param>
/// <param name="Reason">A clause that says whose idea it is.</param>
internal sealed record JavaVersion(int Major, string Reason)
{
    /// <summary>The releases with long-term support that get fixes (adoptium.net/support), each of which builds what was written for an earlier one.</summary>
    private static readonly int[] LongTerm = [17, 21, 25];

    /// <summary>The lowest release with long-term support that builds what is asked for; where none does, that itself.</summary>
    /// <param name="release">What is asked for; null for nothing.</param>
    /// <param name="source">What asks.</param>
    public static JavaVersion Building(int? release, string source)
    {
        if (release is not { } asked) return new(LongTerm[0], "the lowest Java with long-term support, as nothing in the project asks for another");
        foreach (var major in LongTerm)
        {
            if (major == asked) return new(major, $"the Java that {source} asks for");
            if (major > asked) return new(major, $"the lowest Java with long-term support that builds what {source} asks for, Java {asked}");
        }

        return new(asked, $"the Java that {source} asks for");
    }

    /// <summary>What the files of version managers say: jenv's and asdf's <c>.java-version</c>, SDKMAN's <c>.sdkmanrc</c>.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="folders">Absolute; the first that says something counts.</param>
    public static (int? Release, string Source) FromFiles(IFileSystem disk, params ReadOnlySpan<string> folders)
    {
        foreach (var folder in folders)
        {
            if (Parse(disk.ReadText(Path.Combine(folder, ".java-version")) ?? "") is { } version) return (version, ".java-version");
            foreach (var line in (disk.ReadText(Path.Combine(folder, ".sdkmanrc")) ?? "").Split('\n'))
            {
                if (line.Trim() is ['j', 'a', 'v', 'a', '=', .. var candidate] && Parse(candidate) is { } release) return (release, ".sdkmanrc");
            }
        }

        return (null, "");
    }

    /// <summary>The release in a version: 8 in <c>1.8</c>, 21 in <c>21.0.2-tem</c> and <c>temurin-21.0.2</c>.</summary>
    public static int? Parse(string text)
    {
        foreach (var part in text.Trim().Split('-'))
        {
            if (part.Length == 0 || !char.IsAsciiDigit(part[0])) continue;
            var number = part.StartsWith("1.", StringComparison.Ordinal) ? part[2..] : part;
            var end = 0;
            while (end < number.Length && char.IsAsciiDigit(number[end])) end++;
            return int.TryParse(number[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
        }

        return null;
    }
}
