using System.Globalization;
using ContainerGuard.Text;

namespace ContainerGuard.Advisories.Downloads;

/// <summary>
/// <c>modified_id.csv</c> of an OSV bucket (google.github.io/osv.dev/data): a line for each record with the time of its last change and its
/// identifier, the newest first. It is read as far as the first line that is known.
/// </summary>
internal static class ModifiedList
{
    private const int LongestLine = 512;
    private const int LongestId = 128;
    private static readonly TimeSpan ClockDifference = TimeSpan.FromDays(1);

    /// <summary>The changed records.</summary>
    /// <param name="source">The source, for messages.</param>
    /// <param name="content">The list.</param>
    /// <param name="known">The time of the newest record that is known.</param>
    /// <param name="knownThen">The identifiers of the records of exactly this time.</param>
    /// <param name="now">The time of the clock.</param>
    /// <param name="most">The number of changes after which a full read is cheaper.</param>
    /// <returns>Time and identifier of each, the newest first; one more than <paramref name="most"/> if there are more.</returns>
    /// <exception cref="AdvisoryException">A line is not valid.</exception>
    public static IReadOnlyList<(DateTimeOffset Time, string Id)> Changes(
        Uri source, Stream content, DateTimeOffset known, IReadOnlyCollection<string> knownThen, DateTimeOffset now, int most)
    {
        List<(DateTimeOffset, string)> changes = [];
        var lines = BoundedLines.Read(content, LongestLine, _ =>
            new AdvisoryException(source, $"its list of changes has a line of more than {LongestLine} bytes"));
        foreach (var line in lines.Where(static line => line.Length > 0))
        {
            var comma = line.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0 || ParseTime(line[..comma]) is not { } time) throw Invalid(source, line);
            var id = line[(comma + 1)..];
            if (!IsId(id)) throw Invalid(source, line);
            if (time > now + ClockDifference)
            {
                throw new AdvisoryException(source, $"its list of changes has the future time {line[..comma]}");
            }

            if (time < known) break;
            if (time == known && knownThen.Contains(id)) continue;
            changes.Add((time, id));
            if (changes.Count > most) break;
        }

        return changes;
    }

    /// <summary>A time of OSV; null if it is not one.</summary>
    public static DateTimeOffset? ParseTime(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>Whether a text can be part of an address: letters, digits, and marks that are not dots alone.</summary>
    private static bool IsId(string id) => id.Length is > 0 and <= LongestId && char.IsAsciiLetterOrDigit(id[0])
        && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '+');

    private static AdvisoryException Invalid(Uri source, string line) => new(
        source, $"its list of changes has the invalid line '{(line.Length > 60 ? line[..60] + "…" : line)}'");
}
