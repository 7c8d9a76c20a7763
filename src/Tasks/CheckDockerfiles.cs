using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Checks Dockerfiles that people wrote: every rule over every file, files side by side, findings in a stable order.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckDockerfiles : RuleTask
{
    private const int BatchSize = 512;

    /// <summary>The files, as the project names them.</summary>
    [Required]
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary>How many findings there were, messages and suppressed ones not counted.</summary>
    [Output]
    public int FindingCount { get; private set; }

    private protected override void Run()
    {
        if (FactsOrReport() is not { } facts) return;
        WriteSarif(CheckAll(facts));
        ReportWhatIsLeft();
    }

    /// <summary>
    /// Checks files side by side, a batch while the one before is reported. Findings are kept no longer than that, so memory does not grow
    /// with the number of files.
    /// </summary>
    private IEnumerable<Diagnostic> CheckAll(RuleFacts facts)
    {
        var policy = Policy;
        var contexts = Contexts();
        HashSet<string> elsewhere = new(StringComparer.Ordinal);
        var batches = Dockerfiles.Select(static item => item.ItemSpec).Where(static path => !IgnoreFile.IsOne(path)).Chunk(BatchSize).ToArray();
        var current = batches.Length == 0 ? [] : CheckBatch(batches[0]);
        for (var next = 1; next <= batches.Length; next++)
        {
            var batch = next < batches.Length ? batches[next] : null;
            var ahead = batch is null ? null : Task.Run(() => CheckBatch(batch), Cancellation);
            for (var index = 0; index < current.Length; index++)
            {
                var found = WithoutRepetition(current[index], batches[next - 1][index], elsewhere);
                ReportAll(found);
                FindingCount += CountOf(found);
                foreach (var diagnostic in found) yield return diagnostic;
            }

            current = ahead is null ? [] : ahead.GetAwaiter().GetResult();
        }

        IReadOnlyList<Diagnostic>[] CheckBatch(string[] paths)
        {
            var results = new IReadOnlyList<Diagnostic>[paths.Length];
            Parallel.For(0, paths.Length, new ParallelOptions { CancellationToken = Cancellation }, index => results[index] = Check(paths[index], facts, contexts, policy));
            return results;
        }
    }

    /// <summary>What is wrong with an ignore file is found with every Dockerfile that reads it, and said once.</summary>
    private static IReadOnlyList<Diagnostic> WithoutRepetition(IReadOnlyList<Diagnostic> found, string path, HashSet<string> elsewhere) =>
        found is [.., { } last] && last.File != path
            ? [.. found.Where(diagnostic => diagnostic.File == path || elsewhere.Add($"{diagnostic.File}\n{diagnostic.Start?.Line}\n{diagnostic.Rule.Id}"))]
            : found;

    private IReadOnlyList<Diagnostic> Check(string path, RuleFacts facts, BuildContexts contexts, SeverityPolicy policy)
    {
        var fullPath = FullPath(path);
        var (bytes, failure) = TextFile.Read(fullPath, "Dockerfile");
        if (bytes is null)
        {
            return policy.Effective(GuardCodes.CannotReadFile, Severity.Error) is { } severity
                ? [new Diagnostic(GuardCodes.CannotReadFile, severity, path, null, null, failure!)]
                : [];
        }

        return RuleRunner.Run(SourceText.FromBytes(bytes, path), facts with { Context = contexts.Of(fullPath), IsContextCertain = contexts.IsCertainFor(fullPath) }, policy);
    }
}
