using System.Globalization;
using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.Java;

/// <summary>The Java release that builds and runs an application.</summary>
/// <param name="Major">The release: 21.</param>
/// <param name="Reason">A clause that says where it comes from.</param>
internal sealed record JavaVersion(int Major, string Reason)
{
    /// <summary>
    /// The oldest LTS release that a stack chooses. It builds code for all earlier releases, and today's frameworks need it.
    /// </summary>
    private const int Oldest = 17;

    /// <summary>The supported LTS releases (adoptium.net/support), newest first. Other releases have only half a year of support.</summary>
    public static readonly IReadOnlyList<ReleaseCycle> Supported =
        [.. OfferedCycles.Of(EndOfLifeData.Temurin).Where(static cycle => cycle.NumberAfter("") >= Oldest)];

    /// <summary>The same, oldest first.</summary>
    public static readonly IReadOnlyList<int> LongTerm = [.. Supported.Select(static cycle => cycle.NumberAfter("")).Order()];

    /// <summary>The oldest supported LTS release that builds the requested release; the requested release if none does.</summary>
    /// <param name="release">The requested release; null for none.</param>
    /// <param name="source">The source of the request.</param>
    public static JavaVersion Building(int? release, string source)
    {
        if (release is not { } asked) return new(LongTerm[0], "the oldest supported Java LTS release: the project names no version");
        foreach (var major in LongTerm)
        {
            if (major == asked) return new(major, $"the Java version from {source}");
            if (major > asked)
            {
                return new(major, $"the oldest supported Java LTS release that builds Java {asked}, which {source} asks for");
            }
        }

        return new(asked, $"the Java version from {source}");
    }

    /// <summary>
    /// The release from the files of version managers: <c>.java-version</c> of jenv and asdf, <c>.sdkmanrc</c> of SDKMAN.
    /// </summary>
    /// <param name="disk">The disk.</param>
    /// <param name="folders">Absolute. The first with a release counts.</param>
    public static (int? Release, string Source) FromFiles(IFileSystem disk, params ReadOnlySpan<string> folders)
    {
        foreach (var folder in folders)
        {
            if (Parse(disk.ReadText(Path.Combine(folder, ".java-version")) ?? "") is { } version) return (version, ".java-version");
            foreach (var line in (disk.ReadText(Path.Combine(folder, ".sdkmanrc")) ?? "").Split('\n'))
            {
                if (line.Trim() is ['j', 'a', 'v', 'a', '=', .. var candidate] && Parse(candidate) is { } release)
                {
                    return (release, ".sdkmanrc");
                }
            }
        }

        return (null, "");
    }

    /// <summary>The release of a version: 8 for <c>1.8</c>, 21 for <c>21.0.2-tem</c> and <c>temurin-21.0.2</c>.</summary>
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
