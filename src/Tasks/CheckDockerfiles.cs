using ContainerGuard.Reports;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Checks Dockerfiles and reports the findings.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckDockerfiles : DockerfileTask
{
    private readonly int[] _found = new int[Enum.GetValues<Severity>().Length];

    /// <summary>The number of findings, without messages and suppressed findings.</summary>
    [Output]
    public int FindingCount { get; private set; }

    /// <summary>The number of findings that are warnings in this build, and errors in a publish or in CI.</summary>
    [Output]
    public int SoftenedCount { get; private set; }

    /// <summary>Whether the task reported something.</summary>
    [Output]
    public bool HasSaid => HasSpoken;

    /// <summary>True to report only the findings that an earlier check of this build softened.</summary>
    public bool SoftenedOnly { get; set; }

    /// <summary>True in a build or publish, which checks by itself; false where the target is named on the command line.</summary>
    public bool IsStep { get; set; }

    /// <summary>False in a local build, where practices are warnings: nothing ships.</summary>
    public bool ErrorsHold { get; set; } = true;

    /// <summary><c>ContainerGuardSarif</c>, relative to the project; empty for no report.</summary>
    public string? Sarif { get; set; }

    /// <summary><c>ContainerGuardSarifSuppressed</c>: false to leave suppressed findings out of the report.</summary>
    public bool SarifSuppressed { get; set; } = true;

    /// <summary><c>ContainerGuardReport</c> items, with <c>Format</c>.</summary>
    public ITaskItem[] Reports { get; set; } = [];

    /// <summary><c>ContainerGuardStepSummary</c>.</summary>
    public bool StepSummary { get; set; }

    /// <summary>
    /// The number of findings of each severity that are logged at most; 0 for no limit. The SARIF report has all of them.
    /// </summary>
    public int LogLimit { get; set; }

    /// <summary>True to leave the task's report to <see cref="ShowReport"/> at the end of a publish, unless the task fails.</summary>
    public bool SaysLater { get; set; }

    private protected override bool LeavesItsReport => SaysLater;

    private protected override bool Softens => !ErrorsHold;

    private protected override void Run()
    {
        if (FactsOrReport() is not { } facts || !TryReadBaseline(BaselinePath, forImages: false, out var baseline)) return;
        if (MoreReportsOrReport(Reports, StepSummary, Checked) is not { } more) return;
        more = more with { Locked = facts.Locked };
        var summary = new CheckSummary(Checked, ErrorsHold, HasBaseline: baseline is not null, IsStep);
        WriteReports(Sarif, SarifSuppressed, Reported(CheckAll(facts, baseline), summary), more);
        if (summary.Text is { } text && !SoftenedOnly) Say(text);
        ReportWhatIsLeft();
        ReportConfigurationProblems();
        if (baseline?.CountGone(ExistsForBaseline) is > 0 and var gone)
        {
            var what = gone == 1
                ? "1 finding of the baseline no longer exists. Remove it"
                : $"{gone} findings of the baseline no longer exist. Remove them";
            Report(GuardCodes.BaselineOutdated, BaselinePath, $"{what} with 'dotnet build -t:ContainerGuardUpdateBaseline'.");
        }
    }

    private IEnumerable<Diagnostic> Reported(IEnumerable<IReadOnlyList<Diagnostic>> files, CheckSummary summary)
    {
        foreach (var found in files)
        {
            ReportAll(SoftenedOnly ? found.Where(static diagnostic => diagnostic.IsSoftenable) : found);
            FindingCount += CountOf(found);
            foreach (var diagnostic in found)
            {
                summary.Count(diagnostic);
                yield return diagnostic;
            }
        }

        SoftenedCount = summary.Softened;
    }

    private protected override bool IsLogged(Diagnostic diagnostic) => ++_found[(int)diagnostic.Severity] <= LogLimit || LogLimit == 0;

    /// <summary>Reports how many findings <see cref="LogLimit"/> has excluded from the log.</summary>
    private void ReportWhatIsLeft()
    {
        // Messages are in the report, but a terminal shows none of them.
        var shown = string.IsNullOrEmpty(Sarif) ? _found.Skip((int)Severity.Message + 1) : _found;
        var left = LogLimit == 0 ? 0 : shown.Sum(count => Math.Max(0, count - LogLimit));
        if (left == 0) return;
        var more = left == 1 ? "1 more finding" : $"{left} more findings";
        Say(string.IsNullOrEmpty(Sarif)
            ? $"{more}: add -p:ContainerGuardLogLimit=0 to show all"
            : $"{more} in {FullPath(Sarif)} (ContainerGuardLogLimit is {LogLimit})");
    }
}
