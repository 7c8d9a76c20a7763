using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Tuning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Checks Dockerfiles that people wrote, and reports what is found.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckDockerfiles : DockerfileTask
{
    /// <summary>How many findings there were, messages and suppressed ones not counted.</summary>
    [Output]
    public int FindingCount { get; private set; }

    /// <summary>How many findings are warnings here and errors where something ships.</summary>
    [Output]
    public int SoftenedCount { get; private set; }

    /// <summary>True to report only what an earlier check of this build softened, now as errors.</summary>
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
            var what = gone == 1 ? "1 finding of the baseline is gone. Take it" : $"{gone} findings of the baseline are gone. Take them";
            Report(GuardCodes.BaselineOutdated, BaselinePath, $"{what} out, so that nothing comes back unseen: dotnet build -t:ContainerGuardUpdateBaseline.");
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

    /// <summary>False where a baseline is named and cannot be used, which is then reported.</summary>
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
