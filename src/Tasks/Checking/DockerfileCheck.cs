using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Analysis;
using ContainerGuard.Compose;
using ContainerGuard.Configuration;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Files;
using ContainerGuard.Rules;
using ContainerGuard.Scripts;
using ContainerGuard.Text;

namespace ContainerGuard.Checking;

/// <summary>
/// Runs every rule on many Dockerfiles, in parallel, with findings in a stable order. A batch of files is checked while the caller
/// processes the batch before it, so memory does not grow with the number of files.
/// </summary>
/// <param name="folder">The folder that paths are relative to, absolute.</param>
/// <param name="facts">The facts of all files.</param>
/// <param name="policy">The severities, before the configuration files of a Dockerfile.</param>
/// <param name="configuration">The configuration files.</param>
/// <param name="contexts">The build contexts.</param>
/// <param name="scripts">Checks shell scripts; null for none.</param>
internal sealed class DockerfileCheck(
    string folder, FileFacts facts, SeverityPolicy policy, ConfigurationFiles configuration, BuildContexts contexts, ScriptChecker? scripts)
{
    private const int BatchSize = 512;

    /// <summary>The file whose image the project builds: the first. The settings of that build are not about the others.</summary>
    private string? _built;

    /// <summary>The contents of files that are not read from the disk, by their absolute paths.</summary>
    public IReadOnlyDictionary<string, byte[]> Contents { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>The findings of each file, in the order of the files.</summary>
    /// <param name="paths">The Dockerfiles, as findings name them.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public IEnumerable<(string Path, IReadOnlyList<Diagnostic> Findings)> Check(
        IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        HashSet<string> elsewhere = new(StringComparer.Ordinal);
        var batches = paths.Chunk(BatchSize).ToArray();
        _built = batches is [[var first, ..], ..] ? first : null;
        var current = batches.Length == 0 ? [] : CheckBatch(batches[0], cancellationToken);
        for (var next = 1; next <= batches.Length; next++)
        {
            var batch = next < batches.Length ? batches[next] : null;
            var ahead = batch is null ? null : Task.Run(() => CheckBatch(batch, cancellationToken), cancellationToken);
            for (var index = 0; index < current.Length; index++)
            {
                var path = batches[next - 1][index];
                yield return (path, WithoutRepetition(current[index], path, elsewhere));
            }

            current = ahead is null ? [] : ahead.GetAwaiter().GetResult();
        }
    }

    private IReadOnlyList<Diagnostic>[] CheckBatch(string[] paths, CancellationToken cancellationToken)
    {
        var results = new IReadOnlyList<Diagnostic>[paths.Length];
        if (scripts is null)
        {
            SideBySide(paths, index => results[index] = Judge(Read(paths[index])), cancellationToken);
            return results;
        }

        // One ShellCheck process checks the scripts of all files, between reading and judging.
        var files = new DockerfileInput[paths.Length];
        var found = new IReadOnlyList<FileScript>[paths.Length];
        SideBySide(
            paths, index => found[index] = (files[index] = Read(paths[index])).Model is { } model ? FileScripts.In(model) : [],
            cancellationToken);
        var problems = scripts.Check(found, cancellationToken);
        SideBySide(paths, index => results[index] = Judge(files[index].With(problems[index])), cancellationToken);
        return results;
    }

    /// <summary>Every file is processed. Then the first that failed ends the check, so that every run reports the same failure.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The exception continues, with the file that it is about.")]
    private void SideBySide(string[] paths, Action<int> action, CancellationToken cancellationToken)
    {
        var problems = new Exception?[paths.Length];
        Parallel.For(0, paths.Length, new ParallelOptions { CancellationToken = cancellationToken }, index =>
        {
            try
            {
                action(index);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                problems[index] = exception;
            }
        });
        var first = Array.FindIndex(problems, static problem => problem is not null);
        if (first >= 0) throw new FileCheckException(FullPath(paths[first]), problems[first]!);
    }

    private DockerfileInput Read(string path)
    {
        var fullPath = FullPath(path);
        var (bytes, problem) = Contents.TryGetValue(fullPath, out var given) ? (given, null)
            : TextFile.Read(fullPath, ComposeName.HasExtension(path) ? "compose file" : "Dockerfile");
        if (bytes is null) return new DockerfileInput(path, null, facts, problem);
        var own = path == _built ? facts : facts with { Build = ModelOptions.Default };
        var file = ReadFile.Of(SourceText.FromBytes(bytes, path), fullPath, own, contexts);
        return new DockerfileInput(path, file.Model, file.Facts, null);
    }

    private IReadOnlyList<Diagnostic> Judge(DockerfileInput file)
    {
        var own = policy.For(configuration.For(FullPath(file.Path)));
        if (file.Model is { } model) return RuleRunner.Run(model, file.Facts, own);
        return own.Effective(GuardCodes.CannotReadFile, Severity.Error) is { } severity
            ? [new Diagnostic(GuardCodes.CannotReadFile, severity, file.Path, null, null, file.Problem!)]
            : [];
    }

    private string FullPath(string path) => Path.GetFullPath(path, folder);

    /// <summary>Several Dockerfiles may use one ignore file. A finding in it is reported once.</summary>
    private static IReadOnlyList<Diagnostic> WithoutRepetition(IReadOnlyList<Diagnostic> found, string path, HashSet<string> elsewhere) =>
        found is [.., { } last] && last.File != path
            ? [.. found.Where(diagnostic => diagnostic.File == path
                || elsewhere.Add($"{diagnostic.File}\n{diagnostic.Start?.Line}\n{diagnostic.Rule.Id}"))]
            : found;

    /// <summary>A file, or the reason why it cannot be read.</summary>
    private sealed record DockerfileInput(string Path, DockerfileModel? Model, FileFacts Facts, string? Problem)
    {
        public DockerfileInput With(IReadOnlyList<ShellProblem> problems) =>
            problems.Count == 0 ? this : this with { Facts = Facts with { ShellProblems = problems } };
    }
}
