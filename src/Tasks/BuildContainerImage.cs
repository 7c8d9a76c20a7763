using ContainerGuard.Building;
using ContainerGuard.Checking;
using ContainerGuard.Context;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Builds the image of a Dockerfile with an installed program, and reports a failure at the line of its instruction.</summary>
[MSBuildMultiThreadableTask]
public sealed class BuildContainerImage : GuardTask
{
    /// <summary>The build, described by metadata.</summary>
    [Required]
    public ITaskItem Build { get; set; } = null!;

    /// <summary>
    /// The evaluated project whose Dockerfile was generated, described by metadata; null for a Dockerfile in the source tree.
    /// </summary>
    public ITaskItem? Project { get; set; }

    /// <summary>The Dockerfile.</summary>
    [Required]
    public string Dockerfile { get; set; } = "";

    /// <summary>The project's Dockerfiles, with <c>Context</c>.</summary>
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary>The project's items, each with its type in <c>ContainerGuardType</c>: see <see cref="ProjectItems"/>.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary><c>ContainerGuardMirror</c> items, with <c>Registry</c>.</summary>
    public ITaskItem[] Mirrors { get; set; } = [];

    /// <summary><c>ContainerGuardPinning</c>.</summary>
    public string Pinning { get; set; } = "require";

    /// <summary>The folder for the source policy and for the copy of a Dockerfile with digests.</summary>
    public string PolicyFolder { get; set; } = "";

    /// <summary>
    /// The path in the project's own line, relative to the project, where the message takes the place of that line in a terminal.
    /// </summary>
    public string? ReplacedPath { get; set; }

    /// <summary>The digest of the image's configuration; empty if it is not known.</summary>
    [Output]
    public string ImageId { get; private set; } = "";

    /// <summary>The digest of the image's manifest; empty if it has none.</summary>
    [Output]
    public string ImageDigest { get; private set; } = "";

    /// <summary>The image's names.</summary>
    [Output]
    public string[] ImageNames { get; private set; } = [];

    /// <summary>The image as <see cref="InspectImage"/> names it; empty if it was not built.</summary>
    [Output]
    public string InspectName { get; private set; } = "";

    private protected override string? PathOfReplacedLine => ReplacedPath;

    private protected override void Run() => RunAsync().GetAwaiter().GetResult();

    private async Task RunAsync()
    {
        var settings = new ImageBuildItem(Build, new(Items), FullPath);
        if (Read(settings, out var invalid) is not { } build
            || invalid is not null
            || !MirrorItems.TryRead(Mirrors, out var mirrors, out invalid))
        {
            if (invalid is not null) Report(GuardCodes.InvalidValue, ProjectFile, invalid);
            return;
        }

        if (!TryReadLock(Pinning, PolicyFolder, mirrors, out var locked)) return;
        var builder = new ImageBuilder(Environment.GetEnvironmentVariable, Cancellation);
        var request = new BuildRequest(settings.Tool, mirrors, settings.IsReproducible) { Locked = locked };
        var (prepared, problem) = await builder.PrepareAsync(build, request).ConfigureAwait(false);
        if (prepared is null)
        {
            Report(problem!);
            return;
        }

        if (prepared.KeepsTimes)
        {
            Report(
                GuardCodes.LayersKeepTimes, ProjectFile,
                "Docker's own builder cannot change file times in layers. "
                    + "Turn on containerd's image store, or set ContainerGuardBuilder to a builder with another driver.");
        }

        await BuildAsync(builder, prepared).ConfigureAwait(false);
    }

    private ProjectDescription Describe(ITaskItem project) => new(project, new(Items), FullPath, ContextDirectory)
    {
        Given = GlobalProperties,
    };

    /// <summary>The context of a Dockerfile that a person wrote, chosen as a check chooses it.</summary>
    private string ContextOf(string dockerfile) =>
        ContextMetadata.Of(Dockerfiles, FullPath).GetValueOrDefault(dockerfile) is { } named ? named
            : ContextSetting.Length > 0 ? ContextDirectory
            : new ContextChooser(Files, ContextDirectory).For(dockerfile, () => DockerfileSources.In(dockerfile)).Root;

    private ImageBuild? Read(ImageBuildItem settings, out string? problem)
    {
        var dockerfile = FullPath(Dockerfile);
        if (Project is null) return settings.Read(dockerfile, ContextOf(dockerfile), out problem);
        problem = null;
        return Describe(Project).Plan(Plans, Files) is { IsPossible: true } plan ? settings.Read(plan, dockerfile, out problem) : null;
    }

    private async Task BuildAsync(ImageBuilder builder, PreparedBuild build)
    {
        var output = build.Image.Output;
        try
        {
            var (result, problem) = await builder.BuildAsync(
                build,
                Path.GetTempPath(),
                command => Log.LogMessage(MessageImportance.Normal, "{0}", command.Text(OperatingSystem.IsWindows())),
                (line, isStep) => Log.LogMessage(isStep ? MessageImportance.Normal : MessageImportance.Low, "{0}", line)).ConfigureAwait(
                    false);
            if (result is null) Report(problem!);
            else Say(result, build);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(GuardCodes.CannotWriteFile, output.IsArchive ? output.Path : Path.GetTempPath(), exception.Message);
        }
    }

    private static string NameForInspection(BuildResult result, PreparedBuild prepared) => prepared.Image.Output switch
    {
        { Kind: OutputKind.DockerArchive, Path: var path } => $"docker-archive:{path}",
        { Kind: OutputKind.OciArchive, Path: var path } => $"oci-archive:{path}",
        { Kind: OutputKind.Push } => $"docker://{prepared.Image.Names[0]}{(result.Digest.Length > 0 ? $"@{result.Digest}" : "")}",
        _ => $"{(prepared.Program.Tool == BuildTool.Docker ? "docker-daemon" : "containers-storage")}:{prepared.Image.Names[0]}",
    };

    private void Say(BuildResult result, PreparedBuild prepared)
    {
        var build = prepared.Image;
        InspectName = NameForInspection(result, prepared);
        (ImageId, ImageDigest, ImageNames) = (result.Id, result.Digest, [.. build.Names]);
        var where = build.Output.Kind switch
        {
            OutputKind.Load => "",
            OutputKind.Push => "pushed",
            _ => $"in {build.Output.Path}",
        };
        string[] known = [.. new[] { ImageDigest.Length > 0 ? ImageDigest : ImageId, where }.Where(static word => word.Length > 0)];
        Say($"Built {string.Join(", ", build.Names)}{(known.Length > 0 ? $" ({string.Join(", ", known)})" : "")}");
    }

    private void Report(BuildProblem problem)
    {
        switch (problem.Kind)
        {
            case BuildProblemKind.Missing:
                Report(GuardCodes.BuildToolMissing, ProjectFile, problem.Text);
                break;
            case BuildProblemKind.Unable:
                Report(GuardCodes.BuildNotPossible, ProjectFile, problem.Text);
                break;
            default:
                var start = problem.Line > 0 ? new TextPosition(problem.Line, 1) : (TextPosition?)null;
                var file = problem.Line > 0 ? FullPath(Dockerfile) : ProjectFile;
                Report(
                    new Diagnostic(GuardCodes.ImageNotBuilt, Severity.Error, file, start, null, $"The image build failed: {problem.Text}"));
                break;
        }
    }
}
