using System.Text;
using ContainerGuard.Building;
using ContainerGuard.Dockerfile;
using ContainerGuard.Programs;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Builds the image of a Dockerfile, with the program that is there, and says at the Dockerfile's line why it could not be built.</summary>
[MSBuildMultiThreadableTask]
public sealed class BuildContainerImage : GuardTask
{
    /// <summary>Enough for the end of the output of a failed step, and what the builder says of it.</summary>
    private const int LinesKept = 400;
    private static readonly TimeSpan GitLimit = TimeSpan.FromSeconds(30);

    /// <summary>The build, described by metadata.</summary>
    [Required]
    public ITaskItem Build { get; set; } = null!;

    /// <summary>The evaluated project whose Dockerfile was generated, described by metadata; none for a person's own Dockerfile.</summary>
    public ITaskItem? Project { get; set; }

    /// <summary>The Dockerfile.</summary>
    [Required]
    public string Dockerfile { get; set; } = "";

    /// <summary>The build context, absolute.</summary>
    [Required]
    public string ContextDirectory { get; set; } = "";

    /// <summary><c>ContainerLabel</c> items.</summary>
    public ITaskItem[] Labels { get; set; } = [];

    /// <summary><c>ContainerGuardBuildArgument</c> items, with <c>Value</c>.</summary>
    public ITaskItem[] Arguments { get; set; } = [];

    /// <summary><c>ContainerGuardSecret</c> items, with <c>Source</c> or <c>EnvironmentVariable</c>.</summary>
    public ITaskItem[] Secrets { get; set; } = [];

    /// <summary><c>ContainerGuardBuildOption</c> items.</summary>
    public ITaskItem[] Options { get; set; } = [];

    /// <summary>The digest of the image's configuration; empty where it is not known.</summary>
    [Output]
    public string ImageId { get; private set; } = "";

    /// <summary>The digest of the image's manifest; empty where there is none.</summary>
    [Output]
    public string ImageDigest { get; private set; } = "";

    /// <summary>The image's names.</summary>
    [Output]
    public string[] ImageNames { get; private set; } = [];

    private protected override void Run() => RunAsync().GetAwaiter().GetResult();

    private async Task RunAsync()
    {
        var settings = new ImageBuildItem(Build, Arguments, Secrets, Options, FullPath);
        if (Read(settings, out var problem) is not { } build || problem is not null)
        {
            if (problem is not null) Report(GuardCodes.InvalidValue, ProjectFile, problem);
            return;
        }

        if (build.MissingSecret(File.Exists, Environment.GetEnvironmentVariable) is { } missing)
        {
            Report(GuardCodes.BuildNotPossible, ProjectFile, missing);
            return;
        }

        if (FoundBuildTool.Find(settings.Tool, Environment.GetEnvironmentVariable) is not { } program)
        {
            Report(GuardCodes.BuildToolMissing, ProjectFile, settings.Tool is { } named
                ? $"There is no {FoundBuildTool.NameOf(named)} on the PATH, which ContainerGuardBuildTool names. Install it, or take ContainerGuardBuildTool out."
                : "Neither docker, podman nor buildah is on the PATH, so no image can be built. Install one of them.");
            return;
        }

        if (settings.IsReproducible && build.SourceDateEpoch is null)
        {
            if (await TimeOfCommitAsync().ConfigureAwait(false) is not { } time)
            {
                Report(GuardCodes.BuildNotPossible, ProjectFile, $"ContainerGuardReproducible takes the time of the last commit, and git knows none in {ContextDirectory}. Set ContainerGuardSourceDateEpoch to the seconds since 1970.");
                return;
            }

            build = build with { SourceDateEpoch = time };
        }

        if (build.Obstacle(program.Tool) is { } obstacle)
        {
            Report(GuardCodes.BuildNotPossible, ProjectFile, obstacle);
            return;
        }

        var builder = BuilderKind.BuildKit;
        if (program.Tool == BuildTool.Docker && (build.Output.Kind is OutputKind.DockerArchive or OutputKind.Push || build.SourceDateEpoch is not null))
        {
            builder = await BuilderAbilities.KindAsync(program.Path, build.Builder, ContextDirectory, Cancellation).ConfigureAwait(false);
            if (builder == BuilderKind.Engine && build.SourceDateEpoch is not null)
            {
                Report(GuardCodes.LayersKeepTimes, ProjectFile, "This engine's own builder leaves the times of files in layers as they are, so another build of the same sources has other layers. Turn on containerd's image store in the engine, or name a builder with another driver in ContainerGuardBuilder.");
            }

            if (builder != BuilderKind.Engine && build is { Output.Kind: OutputKind.Push, Provenance: "", SourceDateEpoch: null }) build = build with { Provenance = "max" };
        }

        await BuildAsync(build, program, builder).ConfigureAwait(false);
    }

