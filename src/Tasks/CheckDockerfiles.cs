using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Checks Dockerfiles that people wrote: every rule over every file, files side by side, findings in a stable order.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckDockerfiles : RuleTask
{
    /// <summary>The files, as the project names them.</summary>
    [Required]
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary>How many findings there were, messages and suppressed ones not counted.</summary>
    [Output]
    public int FindingCount { get; private set; }

    private protected override void Run()
    {
        var policy = Policy;
        if (FactsOrReport() is not { } facts) return;

        var results = new IReadOnlyList<Diagnostic>[Dockerfiles.Length];
        Parallel.For(0, Dockerfiles.Length, index => results[index] = Check(Dockerfiles[index].ItemSpec, facts, policy));

        for (var index = 0; index < results.Length; index++)
        {
            ReportAll(results[index]);
        }

        FindingCount = results.Sum(CountOf);
        WriteSarif(results.SelectMany(static found => found));
    }

    private IReadOnlyList<Diagnostic> Check(string path, RuleFacts facts, SeverityPolicy policy)
    {
        Cancellation.ThrowIfCancellationRequested();
        var (bytes, failure) = TextFile.Read(FullPath(path), "Dockerfile");
        if (bytes is null)
        {
            return policy.Effective(GuardCodes.CannotReadFile, Severity.Error) is { } severity
                ? [new Diagnostic(GuardCodes.CannotReadFile, severity, path, null, null, failure!)]
                : [];
        }

        var context = BuildContext.Of(PhysicalFileSystem.Instance, FullPath(path), ContextDirectory);
        return RuleRunner.Run(SourceText.FromBytes(bytes, path), facts with { Context = context }, policy);
    }
}
