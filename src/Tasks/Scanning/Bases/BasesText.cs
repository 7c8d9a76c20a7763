using System.Globalization;
using ContainerGuard.Images;
using ContainerGuard.Inspection;

namespace ContainerGuard.Scanning.Bases;

/// <summary>The images that could be the base, as a table for a terminal.</summary>
internal static class BasesText
{
    private const string Unknown = "not known";
    private static readonly string[] Heading = ["image", "change", "critical", "high", "medium", "low", "other", "fixes", "size", "note"];

    /// <summary>The lines of one base image.</summary>
    /// <param name="report">The comparison.</param>
    /// <param name="place">Where the base is named; empty if a person named it.</param>
    public static IEnumerable<string> Lines(BaseReport report, string place)
    {
        yield return $"Instead of '{Tagged(report.Image)}'{(place.Length == 0 ? "" : $" in {place}")}, "
            + "with the known vulnerabilities of the system and of .NET:";
        string[][] rows = [Heading, Cells(report.Present), .. report.Options.Select(Cells)];
        var widths = Enumerable.Range(0, Heading.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            yield return "  " + string.Join("  ", row.Select((cell, column) => IsNumber(column)
                ? cell.PadLeft(widths[column])
                : cell.PadRight(widths[column]))).TrimEnd();
        }

        if (report.Options.Count == 0) yield return "The registry has no newer digest, no newer tag and no other variant of it.";
        if (report.Best is { } best) yield return Advice(report, best);
    }

    private static bool IsNumber(int column) => column is > 1 and < 9;

    private static string[] Cells(BaseOption option)
    {
        var counts = option.Counts;
        string[] numbers = counts is null
            ? ["?", "?", "?", "?", "?"]
            : [.. new[] { counts.Critical, counts.High, counts.Medium, counts.Low, counts.Unknown }.Select(Number)];
        var size = option.Contents?.Size is { } bytes ? InspectionReport.Size(bytes) : "?";
        return
        [
            NameOf(option.Candidate), ChangeOf(option.Candidate.Step), .. numbers,
            option.Candidate.Step == BaseStep.Now ? "-" : option.Fixes is { } fixes ? Number(fixes.Count) : "?",
            size, string.Join(", ", NotesOf(option)),
        ];
    }

    private static IEnumerable<string> NotesOf(BaseOption option)
    {
        if (option.WhyNotKnown is { } why) yield return $"{Unknown}: {why}";
        if (option.Adds is { Count: > 0 } adds) yield return $"adds {Number(adds.Count)}";
        foreach (var warning in option.Warnings) yield return warning;
    }

    /// <summary>The name without its digest, which the table has; an image without a tag has only that.</summary>
    private static string Tagged(ImageReference image) => image.Tag is null ? image.Familiar : image.WithDigest(null).Familiar;

    private static string NameOf(BaseCandidate candidate) => candidate.Step is BaseStep.Now or BaseStep.Digest
        ? $"{candidate.Image.Tag ?? candidate.Image.FamiliarName}{(candidate.Image.Digest is { } digest ? $"@{digest.Short}" : "")}"
        : candidate.Step == BaseStep.Hardened ? candidate.Image.Familiar
        : candidate.Image.Tag!;

    private static string ChangeOf(BaseStep step) => step switch
    {
        BaseStep.Now => "now",
        BaseStep.Digest => "newer digest",
        BaseStep.Patch => "patch",
        BaseStep.Minor => "minor",
        BaseStep.Major => "major",
        BaseStep.Hardened => "hardened",
        _ => "variant",
    };

    private static string Advice(BaseReport report, BaseOption best)
    {
        var count = best.Fixes!.Count == 1 ? "1 vulnerability" : $"{Number(best.Fixes.Count)} vulnerabilities";
        var image = best.Candidate.Image.Familiar;
        return best.Candidate.Step switch
        {
            BaseStep.Digest => $"The tag's newer digest fixes {count}. Run 'dotnet build -t:ContainerGuardUpdate'.",
            BaseStep.Hardened => $"'{image}' fixes {count}. Write this image in place of '{Tagged(report.Image)}'.",
            _ => $"'{image}' fixes {count}. Write this tag in place of '{report.Image.EffectiveTag}'.",
        };
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
