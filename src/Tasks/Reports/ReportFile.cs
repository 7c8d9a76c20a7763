using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>
/// A report on the disk. Several projects may write one report: each replaces its own part and keeps those of the others, in the order of
/// their identifiers. The part of a project that no longer exists is removed.
/// </summary>
internal static class ReportFile
{
    private const string Role = "report";

    /// <summary>Writes the findings of a project. Returns the failure, or null.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="format">The format of the report.</param>
    /// <param name="run">What the part of the project says besides the findings.</param>
    /// <param name="findings">In the order of the report.</param>
    /// <param name="temporaryFolder">The folder of the file by which writers take turns; outside the source tree.</param>
    public static string? Write(
        string path, ReportFormat format, ReportRun run, IReadOnlyList<Diagnostic> findings, string temporaryFolder)
    {
        var own = new ReportPart(run.Id, format.PartOf(run, findings));
        using var turn = ReportTurn.Take(path, temporaryFolder);
        var known = TextFile.Read(path, Role).Bytes is { } bytes ? format.Split(Encoding.UTF8.GetString(bytes)) : [];
        ReportPart[] parts =
            [.. known.Where(part => run.IsOfOther(part.Id)).Append(own).OrderBy(static part => part.Id, StringComparer.Ordinal)];
        return TextFile.Write(path, Encoding.UTF8.GetBytes(format.Join(parts)), Role);
    }
}
