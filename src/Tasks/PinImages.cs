using ContainerGuard.Building;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Resolves the images of the project that the lock file lacks. It asks no registry if the lock file has them all.</summary>
[MSBuildMultiThreadableTask]
public sealed class PinImages : PinTask
{
    private bool _isPinned;

    /// <summary>
    /// True where a person or job asked for pins by name: digests that a Dockerfile has then replace those of the lock file.
    /// </summary>
    public bool Adopt { get; set; }

    /// <summary>True where a person or job asked for pins by name: the task also reports that nothing had to change.</summary>
    public bool ReportsNoChange { get; set; }

    /// <summary>True where the lock file is a copy, for a dry run of something else.</summary>
    public bool DryRun { get; set; }

    /// <summary>The folder for the source policy.</summary>
    public string PolicyFolder { get; set; } = "";

    /// <summary>The project's items, each with its type in <c>ContainerGuardType</c>: see <see cref="ProjectItems"/>.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>
    /// The images that have no digest, where that is only a warning. It has been reported: a second finding about them would not help.
    /// </summary>
    [Output]
    public string[] Unpinned { get; private set; } = [];

    /// <summary>A project without images leaves no file.</summary>
    private protected override string? KeptFile =>
        Adopt || DryRun || (Project is null && Dockerfiles.Length == 0) ? null : "pins.kept";

    /// <summary>Empty where the lock file has every image.</summary>
    private protected override string? ResultToKeep => _isPinned ? "" : null;

    private protected override IEnumerable<string> FilesOfResult =>
    [
        .. base.FilesOfResult, .. Dockerfiles.Concat(new ProjectItems(Items).Fragments).Select(item => FullPath(item.ItemSpec)),
        .. PolicyFolder.Length == 0 ? (string[])[] : [Path.Combine(FullPath(PolicyFolder), SourcePolicy.FileName)],
    ];

    /// <summary>A build that pins by itself does not need those of services that it does not start.</summary>
    private protected override bool ReadsCompose => Adopt;

    private protected override PinningOptions Configure(PinningOptions options) => base.Configure(options) with { AdoptsDigests = Adopt };

    private protected override ProjectDescription Describe(ITaskItem project) => new(project, new(Items), FullPath, ContextDirectory)
    {
        Given = GlobalProperties,
    };

    private protected override async Task RunAsync(Pinner pinner, CancellationToken cancellationToken)
    {
        var files = DockerfilesOfProject();
        ImageReference[] references = [.. files.SelectMany(DockerfileUpdate.ReferencesIn), .. ReferencesOfGenerated()];
        var result = await pinner.PinAsync(references, cancellationToken).ConfigureAwait(false);
        ReportProblems(result.Problems);
        Unpinned = [.. result.Problems.Select(static problem => problem.Reference?.Familiar).OfType<string>()];

        // A lock file that cannot be used has been reported.
        if (result.Problems.Any(static problem => problem.Kind == PinningProblemKind.LockFileUnusable)) return;
        var sources = await pinner.Sources.PinAsync(files, cancellationToken).ConfigureAwait(false);
        ReportProblems(sources.Problems);
        var isChanged = result.LockFileChanged || sources.LockFileChanged;
        _isPinned = result.Problems.Count + sources.Problems.Count == 0 && !isChanged;
        if (isChanged && !DryRun) SayThatLockFileChanged();
        if (ReportsNoChange && _isPinned)
        {
            Say(references.Length == 0 ? "The project does not use an image that can be pinned." : $"Every image is locked in {LockFile}.");
        }

        if (result.Problems.Count == 0 && !DryRun) WritePolicies(sources.LockFile ?? result.LockFile, pinner.Options.Mirrors);
    }

    /// <summary>
    /// With <c>ContainerGuardPinning=lock</c>: the source policy for builds by hand and, where a person asked for pins, a policy beside
    /// each Dockerfile.
    /// </summary>
    private void WritePolicies(LockFile lockFile, ImageMirrors mirrors)
    {
        if (PolicyFolder.Length == 0 || Setting.Read<PinningMode>(Pinning) != PinningMode.Lock) return;
        var build = new LockedBuild(lockFile, FullPath(PolicyFolder));
        if (build.WritePolicy(mirrors) is { } ofPolicy) Report(GuardCodes.CannotWriteFile, build.PolicyPath, ofPolicy);
        if (!Adopt) return;
        foreach (var dockerfile in DockerfilesOf(Dockerfiles))
        {
            var path = RegoPolicy.PathOf(FullPath(dockerfile));
            if (RegoPolicy.WriteTo(path, lockFile, LockFile, mirrors) is { } problem) Report(GuardCodes.CannotWriteFile, path, problem);
        }
    }
}
