using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using ContainerGuard.Rules.Processes;
using ContainerGuard.Scripts;
using ContainerGuard.Tuning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The base of the tasks that check Dockerfiles: runs every rule on every file, in parallel, with findings in a stable order.</summary>
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

    /// <summary><c>ContainerGuardShellCheck</c>: empty for the program on the PATH, <c>false</c>, a name or a path.</summary>
    public string? ShellCheck { get; set; }

    /// <summary>The baseline, absolute; empty for none.</summary>
    private protected string BaselinePath => string.IsNullOrEmpty(Baseline) ? "" : FullPath(Baseline);

    /// <summary>
    /// The findings of each file. Findings in the baseline are marked as suppressed. A batch of files is checked in parallel while the caller
    /// processes the batch before it, so memory does not grow with the number of files.
    /// </summary>
    private protected IEnumerable<IReadOnlyList<Diagnostic>> CheckAll(RuleFacts facts, Baseline? baseline)
    {
        var policy = Policy;
        var tuning = Tuning;
        var contexts = Contexts();
        HashSet<string> elsewhere = new(StringComparer.Ordinal);
        var scripts = ScriptCheckerOrReport(policy);
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

        if (scripts?.Failure is { } failure) ReportShellCheck(failure);

        IReadOnlyList<Diagnostic>[] CheckBatch(string[] paths)
        {
            var results = new IReadOnlyList<Diagnostic>[paths.Length];
            if (scripts is null)
            {
                SideBySide(paths.Length, index => results[index] = Judge(Read(paths[index], facts, contexts), PolicyOf(paths[index])));
                return results;
            }

            // One ShellCheck process checks the scripts of all files, between reading and judging.
            var files = new DockerfileInput[paths.Length];
            var found = new IReadOnlyList<FileScript>[paths.Length];
            SideBySide(paths.Length, index => found[index] = (files[index] = Read(paths[index], facts, contexts)).Model is { } model ? FileScripts.In(model) : []);
            var faults = scripts.Check(found, Cancellation);
            SideBySide(paths.Length, index => results[index] = Judge(files[index].With(faults[index]), PolicyOf(paths[index])));
            return results;
        }

        SeverityPolicy PolicyOf(string path) => policy.For(tuning.For(FullPath(path)));
    }

    /// <summary>Several Dockerfiles may use one ignore file. A finding in it is reported once.</summary>
    private static IReadOnlyList<Diagnostic> WithoutRepetition(IReadOnlyList<Diagnostic> found, string path, HashSet<string> elsewhere) =>
        found is [.., { } last] && last.File != path
            ? [.. found.Where(diagnostic => diagnostic.File == path || elsewhere.Add($"{diagnostic.File}\n{diagnostic.Start?.Line}\n{diagnostic.Rule.Id}"))]
            : found;

    /// <summary>Whether a file that a baseline names exists.</summary>
    private protected bool ExistsForBaseline(string path) => File.Exists(Path.Combine(Path.GetDirectoryName(BaselinePath)!, path));

    private string PathInBaseline(string dockerfile) =>
        Path.GetRelativePath(Path.GetDirectoryName(BaselinePath)!, FullPath(dockerfile)).Replace('\\', '/');

    private void SideBySide(int count, Action<int> action) =>
        Parallel.For(0, count, new ParallelOptions { CancellationToken = Cancellation }, action);

    private DockerfileInput Read(string path, RuleFacts facts, BuildContexts contexts)
    {
        var fullPath = FullPath(path);
        var (bytes, failure) = TextFile.Read(fullPath, "Dockerfile");
        if (bytes is null) return new DockerfileInput(path, null, facts, failure);
        return new DockerfileInput(
            path,
            RuleRunner.Read(SourceText.FromBytes(bytes, path), facts),
            facts with { Context = contexts.Of(fullPath), IsContextCertain = contexts.IsCertainFor(fullPath) },
            null);
    }

    private static IReadOnlyList<Diagnostic> Judge(DockerfileInput file, SeverityPolicy policy)
    {
        if (file.Model is { } model) return RuleRunner.Run(model, file.Facts, policy);
        return policy.Effective(GuardCodes.CannotReadFile, Severity.Error) is { } severity
            ? [new Diagnostic(GuardCodes.CannotReadFile, severity, file.Path, null, null, file.Failure!)]
            : [];
    }

    /// <summary>Checks the shell scripts; null where the rule is off or ShellCheck is not installed.</summary>
    private ScriptChecker? ScriptCheckerOrReport(SeverityPolicy policy)
    {
        if (ShellCheckProgram.IsOff(ShellCheck) || policy.Effective(ShellScriptFault.Own, ShellScriptFault.Own.Severity) is null) return null;
        if (ShellCheckProgram.Find(ShellCheck, ProjectDirectory, Environment.GetEnvironmentVariable) is { } program)
        {
            return new ScriptChecker(new ShellCheckProcess(program, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(100)));
        }

        if (!ShellCheckProgram.IsLeftOpen(ShellCheck)) ReportShellCheck($"ContainerGuardShellCheck names '{ShellCheck}', which does not exist.");
        return null;
    }

    private void ReportShellCheck(string failure) => Report(
        GuardCodes.ShellCheckFailed,
        ProjectFile,
        $"Shell scripts are not checked, because ShellCheck does not run. {failure} Correct that, or set ContainerGuardShellCheck to false.");

    /// <summary>A file, or the reason why it cannot be read.</summary>
    private sealed record DockerfileInput(string Path, DockerfileModel? Model, RuleFacts Facts, string? Failure)
    {
        public DockerfileInput With(IReadOnlyList<ShellFault> faults) => faults.Count == 0 ? this : this with { Facts = Facts with { ShellFaults = faults } };
    }
}
