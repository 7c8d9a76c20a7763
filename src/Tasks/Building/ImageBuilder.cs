using System.Text;
using ContainerGuard.Dockerfile;
using ContainerGuard.Files;
using ContainerGuard.Generation;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Processes;
using ContainerGuard.Text;

namespace ContainerGuard.Building;

/// <summary>What is asked of a build beside the image itself.</summary>
/// <param name="Tool">The program that the project names; null for any.</param>
/// <param name="Mirrors">The mirrors from which the builder takes base images.</param>
/// <param name="IsReproducible">Whether the times in the image come from the sources.</param>
internal sealed record BuildRequest(BuildTool? Tool, ImageMirrors Mirrors, bool IsReproducible)
{
    /// <summary>The lock file that the builder must use; null to build from the references as they are written.</summary>
    public LockedBuild? Locked { get; init; }
}

/// <summary>A build with everything that its command needs.</summary>
/// <param name="Image">The image, with mirrors, times and attestations.</param>
/// <param name="Program">The program that builds it.</param>
/// <param name="Builder">The kind of builder, for buildx.</param>
internal sealed record PreparedBuild(ImageBuild Image, FoundBuildTool Program, BuilderKind Builder)
{
    /// <summary>Whether the times of files in layers stay as they are, although the build is to be reproducible.</summary>
    public bool KeepsTimes => Image.SourceDateEpoch is not null && Builder == BuilderKind.Engine;
}

/// <summary>Builds images with an installed program: chooses the program, completes the build, and follows it.</summary>
/// <param name="environment">The variables of the build.</param>
/// <param name="cancellationToken">Ctrl+C.</param>
internal sealed class ImageBuilder(Func<string, string?> environment, CancellationToken cancellationToken)
{
    /// <summary>Enough lines for the end of a failed step's output and for the builder's message.</summary>
    private const int LinesKept = 400;

    /// <summary>
    /// The build as the summary of a publish shows it. It asks no program what it can do: docker has buildx, and its builder is BuildKit.
    /// </summary>
    public async Task<PreparedBuild> ForeseeAsync(ImageBuild build, BuildRequest request)
    {
        var program = FoundBuildTool.Find(request.Tool, environment) ?? new FoundBuildTool(request.Tool ?? BuildTool.Docker, "");
        if (request.Locked is { } locked) (build, _) = locked.Hold(build, program.Tool, request.Mirrors, writes: false);
        build = await CompleteAsync(build, request, program.Tool).ConfigureAwait(false);
        return new(WithProvenance(build, program.Tool, BuilderKind.BuildKit), program, BuilderKind.BuildKit);
    }

    /// <summary>Completes a build, or says why it is not possible.</summary>
    public async Task<(PreparedBuild? Build, BuildProblem? Problem)> PrepareAsync(ImageBuild build, BuildRequest request)
    {
        if (build.MissingSecret(File.Exists, environment) is { } missing) return (null, BuildProblem.Unable(missing));
        var (program, lacksBuildx) = await ProgramForAsync(build, request.Tool).ConfigureAwait(false);
        if (program is null) return (null, BuildProblem.Missing(FoundBuildTool.Missing(request.Tool, lacksBuildx)));
        if (request.Locked is { } locked)
        {
            (build, var refusal) = locked.Hold(build, program.Tool, request.Mirrors, writes: true);
            if (refusal is not null) return (null, refusal);
        }

        build = await CompleteAsync(build, request, program.Tool).ConfigureAwait(false);
        if (request.IsReproducible && build.SourceDateEpoch is null)
        {
            return (null, BuildProblem.Unable(
                $"ContainerGuardReproducible needs the time of the last commit, but {build.Context} has no commit. "
                    + "Set ContainerGuardSourceDateEpoch to a time in seconds since 1970."));
        }

        if (build.Problem(program.Tool) is { } problem) return (null, BuildProblem.Unable(problem));
        var builder = NeedsKind(build, program.Tool)
            ? await BuilderAbilities.KindAsync(program.Path, build.Builder, build.Context, cancellationToken).ConfigureAwait(false)
            : BuilderKind.BuildKit;
        return (new(WithProvenance(build, program.Tool, builder), program, builder), null);
    }

