using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Tuning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Checks Dockerfiles and reports the findings.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckDockerfiles : DockerfileTask
{
    /// <summary>The number of findings, without messages and suppressed findings.</summary>
    [Output]
    public int FindingCount { get; private set; }

    /// <summary>The number of findings that are warnings in this build, and errors in a publish or in CI.</summary>
    [Output]
    public int SoftenedCount { get; private set; }

    /// <summary>True to report only the findings that an earlier check of this build softened.</summary>
    public bool SoftenedOnly { get; set; }

    private protected override void Run()
    {
        if (FactsOrReport() is not { } facts || !TryReadBaseline(out var baseline)) return;
        var summary = new CheckSummary([.. Dockerfiles.Select(static item => item.ItemSpec)], ErrorsHold, HasBaseline: baseline is not null);
        WriteSarif(Reported(CheckAll(facts, baseline), summary));
        if (summary.Text is { } text && !SoftenedOnly) Say(text);
        ReportWhatIsLeft();
        ReportTuningProblems();
        if (baseline?.CountGone(ExistsForBaseline) is > 0 and var gone)
        {
            var what = gone == 1 ? "1 finding of the baseline no longer exists. Remove it" : $"{gone} findings of the baseline no longer exist. Remove them";
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

    /// <summary>False after a reported error in the baseline.</summary>
    private bool TryReadBaseline(out Baseline? baseline)
    {
        baseline = null;
        if (BaselinePath.Length == 0) return true;
        if (!Path.Exists(BaselinePath))
        {
            Report(
                GuardCodes.CannotReadFile,
                BaselinePath,
                "The baseline does not exist. Write it with 'dotnet build -t:ContainerGuardUpdateBaseline', or correct ContainerGuardBaseline.");
            return false;
        }

        var (bytes, failure) = TextFile.Read(BaselinePath, "baseline");
        if (bytes is null)
        {
            Report(GuardCodes.CannotReadFile, BaselinePath, failure!);
            return false;
        }

        var (entries, fault) = BaselineReader.Read(bytes);
        if (fault is not null)
        {
            Report(GuardCodes.BaselineMalformed, BaselinePath, fault.Message, at: (fault.Line, fault.Column));
            return false;
        }

        baseline = new Baseline(Path.GetFileName(BaselinePath), entries);
        return true;
    }
}
