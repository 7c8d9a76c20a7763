using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Registry;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The base of the tasks that ask registries: the options, the images of the project, failures as diagnostics.</summary>
public abstract class PinTask : GuardTask
{
    private protected PinTask()
    {
    }

    /// <summary>The project's own Dockerfiles.</summary>
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary>The evaluated project of a generated Dockerfile; null if the project has its own.</summary>
    public ITaskItem? Project { get; set; }

    /// <summary>The build context, absolute.</summary>
    [Required]
    public string ContextDirectory { get; set; } = "";

    /// <summary>The lock file, absolute; it need not exist.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary><c>ContainerGuardPinning</c>.</summary>
    public string Pinning { get; set; } = "require";

    /// <summary><c>ContainerGuardLocked</c>.</summary>
    public bool Locked { get; set; }

    /// <summary><c>ContainerGuardOffline</c>.</summary>
    public bool Offline { get; set; }

    /// <summary><c>ContainerGuardMirror</c> items, with <c>Registry</c>.</summary>
    public ITaskItem[] Mirrors { get; set; } = [];

    /// <summary><c>ContainerGuardMirrorInFiles</c>.</summary>
    public bool MirrorInFiles { get; set; }

    /// <summary><c>ContainerGuardInsecureRegistry</c> items.</summary>
    public ITaskItem[] InsecureRegistries { get; set; } = [];

    /// <summary><c>ContainerGuardTrustedRealm</c> items.</summary>
    public ITaskItem[] TrustedRealms { get; set; } = [];

    /// <summary><c>ContainerGuardCredential</c> items, with <c>UserName</c> or <c>UserNameVariable</c>, and <c>PasswordVariable</c>.</summary>
    public ITaskItem[] Credentials { get; set; } = [];

    private protected override void Run()
    {
        if (!MirrorItems.TryRead(Mirrors, out var mirrors, out var reason) || !CredentialItems.TryRead(Credentials, out var credentials, out reason))
        {
            Report(GuardCodes.InvalidValue, ProjectFile, reason);
            return;
        }

        using var pinner = new Pinner(Configure(OptionsFor(mirrors, credentials)), Shared(static () => new ResolutionCache()));
        RunAsync(pinner, Cancellation).GetAwaiter().GetResult();
    }

    private protected abstract Task RunAsync(Pinner pinner, CancellationToken cancellation);

    /// <summary>Adds the options of one task.</summary>
    private protected virtual PinningOptions Configure(PinningOptions options) => options;

    /// <summary>The project's own Dockerfiles, parsed. The check has reported a file that cannot be read.</summary>
    private protected IReadOnlyList<DockerfileModel> DockerfilesOfProject()
    {
        var models = new List<DockerfileModel>();
        foreach (var path in Dockerfiles.Select(static item => item.ItemSpec).Where(static path => !IgnoreFile.IsOne(path)))
        {
            if (TextFile.Read(FullPath(path), "Dockerfile").Bytes is { } bytes) models.Add(DockerfileModel.Create(DockerfileSyntax.Parse(SourceText.FromBytes(bytes, path))));
        }

        return models;
    }

    /// <summary>The images that the project's Dockerfiles name, generated ones included.</summary>
    private protected IReadOnlyList<ImageReference> ReferencesOfProject() => [.. DockerfilesOfProject().SelectMany(DockerfileUpdate.ReferencesIn), .. ReferencesOfGenerated()];

    /// <summary>The images that a generated Dockerfile names.</summary>
    private protected IReadOnlyList<ImageReference> ReferencesOfGenerated()
    {
        var references = new List<ImageReference>();
        if (Project is null || ProjectItem.Plan(Project, Files, ContextDirectory) is not { Obstacle: null } plan) return references;
        foreach (var image in plan.Images)
        {
            if (ImageReference.TryParse(image, out var reference, out var reason)) references.Add(reference);
            else Report(GuardCodes.InvalidReference, plan.Project.ProjectPath, $"'{image}' is not an image reference: {reason}. Correct ContainerBaseImage or ContainerFamily.");
        }

        return references;
    }

    /// <summary>Reports one diagnostic for each cause: a registry that is down is one problem, however many of its images are needed.</summary>
    private protected void ReportFailures(IEnumerable<PinningFailure> failures)
    {
        foreach (var group in failures.GroupBy(static failure => (failure.Kind, failure.RegistryFailure?.Kind, failure.RegistryFailure?.Host)))
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
        Mode = Setting.Read<PinningMode>(Pinning),
        Locked = Locked,
        Offline = Offline,
        Mirrors = mirrors,
        MirrorInFiles = MirrorInFiles,
        Generates = Project is not null,
        TemporaryFolder = Path.GetTempPath(),
        Registry = RegistryOptions.FromEnvironment(Environment.GetEnvironmentVariable, InsecureRegistries.Select(static item => item.ItemSpec), credentials) with
        {
            TrustedRealms = TrustedRealms.Select(static item => item.ItemSpec).ToHashSet(StringComparer.OrdinalIgnoreCase),
            Note = note => Log.LogMessage(MessageImportance.Low, "ContainerGuard: {0}", note),
        },
    };
}
