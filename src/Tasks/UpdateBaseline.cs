using System.Text;
using ContainerGuard.Analysis;
using ContainerGuard.Configuration;
using ContainerGuard.Files;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Checks Dockerfiles and writes the findings into the baseline. Projects that share a baseline take turns.</summary>
[MSBuildMultiThreadableTask]
public sealed class UpdateBaseline : DockerfileTask
{
    private const string DefaultName = "containerguard.baseline.json";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>True to write nothing, and to show the difference.</summary>
    public bool DryRun { get; set; }

    private protected override void Run()
    {
        if (string.IsNullOrEmpty(Baseline)) Baseline = DefaultName;
        if (FactsOrReport() is not { } facts) return;

        using var turn = TakeTurnOrReport();
        if (turn is not null) Update(facts);
    }

    private FileStream? TakeTurnOrReport()
    {
        try
        {
            return new FileLock(BaselinePath, "baseline", Path.GetTempPath()).TakeAsync(LongestWait, Cancellation).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(
                GuardCodes.CannotWriteFile,
                BaselinePath,
                $"Cannot lock the baseline: {exception.Message} Wait for other builds to end, and check the permissions of the folder.");
            return null;
        }
    }

    private void Update(FileFacts facts)
    {
        // A baseline that cannot be parsed is replaced, as the message of CG0031 suggests.
        var known = TextFile.Read(BaselinePath, "baseline").Bytes is { } bytes ? BaselineReader.Read(bytes).Entries : [];
        var baseline = new Baseline(Path.GetFileName(BaselinePath), known);
        foreach (var found in CheckAll(facts, baseline))
        {
            // A baseline never holds a finding that is not about the text, for example that the file cannot be read.
            ReportAll(found.Where(static diagnostic => diagnostic.Fingerprint is null));
        }

        ReportConfigurationProblems();
        var entries = baseline.Renew(ExistsForBaseline);
        var content = BaselineWriter.Write(entries);
        if (DryRun)
        {
            var now = TextFile.Read(BaselinePath, "baseline").Bytes is { } old ? Encoding.UTF8.GetString(old) : "";
            ShowDifference(Path.GetRelativePath(ProjectDirectory, BaselinePath), now, Encoding.UTF8.GetString(content));
            Say(Encoding.UTF8.GetString(content) == now ? $"{BaselinePath} is up to date." : DryRunText);
            return;
        }

        if (TextFile.Write(BaselinePath, content, "baseline") is { } problem)
        {
            Report(GuardCodes.CannotWriteFile, BaselinePath, problem);
            return;
        }

        var count = entries.Sum(static entry => entry.Count);
        Say($"{(count == 1 ? "1 finding is" : $"{count} findings are")} in {BaselinePath}. Commit this file.");
    }
}
