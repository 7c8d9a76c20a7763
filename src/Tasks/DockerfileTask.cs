using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using ContainerGuard.Tuning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>What the tasks over Dockerfiles that people wrote share: every rule over every file, files side by side, findings in a stable order.</summary>
public abstract class DockerfileTask : RuleTask
{
    private const int BatchSize = 512;

    private protected DockerfileTask()
    {
    }

    /// <summary>The files, as the project names them.</summary>
    [Required]
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary><c>ContainerGuardBaseline</c>, relative to the project; empty for none.</summary>
    public string? Baseline { get; set; }

    /// <summary>The baseline, absolute; empty for none.</summary>
    private protected string BaselinePath => string.IsNullOrEmpty(Baseline) ? "" : FullPath(Baseline);

    /// <summary>
    /// The findings of each file, those that a baseline knows marked as suppressed. Files are checked side by side, a batch while the one before
    /// is looked at; findings are kept no longer than that, so memory does not grow with the number of files.
    /// </summary>
    private protected IEnumerable<IReadOnlyList<Diagnostic>> CheckAll(RuleFacts facts, Baseline? baseline)
    {
        var policy = Policy;
        var tuning = Tuning;
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
                var path = batches[next - 1][index];
                var found = WithoutRepetition(current[index], path, elsewhere);
                yield return baseline is null ? found : baseline.Apply(PathInBaseline(path), found);
            }

            current = ahead is null ? [] : ahead.GetAwaiter().GetResult();
        }

        IReadOnlyList<Diagnostic>[] CheckBatch(string[] paths)
        {
            var results = new IReadOnlyList<Diagnostic>[paths.Length];
            Parallel.For(
                0,
                paths.Length,
                new ParallelOptions { CancellationToken = Cancellation },
                index => results[index] = Check(paths[index], facts, contexts, tuning, policy));
            return results;
        }
    }

    /// <summary>What is wrong with an ignore file is found with every Dockerfile that reads it, and said once.</summary>
    private static IReadOnlyList<Diagnostic> WithoutRepetition(IReadOnlyList<Diagnostic> found, string path, HashSet<string> elsewhere) =>
        found is [.., { } last] && last.File != path
            ? [.. found.Where(diagnostic => diagnostic.File == path || elsewhere.Add($"{diagnostic.File}\n{diagnostic.Start?.Line}\n{diagnostic.Rule.Id}"))]
            : found;

    /// <summary>Whether there is a file that a baseline names.</summary>
    private protected bool ExistsForBaseline(string path) => File.Exists(Path.Combine(Path.GetDirectoryName(BaselinePath)!, path));

    private string PathInBaseline(string dockerfile) =>
        Path.GetRelativePath(Path.GetDirectoryName(BaselinePath)!, FullPath(dockerfile)).Replace('\\', '/');

    private IReadOnlyList<Diagnostic> Check(string path, RuleFacts facts, BuildContexts contexts, TuningFiles tuning, SeverityPolicy policy)
    {
        var fullPath = FullPath(path);
        var (bytes, failure) = TextFile.Read(fullPath, "Dockerfile");
        if (bytes is null)
        {
            return policy.Effective(GuardCodes.CannotReadFile, Severity.Error) is { } severity
                ? [new Diagnostic(GuardCodes.CannotReadFile, severity, path, null, null, failure!)]
                : [];
        }

        return RuleRunner.Run(
            SourceText.FromBytes(bytes, path),
            facts with { Context = contexts.Of(fullPath), IsContextCertain = contexts.IsCertainFor(fullPath) },
            policy.For(tuning.For(fullPath)));
    }
}
