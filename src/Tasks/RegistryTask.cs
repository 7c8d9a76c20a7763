using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Registry;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The base of the tasks that ask registries about the images of a lock file: the options, and failures as diagnostics.</summary>
public abstract class RegistryTask : GuardTask
{
    private protected RegistryTask()
    {
    }

    /// <summary><c>ContainerGuardOffline</c>.</summary>
    public bool Offline { get; set; }

    /// <summary><c>ContainerGuardMirror</c> items, with <c>Registry</c>.</summary>
    public ITaskItem[] Mirrors { get; set; } = [];

    /// <summary><c>ContainerGuardInsecureRegistry</c> items.</summary>
    public ITaskItem[] InsecureRegistries { get; set; } = [];

    /// <summary><c>ContainerGuardTrustedRealm</c> items.</summary>
    public ITaskItem[] TrustedRealms { get; set; } = [];

    /// <summary>
    /// <c>ContainerGuardCredential</c> items, with <c>UserName</c> or <c>UserNameVariable</c>, and <c>PasswordVariable</c>.
    /// </summary>
    public ITaskItem[] Credentials { get; set; } = [];

    private protected override void Run()
    {
        if (!MirrorItems.TryRead(Mirrors, out var mirrors, out var reason)
            || !CredentialItems.TryRead(Credentials, out var credentials, out reason))
        {
            Report(GuardCodes.InvalidValue, ProjectFile, reason);
            return;
        }

        using var pinner = new Pinner(Configure(OptionsFor(mirrors, credentials)), Shared(static () => new ResolutionCache()));
        RunAsync(pinner, Cancellation).GetAwaiter().GetResult();
    }

    private protected abstract Task RunAsync(Pinner pinner, CancellationToken cancellationToken);

    /// <summary>Adds the options of one task.</summary>
    private protected virtual PinningOptions Configure(PinningOptions options) => options;

    /// <summary>
    /// Reports one diagnostic for each cause: a registry that is down is one problem, however many of its images are needed.
    /// </summary>
    private protected void ReportFailures(IReadOnlyCollection<PinningFailure> failures)
    {
        if (failures.Count == 0) return;
        foreach (var group in failures.GroupBy(
            static failure => (failure.Kind, failure.RegistryFailure?.Kind, failure.RegistryFailure?.Host)))
        {
            var failure = group.First();
            var others = group.Skip(1).Select(static other => other.Reference?.Familiar).OfType<string>().ToArray();
            var also = others.Length == 0 ? "" : $" Also affected: {string.Join(", ", others)}.";
            var message = $"{Sentence(failure.Message)}{also} {failure.Remedy}";
            var severity = failure.IsError ? Severity.Error : Severity.Warning;
            if (failure.LockFile is { } place) Report(PinningCodes.Of(failure), place.Path, message, severity, (place.Line, place.Column));
            else Report(PinningCodes.Of(failure), ProjectFile, message, severity);
        }
    }

    private PinningOptions OptionsFor(ImageMirrors mirrors, IReadOnlyList<NamedCredential> credentials) => new()
    {
        LockFile = LockFile,
        Offline = Offline,
        Mirrors = mirrors,
        TemporaryFolder = Path.GetTempPath(),
        Registry = RegistryItems.Options(
            InsecureRegistries, TrustedRealms, credentials, note => Log.LogMessage(MessageImportance.Low, "ContainerGuard: {0}", note)) with
        {
            Clock = Clock,
        },
    };
}
