using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Registry;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard;

/// <summary>The base of the tasks that ask registries about the images of a lock file: the options, and failures as diagnostics.</summary>
public abstract class LockFileTask : RegistryTask
{
    private protected LockFileTask()
    {
    }

    private protected sealed override void Run(ImageMirrors mirrors, RegistryOptions registry)
    {
        var options = new PinningOptions
        {
            LockFile = LockFile,
            Offline = Offline,
            Mirrors = mirrors,
            TemporaryFolder = Path.GetTempPath(),
            Registry = registry,
        };
        using var pinner = new Pinner(Configure(options), Shared(static () => new ResolutionCache()));
        RunAsync(pinner, Cancellation).GetAwaiter().GetResult();
    }

    private protected abstract Task RunAsync(Pinner pinner, CancellationToken cancellationToken);

    /// <summary>Adds the options of one task.</summary>
    private protected virtual PinningOptions Configure(PinningOptions options) => options;

    private protected void SayThatNothingIsLocked() =>
        Say($"No image is locked in {LockFile}. Run 'dotnet build -t:ContainerGuardPin'.");

    private protected void SayThatLockFileChanged() =>
        Say($"Wrote {LockFile}. Commit it, so that every build uses the same images.");

    /// <summary>
    /// Reports one diagnostic for each cause: a registry that is down is one problem, however many of its images are needed.
    /// </summary>
    private protected void ReportProblems(IReadOnlyCollection<PinningProblem> problems)
    {
        if (problems.Count == 0) return;
        foreach (var group in problems.GroupBy(
            static problem => (problem.Kind, problem.RegistryProblem?.Kind, problem.RegistryProblem?.Host, problem.Source)))
        {
            var problem = group.First();
            var others = group.Skip(1).Select(static other => other.Reference?.Familiar).OfType<string>().ToArray();
            var also = others.Length == 0 ? "" : $" Also affected: {WordList.And(others)}.";
            var message = $"{Sentence(problem.Message)}{also} {problem.Remedy}";
            var severity = problem.IsError ? Severity.Error : Severity.Warning;
            if (problem.LockFile is { } place) Report(PinningCodes.Of(problem), place.Path, message, severity, (place.Line, place.Column));
            else Report(PinningCodes.Of(problem), ProjectFile, message, severity);
        }
    }
}
