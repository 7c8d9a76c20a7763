using System.Globalization;
using ContainerGuard.Generation;

namespace ContainerGuard.Building;

/// <summary>The commands that build an image: those that are run, and the one that the summary of a publish prints, ready to copy into a shell.</summary>
internal static class BuildCommand
{
    /// <summary>The command for a person, of a plan without settings of the build.</summary>
    /// <param name="plan">What is built.</param>
    /// <param name="dockerfile">The Dockerfile, absolute.</param>
    /// <param name="forWindows">Whether it is quoted for cmd and PowerShell rather than for a POSIX shell.</param>
    public static string For(ContainerPlan plan, string dockerfile, bool forWindows) => Text(ImageBuild.Of(plan, dockerfile), BuildTool.Docker, forWindows);

    /// <summary>The command for a person.</summary>
    public static string Text(ImageBuild build, BuildTool tool, bool forWindows) =>
        string.Join(" && ", All(build, tool, run: null).Select(command => command.Text(forWindows)));

    /// <param name="build">What is built.</param>
    /// <param name="tool">The program.</param>
    /// <param name="run">How it is run; null for a person, who needs no more than the image.</param>
    /// <returns>The build, and what puts the image where it is to go if the build itself cannot.</returns>
    public static IEnumerable<ToolCommand> All(ImageBuild build, BuildTool tool, BuildRun? run) =>
        tool == BuildTool.Docker ? Buildx(build, run) : Podman(build, tool, run);

    /// <summary>docker buildx build (docs.docker.com/reference/cli/docker/buildx/build).</summary>
    private static IEnumerable<ToolCommand> Buildx(ImageBuild build, BuildRun? run)
    {
        // A person's `docker build` is the same program, with the engine's own builder, which puts the image among the engine's.
        List<string> arguments = run is null ? ["build"] : ["buildx", "build", "--progress=plain", "--metadata-file", run.ResultFile];
        if (build.Builder.Length > 0) arguments.AddRange(["--builder", build.Builder]);
        AddInputs(arguments, build);
        if (build.SourceDateEpoch is { } epoch) arguments.AddRange(["--build-arg", string.Create(CultureInfo.InvariantCulture, $"SOURCE_DATE_EPOCH={epoch}")]);

        // The attestation tells when the build ran, so two builds of the same sources would never be the same.
        if (build.Provenance.Length > 0) arguments.Add(build.Provenance == "false" ? "--provenance=false" : $"--provenance=mode={build.Provenance}");
        else if (build.SourceDateEpoch is not null) arguments.Add("--provenance=false");
        if (build.Sbom) arguments.Add("--sbom=true");

        var savesAfterwards = build.Output.Kind == OutputKind.DockerArchive && run is { Builder: BuilderKind.Engine };
        var loadsAfterwards = build is { SourceDateEpoch: not null, Output.Kind: OutputKind.Load or OutputKind.Push } && run is { Builder: BuilderKind.EngineWithContainerd };
        var output = savesAfterwards ? BuildOutput.Load : loadsAfterwards ? new BuildOutput(OutputKind.OciArchive, run!.ArchiveFile) : build.Output;
        var rewrites = build.SourceDateEpoch is null ? "" : ",rewrite-timestamp=true";
        switch (output.Kind)
        {
            case OutputKind.Load when rewrites.Length > 0:
                arguments.AddRange(["--output", $"type=docker{rewrites}"]);
                break;
            case OutputKind.Load when run is not null || build.Builder.Length > 0:
                arguments.Add("--load");
                break;
            case OutputKind.Push when rewrites.Length > 0:
                arguments.AddRange(["--output", $"type=image,push=true{rewrites}"]);
                break;
            case OutputKind.Push:
                arguments.Add("--push");
                break;
            case OutputKind.OciArchive or OutputKind.DockerArchive:
                arguments.AddRange(["--output", $"type={(output.Kind == OutputKind.OciArchive ? "oci" : "docker")},{ToolCommand.Field("dest", output.Path)}{rewrites}"]);
                break;
        }

        arguments.AddRange(build.Options);
        arguments.Add(build.Context);
        yield return new ToolCommand("docker", arguments);
        if (savesAfterwards) yield return new ToolCommand("docker", ["image", "save", "--output", build.Output.Path, .. build.Names]);
        if (!loadsAfterwards) yield break;

        // An engine's own builder is called as the context that leads to the engine.
        string[] engine = build.Builder.Length > 0 ? ["--context", build.Builder] : [];
        yield return new ToolCommand("docker", [.. engine, "image", "load", "--input", run!.ArchiveFile]);
        if (build.Output.Kind != OutputKind.Push) yield break;
        foreach (var name in build.Names) yield return new ToolCommand("docker", [.. engine, "image", "push", name]);
    }