    /// <summary>Builds the image and moves it to its destination.</summary>
    /// <param name="build">A prepared build.</param>
    /// <param name="temporaryFolder">Where programs leave their results, absolute.</param>
    /// <param name="begin">Receives each command.</param>
    /// <param name="show">Receives each line, without secrets, and whether it is the heading of a step.</param>
    public async Task<(BuildResult? Result, BuildProblem? Problem)> BuildAsync(
        PreparedBuild build, string temporaryFolder, Action<ToolCommand> begin, Action<string, bool> show)
    {
        var image = build.Image;
        var run = new BuildRun(Path.Combine(temporaryFolder, $"containerguard-{Guid.NewGuid():n}"), build.Builder);
        var mask = new SecretMask(
            image.Secrets, static file => TextFile.Read(file, "secret").Bytes is { } bytes ? Encoding.UTF8.GetString(bytes) : null,
            environment);
        try
        {
            if (image.Output.IsArchive) Directory.CreateDirectory(Path.GetDirectoryName(image.Output.Path)!);
            foreach (var command in BuildCommand.All(image, build.Program.Tool, run))
            {
                begin(command);
                if (await FollowAsync(build, command, mask, show).ConfigureAwait(false) is { } problem) return (null, problem);
            }

            var result = File.Exists(run.ResultFile)
                ? BuildResult.Read(await File.ReadAllTextAsync(run.ResultFile, cancellationToken).ConfigureAwait(false))
                : new("", "");
            if (File.Exists(run.DigestFile))
            {
                result =
                    result with { Digest = (await File.ReadAllTextAsync(run.DigestFile, cancellationToken).ConfigureAwait(false)).Trim() };
            }

            return (result, null);
        }
        finally
        {
            File.Delete(run.ResultFile);
            File.Delete(run.ArchiveFile);
            File.Delete(run.DigestFile);
        }
    }

    /// <summary>Mirrors and times, which depend on the program and the sources only.</summary>
    private async Task<ImageBuild> CompleteAsync(ImageBuild build, BuildRequest request, BuildTool tool)
    {
        build = build with { NamedContexts = [.. build.NamedContexts, .. Mirrored(build, request.Mirrors, tool)] };
        if (!request.IsReproducible || build.SourceDateEpoch is not null) return build;
        var time = await CommitTime.OfAsync(build.Context, environment, cancellationToken).ConfigureAwait(false);
        return build with { SourceDateEpoch = time };
    }

    /// <summary>A pushed image has the most detailed provenance that its builder can write, unless the project says otherwise.</summary>
    private static ImageBuild WithProvenance(ImageBuild build, BuildTool tool, BuilderKind builder) =>
        tool == BuildTool.Docker
            && builder != BuilderKind.Engine
            && build is { IsForWindows: false, Output.Kind: OutputKind.Push, Provenance: "", SourceDateEpoch: null }
            ? build with { Provenance = "max" }
            : build;

    private static bool NeedsKind(ImageBuild build, BuildTool tool) =>
        tool == BuildTool.Docker
        && !build.IsForWindows
        && (build.Output.Kind is OutputKind.DockerArchive or OutputKind.Push || build.SourceDateEpoch is not null);

    /// <summary>The program that builds: docker if it has buildx, else the next one that supports what the project asks for.</summary>
    private async Task<(FoundBuildTool? Program, bool LacksBuildx)> ProgramForAsync(ImageBuild build, BuildTool? named)
    {
        var lacksBuildx = false;
        foreach (var program in FoundBuildTool.All(named, environment))
        {
            if (program.Tool != BuildTool.Docker)
            {
                if (lacksBuildx && build.Problem(program.Tool) is not null) continue;
                return (program, lacksBuildx);
            }

            if (build.IsForWindows
                || await BuilderAbilities.HasBuildxAsync(program.Path, build.Context, cancellationToken).ConfigureAwait(false))
            {
                return (program, false);
            }

            lacksBuildx = true;
        }

        return (null, lacksBuildx);
    }

    /// <summary>
    /// The images that the Dockerfile names and a mirror serves: the builder takes them from there, and the file keeps the original names.
    /// </summary>
    private static IEnumerable<NamedContext> Mirrored(ImageBuild build, ImageMirrors mirrors, BuildTool tool)
    {
        if (mirrors.IsEmpty || TextFile.Read(build.Dockerfile, "Dockerfile").Bytes is not { } bytes) return [];
        var model = DockerfileModel.Create(DockerfileParser.Parse(SourceText.FromBytes(bytes, build.Dockerfile)));
        return MirroredNames.In(model, mirrors, asWritten: tool != BuildTool.Docker)
            .Select(static image => new NamedContext(image.Name, $"docker-image://{image.Mirror}", ""));
    }

    /// <summary>Null if it succeeded.</summary>
    private async Task<BuildProblem?> FollowAsync(PreparedBuild build, ToolCommand command, SecretMask mask, Action<string, bool> show)
    {
        var last = new Queue<string>();
        var isDocker = build.Program.Tool == BuildTool.Docker;
        var result = await ProgramRun.FollowAsync(
            build.Program.Path, command.Arguments, build.Image.Context, Show, command.Variables, cancellationToken).ConfigureAwait(false);
        if (result.Problem is { } notStarted) return BuildProblem.Missing($"{command.Program} does not run. {notStarted}").WithRemedy();
        if (result.ExitCode == 0) return null;
        var problem = isDocker
            ? BuildxOutput.Problem([.. last])
            : PodmanOutput.Problem(
                [.. last], SourceText.FromBytes(TextFile.Read(build.Image.Dockerfile, "Dockerfile").Bytes ?? [], build.Image.Dockerfile));
        return problem.WithRemedy();

        void Show(string line)
        {
            var shown = mask.Apply(line);
            last.Enqueue(shown);
            if (last.Count > LinesKept) last.Dequeue();
            show(shown, isDocker ? BuildxOutput.IsStep(shown) : PodmanOutput.IsStep(shown));
        }
    }
}
