using ContainerGuard.Images;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>The reports that need all findings at once, and the summary of a step of GitHub Actions.</summary>
/// <param name="Reports">The path as the user wrote it, and the name of the format.</param>
/// <param name="StepSummaryPath">The file of the step summary; null or empty for none.</param>
/// <param name="Files">The checked files, as findings name them.</param>
/// <param name="TemporaryFolder">The folder of the files by which writers take turns.</param>
internal sealed record MoreReports(
    IReadOnlyList<(string Path, string Format)> Reports, string? StepSummaryPath, IReadOnlyList<string> Files, string TemporaryFolder)
{
    /// <summary>The name of the run.</summary>
    public string Name { get; init; } = ReportRun.DefaultName;

    /// <summary>The inspected images.</summary>
    public IReadOnlyList<ReportedImage> Images { get; init; } = [];

    /// <summary>Finds the lock file's entry for an image, for the pins in a report.</summary>
    public Func<ImageReference, ResolvedImage?> Locked { get; init; } = static _ => null;

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => Reports.Count == 0 && string.IsNullOrEmpty(StepSummaryPath);

    /// <summary>Writes all of them. Returns the failures, with the file of each.</summary>
    /// <param name="run">What the reports say besides the findings.</param>
    /// <param name="findings">In the order of the report.</param>
    /// <param name="fullPath">Makes a path absolute.</param>
    public IEnumerable<(string File, string Problem)> Write(
        ReportRun run, IReadOnlyList<Diagnostic> findings, Func<string, string> fullPath)
    {
        foreach (var (name, format) in Reports)
        {
            var path = fullPath(name);
            if (Write(path, format, run, findings) is { } problem) yield return (path, problem);
        }

        if (string.IsNullOrEmpty(StepSummaryPath)) yield break;
        var summary = fullPath(StepSummaryPath);
        if (StepSummary.Write(summary, run, findings, TemporaryFolder) is { } failure) yield return (summary, failure);
    }

    private string? Write(string path, string format, ReportRun run, IReadOnlyList<Diagnostic> findings)
    {
        if (ReportFormats.Find(format) is { } other) return ReportFile.Write(path, other, run, findings, TemporaryFolder);
        using var enumerator = findings.GetEnumerator();
        return SarifFile.Write(path, run, enumerator, TemporaryFolder);
    }
}
