using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using ContainerGuard.Tuning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Checks Dockerfiles that people wrote, and writes what is found into the baseline. Projects that share one take turns.</summary>
[MSBuildMultiThreadableTask]
public sealed class UpdateBaseline : DockerfileTask
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private protected override void Run()
    {
        if (BaselinePath.Length == 0)
        {
            Report(
                GuardCodes.InvalidValue,
                ProjectFile,
                "There is no baseline to write: ContainerGuardBaseline is empty. Set it in the project, such as to containerguard.baseline.json.");
            return;
        }

        if (FactsOrReport() is not { } facts) return;

        using var turn = TakeTurnOrReport();
        if (turn is not null) Update(facts);
    }

    private FileStream? TakeTurnOrReport()
    {
        try
        {
            return new FileTurn(BaselinePath, "baseline", Path.GetTempPath()).TakeAsync(LongestWait, Cancellation).GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Report(
                GuardCodes.CannotWriteFile,
                BaselinePath,
                $"The baseline is being written by another process: {failure.Message} Wait for the other build to end, then try again.");
            return null;
        }
    }

    private void Update(RuleFacts facts)
    {
        // One that cannot be understood is written anew, as its message says.
        var known = TextFile.Read(BaselinePath, "baseline").Bytes is { } bytes ? BaselineReader.Read(bytes).Entries : [];
        var baseline = new Baseline(Path.GetFileName(BaselinePath), known);
        foreach (var found in CheckAll(facts, baseline))
        {
            // What is not about a file's text, such as that it cannot be read, no baseline excuses.
            ReportAll(found.Where(static diagnostic => diagnostic.Fingerprint is null));
        }

        ReportTuningProblems();
        var entries = baseline.Renew(ExistsForBaseline);
        if (TextFile.Write(BaselinePath, BaselineWriter.Write(entries), "baseline") is { } failure)
        {
            Report(GuardCodes.CannotWriteFile, BaselinePath, failure);
            return;
        }

        Say($"{entries.Sum(static entry => entry.Count)} findings are in {BaselinePath}.");
    }
}
