using System.Text;
using ContainerGuard.Building;
using ContainerGuard.Dockerfile;
using ContainerGuard.Generation;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Programs;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Builds the image of a Dockerfile with an installed program, and reports a failure at the line of its instruction.</summary>
[MSBuildMultiThreadableTask]
public sealed class BuildContainerImage : GuardTask
{
    /// <summary>Enough lines for the end of a failed step's output and for the builder's message.</summary>
    private const int LinesKept = 400;
    private static readonly TimeSpan GitLimit = TimeSpan.FromSeconds(30);

    /// <summary>The build, described by metadata.</summary>
    [Required]
    public ITaskItem Build { get; set; } = null!;

    /// <summary>The evaluated project whose Dockerfile was generated, described by metadata; null for a Dockerfile in the source tree.</summary>
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

    /// <summary><c>ContainerGuardMirror</c> items, with <c>Registry</c>.</summary>
    public ITaskItem[] Mirrors { get; set; } = [];

    /// <summary>The digest of the image's configuration; empty if it is not known.</summary>
    [Output]
    public string ImageId { get; private set; } = "";

    /// <summary>The digest of the image's manifest; empty if it has none.</summary>
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

        if (await ToolOrReportAsync(settings.Tool, build).ConfigureAwait(false) is not { } program) return;

        if (!MirrorItems.TryRead(Mirrors, out var mirrors, out var reason))
        {
            Report(GuardCodes.InvalidValue, ProjectFile, reason);
            return;
        }

        build = build with { NamedContexts = [.. build.NamedContexts, .. Mirrored(mirrors, program.Tool)] };
        if (settings.IsReproducible && build.SourceDateEpoch is null)
        {
            if (await TimeOfCommitAsync().ConfigureAwait(false) is not { } time)
            {
                Report(GuardCodes.BuildNotPossible, ProjectFile, $"ContainerGuardReproducible needs the time of the last commit, but {ContextDirectory} has no commit. Set ContainerGuardSourceDateEpoch to a time in seconds since 1970.");
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
                Report(GuardCodes.LayersKeepTimes, ProjectFile, "Docker's own builder cannot change file times in layers. Turn on containerd's image store, or set ContainerGuardBuilder to a builder with another driver.");
            }

            if (builder != BuilderKind.Engine && build is { Output.Kind: OutputKind.Push, Provenance: "", SourceDateEpoch: null }) build = build with { Provenance = "max" };
        }

        await BuildAsync(build, program, builder).ConfigureAwait(false);
    }

    /// <summary>The program that builds: docker if it has buildx, else the next one that can do what is asked for.</summary>
    private async Task<FoundBuildTool?> ToolOrReportAsync(BuildTool? named, ImageBuild build)
    {
        var lacksBuildx = false;
        foreach (var program in FoundBuildTool.All(named, Environment.GetEnvironmentVariable))
        {
            if (program.Tool != BuildTool.Docker)
            {
                if (lacksBuildx && build.Obstacle(program.Tool) is not null) continue;
                return program;
            }

            if (await BuilderAbilities.HasBuildxAsync(program.Path, ContextDirectory, Cancellation).ConfigureAwait(false)) return program;
            lacksBuildx = true;
        }

        Report(GuardCodes.BuildToolMissing, ProjectFile, FoundBuildTool.Missing(named, lacksBuildx));
        return null;
    }

    private ImageBuild? Read(ImageBuildItem settings, out string? problem)
    {
        var dockerfile = FullPath(Dockerfile);
        if (Project is null) return settings.Read(dockerfile, ContextDirectory, Labels, out problem);
        problem = null;
        return ProjectItem.Plan(Project, Files, ContextDirectory, labels: Labels) is { Obstacle: null } plan ? settings.Read(plan, dockerfile, out problem) : null;
    }

    /// <summary>The images that the Dockerfile names and a mirror serves: the builder takes them from there, and the file keeps the original names.</summary>
    private IEnumerable<NamedContext> Mirrored(ImageMirrors mirrors, BuildTool tool)
    {
        if (mirrors.IsEmpty || TextFile.Read(FullPath(Dockerfile), "Dockerfile").Bytes is not { } bytes) return [];
        var model = DockerfileModel.Create(DockerfileSyntax.Parse(SourceText.FromBytes(bytes, Dockerfile)));
        return MirroredNames.In(model, mirrors, asWritten: tool != BuildTool.Docker).Select(static image => new NamedContext(image.Name, $"docker-image://{image.Mirror}", ""));
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

    /// <summary>Null if it succeeded.</summary>
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
                Report(GuardCodes.BuildToolMissing, ProjectFile, $"{failure.Text} Start the engine, or install the missing program.");
                break;
            case BuildFault.Unable:
                Report(GuardCodes.BuildNotPossible, ProjectFile, failure.Text);
                break;
            default:
                var start = failure.Line > 0 ? new TextPosition(failure.Line, 1) : (TextPosition?)null;
                Report(new Diagnostic(GuardCodes.ImageNotBuilt, Severity.Error, failure.Line > 0 ? build.Dockerfile : ProjectFile, start, null, $"The image build failed: {failure.Text}"));
                break;
        }
    }

    /// <summary>The time of the current commit, in seconds of Unix time.</summary>
    private async Task<long?> TimeOfCommitAsync()
    {
        if (ProgramPath.Find("git", Environment.GetEnvironmentVariable) is not { } git) return null;
        var result = await ProgramRun.RunAsync(git, ["log", "-1", "--format=%ct"], "", ContextDirectory, GitLimit, 1 << 16, Cancellation).ConfigureAwait(false);
        return result.ExitCode == 0 && long.TryParse(result.Output.Trim(), out var seconds) ? seconds : null;
    }
}