    /// <summary>podman build and buildah build (buildah-build(1)); they build into the images of this machine, and send from there.</summary>
    private static IEnumerable<ToolCommand> Podman(ImageBuild build, BuildTool tool, BuildRun? run)
    {
        var program = FoundBuildTool.NameOf(tool);
        var isList = build.Platforms.Count > 1;
        List<string> arguments = ["build"];

        // A list that is there is added to, and a name may be that of an image: so a list is made under a name of its own, which goes once the others are given.
        var list = run?.ListName ?? build.Names[0];
        if (isList) arguments.AddRange(["--manifest", list]);
        else if (run is not null) arguments.AddRange(["--iidfile", run.ResultFile]);
        AddInputs(arguments, isList ? build with { Names = [] } : build);
        if (build.IgnoreFile is { } ignoreFile) arguments.AddRange(["--ignorefile", ignoreFile]);
        if (build.SourceDateEpoch is { } epoch) arguments.AddRange(["--timestamp", epoch.ToString(CultureInfo.InvariantCulture)]);
        arguments.AddRange(build.Options);
        arguments.Add(build.Context);
        yield return new ToolCommand(program, arguments);
        if (isList && run is not null)
        {
            yield return new ToolCommand(program, ["tag", list, .. build.Names]);
            yield return new ToolCommand(program, ["manifest", "rm", list]);
        }

        var source = build.Names[0];
        string[] digest = run is null ? [] : ["--digestfile", run.DigestFile];
        string[] push = isList ? ["manifest", "push", "--all", .. digest, source] : ["push", .. digest, source];
        switch (build.Output.Kind)
        {
            case OutputKind.Push:
                foreach (var name in build.Names) yield return new ToolCommand(program, [.. push, $"docker://{name}"]);
                break;
            case OutputKind.OciArchive or OutputKind.DockerArchive:
                var format = build.Output.Kind == OutputKind.OciArchive ? "oci-archive" : "docker-archive";
                yield return new ToolCommand(program, [.. push, $"{format}:{build.Output.Path}:{source}"]);
                break;
        }
    }

    private static void AddInputs(List<string> arguments, ImageBuild build)
    {
        arguments.AddRange(["-f", build.Dockerfile]);
        foreach (var name in build.Names) arguments.AddRange(["-t", name]);
        if (build.Platforms.Count > 0) arguments.AddRange(["--platform", string.Join(',', build.Platforms)]);
        foreach (var named in build.NamedContexts) arguments.AddRange(["--build-context", $"{named.Name}={named.HostPath}"]);
        foreach (var secret in build.Secrets)
        {
            arguments.AddRange(["--secret", $"{ToolCommand.Field("id", secret.Id)},{(secret.File is { } file ? ToolCommand.Field("src", file) : $"env={secret.Variable}")}"]);
        }

        foreach (var (name, value) in build.Arguments) arguments.AddRange(["--build-arg", value is null ? name : $"{name}={value}"]);
        foreach (var (name, value) in build.Labels) arguments.AddRange(["--label", $"{name}={value}"]);
    }
}