    private ImageBuild? Read(ImageBuildItem settings, out string? problem)
    {
        var dockerfile = FullPath(Dockerfile);
        if (Project is null) return settings.Read(dockerfile, ContextDirectory, Labels, out problem);
        problem = null;
        return ProjectItem.Plan(Project, Files, ContextDirectory, labels: Labels) is { Obstacle: null } plan ? settings.Read(plan, dockerfile, out problem) : null;
    }

    private async Task BuildAsync(ImageBuild build, FoundBuildTool program, BuilderKind builder)
    {
        var run = new BuildRun(Path.Combine(Path.GetTempPath(), $"containerguard-{Guid.NewGuid():n}"), builder);
        var mask = new SecretMask(build.Secrets, static file => TextFile.Read(file, "secret").Bytes is { } bytes ? Encoding.UTF8.GetString(bytes) : null, Environment.GetEnvironmentVariable);
        try
        {
            if (build.Output.IsArchive) Directory.CreateDirectory(Path.GetDirectoryName(build.Output.Path)!);
            foreach (var command in BuildCommand.All(build, program.Tool, run))
            {
                Log.LogMessage(MessageImportance.Normal, "{0}", command.Text(OperatingSystem.IsWindows()));
                if (await FollowAsync(command, program, mask).ConfigureAwait(false) is not { } failure) continue;
                Report(failure, build);
                return;
            }

            if (File.Exists(run.ResultFile)) (ImageId, ImageDigest) = BuildResult.Read(await File.ReadAllTextAsync(run.ResultFile, Cancellation).ConfigureAwait(false));
            if (File.Exists(run.DigestFile)) ImageDigest = (await File.ReadAllTextAsync(run.DigestFile, Cancellation).ConfigureAwait(false)).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Report(GuardCodes.CannotWriteFile, build.Output.IsArchive ? build.Output.Path : run.ResultFile, fault.Message);
            return;
        }
        finally
        {
            File.Delete(run.ResultFile);
            File.Delete(run.ArchiveFile);
            File.Delete(run.DigestFile);
        }

        ImageNames = [.. build.Names];
        var where = build.Output.Kind switch
        {
            OutputKind.Load => "",
            OutputKind.Push => "pushed",
            _ => $"in {build.Output.Path}",
        };
        string[] known = [.. new[] { ImageDigest.Length > 0 ? ImageDigest : ImageId, where }.Where(static word => word.Length > 0)];
        Say($"Built {string.Join(", ", build.Names)}{(known.Length > 0 ? $" ({string.Join(", ", known)})" : "")}");
    }

    /// <summary>Null where it went well.</summary>
    private async Task<BuildFailure?> FollowAsync(ToolCommand command, FoundBuildTool program, SecretMask mask)
    {
        var last = new Queue<string>();
        var isDocker = program.Tool == BuildTool.Docker;
        var result = await ProgramRun.FollowAsync(program.Path, command.Arguments, ContextDirectory, Show, Cancellation).ConfigureAwait(false);
        if (result.Failure is { } notStarted) return new BuildFailure(BuildFault.Missing, 0, 0, $"{command.Program} does not run. {notStarted}", []);
        if (result.ExitCode == 0) return null;
        return isDocker
            ? BuildxOutput.Failure([.. last])
            : PodmanOutput.Failure([.. last], SourceText.FromBytes(TextFile.Read(FullPath(Dockerfile), "Dockerfile").Bytes ?? [], Dockerfile));

        void Show(string line)
        {
            var shown = mask.Apply(line);
            last.Enqueue(shown);
            if (last.Count > LinesKept) last.Dequeue();
            var isStep = isDocker ? BuildxOutput.IsStep(shown) : PodmanOutput.IsStep(shown);
            Log.LogMessage(isStep ? MessageImportance.Normal : MessageImportance.Low, "{0}", shown);
        }
    }

    private void Report(BuildFailure failure, ImageBuild build)
    {
        switch (failure.Fault)
        {
            case BuildFault.Missing:
                Report(GuardCodes.BuildToolMissing, ProjectFile, $"{failure.Text} Start the engine, or install what is missing (the page says what).");
                break;
            case BuildFault.Unable:
                Report(GuardCodes.BuildNotPossible, ProjectFile, failure.Text);
                break;
            default:
                var start = failure.Line > 0 ? new TextPosition(failure.Line, 1) : (TextPosition?)null;
                Report(new Diagnostic(GuardCodes.ImageNotBuilt, Severity.Error, failure.Line > 0 ? build.Dockerfile : ProjectFile, start, null, $"The image could not be built: {failure.Text}"));
                break;
        }
    }

    /// <summary>When the commit was made that is checked out, in seconds of Unix time.</summary>
    private async Task<long?> TimeOfCommitAsync()
    {
        if (ProgramPath.Find("git", Environment.GetEnvironmentVariable) is not { } git) return null;
        var result = await ProgramRun.RunAsync(git, ["log", "-1", "--format=%ct"], "", ContextDirectory, GitLimit, 1 << 16, Cancellation).ConfigureAwait(false);
        return result.ExitCode == 0 && long.TryParse(result.Output.Trim(), out var seconds) ? seconds : null;
    }
}
