using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>
/// The summary of a step of GitHub Actions: the file that <c>GITHUB_STEP_SUMMARY</c> names. GitHub refuses a summary above 1 MiB, so the
/// findings of a project are cut. Text that other programs wrote into the file stays.
/// </summary>
internal static class StepSummary
{
    /// <summary>The variable with the path.</summary>
    public const string Variable = "GITHUB_STEP_SUMMARY";

    /// <summary>GitHub's limit for the summary of a step, in bytes.</summary>
    public const int Limit = 1 << 20;

    private const string Role = "step summary";

    /// <summary>Adds the open findings of a project, or replaces those of an earlier task. Returns the failure, or null.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="run">What the part of the project says besides the findings.</param>
    /// <param name="findings">In the order of the report.</param>
    /// <param name="temporaryFolder">The folder of the file by which writers take turns.</param>
    public static string? Write(string path, ReportRun run, IReadOnlyList<Diagnostic> findings, string temporaryFolder)
    {
        using var turn = ReportTurn.Take(path, temporaryFolder);
        var old = TextFile.Read(path, Role).Bytes is { } bytes ? Encoding.UTF8.GetString(bytes) : "";
        var others = MarkedFormat.Without(old, run.Id);
        if (!findings.Any(static finding => finding.IsOpen))
        {
            return others == old ? null : Replace(path, others);
        }

        if (others.Length > 0 && !others.EndsWith('\n')) others += "\n";
        var marks = Encoding.UTF8.GetByteCount(MarkedFormat.Marked(new ReportPart(run.Id, "")));
        var left = Limit - Encoding.UTF8.GetByteCount(others) - marks;
        var own = MarkdownFormat.PartOf(run, findings, left);

        // Another program may have left no room even for the heading.
        return Encoding.UTF8.GetByteCount(own) > left
            ? null
            : Replace(path, others + MarkedFormat.Marked(new ReportPart(run.Id, own)));
    }

    private static string? Replace(string path, string text) =>
        TextFile.Write(path, Encoding.UTF8.GetBytes(text), Role, mayLeaveTree: true);
}
