using System.Buffers.Binary;
using ContainerGuard.Archives;
using ContainerGuard.Formats;
using ContainerGuard.Text;

namespace ContainerGuard.Advisories.Vendors;

/// <summary>
/// Reads the scores of the Exploit Prediction Scoring System (first.org/epss/data_stats): lines of <c>cve,epss,percentile</c>, packed with
/// gzip, with the day in a comment before them.
/// </summary>
internal static class EpssScores
{
    private const int LongestLine = 512;
    private const int MostScores = 2_000_000;
    private const string Date = "score_date:";

    private static readonly ArchiveLimits Limits = ArchiveLimits.Default with
    {
        MostBytes = 256L << 20, HighestRatio = 100, BytesOfAnyRatio = 64L << 20,
    };

    /// <summary>Adds a row for each score.</summary>
    /// <param name="content">The file, which can be searched.</param>
    /// <param name="add">Receives each row.</param>
    /// <returns>The time of the scores as the file states it; empty if it does not.</returns>
    /// <exception cref="FormatProblemException">A line is not valid.</exception>
    /// <exception cref="ArchiveException">Its compression is damaged, or it unpacks to too much.</exception>
    public static string Read(Stream content, Action<Advisory> add)
    {
        var head = new byte[8];
        var length = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        content.Position = 0;
        var compression = Compressions.Of(head.AsSpan(0, length));
        using var unpacked = new BoundedUnpacking(content, compression, () => content.Position, Limits);
        using var counted = new HashingStream(unpacked);
        var (date, number, count, hasHeader) = ("", 0, 0, false);
        foreach (var line in BoundedLines.Read(counted, LongestLine, TooLong))
        {
            number++;
            if (line.Length == 0) continue;
            if (!hasHeader && line[0] == '#')
            {
                date = line.Split(',', '#').Select(static part => part.Trim()).LastOrDefault(IsDate)?[Date.Length..] ?? date;
            }
            else if (!hasHeader)
            {
                if (!line.StartsWith("cve,epss", StringComparison.Ordinal)) throw WithoutHeader(number);
                hasHeader = true;
            }
            else
            {
                if (++count > MostScores) throw Invalid(number, $"it has more than {MostScores:N0} scores");
                add(Row(line) ?? throw Invalid(number, $"line {number} of the scores is not valid: '{Short(line)}'"));
            }
        }

        if (compression == Compression.Gzip && StatedSize(content) != (uint)counted.Count)
        {
            throw ArchiveException.Damaged($"its gzip data is cut off after {counted.Count} unpacked bytes");
        }

        return hasHeader ? date : throw WithoutHeader(number);

        static bool IsDate(string part) => part.StartsWith(Date, StringComparison.Ordinal);
    }

    /// <summary>
    /// The unpacked size at the end of a gzip file (RFC 1952, section 2.3.1), which the framework's reader does not check.
    /// </summary>
    private static uint StatedSize(Stream content)
    {
        var end = new byte[4];
        content.Position = Math.Max(0, content.Length - end.Length);
        return content.ReadAtLeast(end, end.Length, throwOnEndOfStream: false) == end.Length
            ? BinaryPrimitives.ReadUInt32LittleEndian(end)
            : 0;
    }

    private static Advisory? Row(string line)
    {
        var parts = line.Split(',');
        return parts.Length >= 2 && VulnerabilityRatings.IsCve(parts[0]) && VulnerabilityRatings.ParseScore(parts[1]) is not null
            ? new Advisory { Id = parts[0], Ecosystem = VulnerabilityRatings.Epss, Package = parts[0], Versions = [parts[1]] }
            : null;
    }

    private static FormatProblemException TooLong(int line) =>
        Invalid(line, $"line {line} of the scores has more than {LongestLine} bytes");

    private static FormatProblemException WithoutHeader(int line) => Invalid(line, "the line 'cve,epss,percentile' is missing");

    private static FormatProblemException Invalid(int line, string message) => new(new FormatProblem(line, 1, message));

    private static string Short(string line) => line.Length > 60 ? line[..60] + "…" : line;
}
