using System.Globalization;
using ContainerGuard.Pinning;

namespace ContainerGuard.Building;

/// <summary>
/// The commands that build an image: those that ContainerGuard runs, and the one that the summary of a publish shows, ready to copy into a
/// shell.
/// </summary>
internal static class BuildCommand
{
    /// <summary>The list of a build for several platforms, in the command to show. Each run has a different name.</summary>
    private const string ShownList = "localhost/containerguard-list";

    /// <summary>
    /// The command for a shell: the one that ContainerGuard runs, without the options by which it reads the progress and the result.
    /// </summary>
    public static string Text(ImageBuild build, BuildTool tool, bool forWindows) =>
        string.Join(" && ", All(build, tool, run: null).Select(command => command.Text(forWindows)));

    /// <param name="build">The image to build.</param>
    /// <param name="tool">The program.</param>
    /// <param name="run">How ContainerGuard runs it; null for the command to show.</param>
    /// <returns>The build, and the commands that move the image to its destination if the build itself cannot.</returns>
    public static IEnumerable<ToolCommand> All(ImageBuild build, BuildTool tool, BuildRun? run) =>
        tool != BuildTool.Docker ? Podman(build, tool, run) : build.IsForWindows ? WindowsEngine(build, run) : Buildx(build, run);

    /// <summary>docker buildx build (docs.docker.com/reference/cli/docker/buildx/build).</summary>
    private static IEnumerable<ToolCommand> Buildx(ImageBuild build, BuildRun? run)
    {
        List<string> arguments = ["buildx", "build"];
        if (run is not null) arguments.AddRange(["--progress=plain", "--metadata-file", run.ResultFile]);
        if (build.Builder.Length > 0) arguments.AddRange(["--builder", build.Builder]);
        AddInputs(arguments, build);
        if (build.SourceDateEpoch is { } epoch)
        {
            arguments.AddRange(["--build-arg", string.Create(CultureInfo.InvariantCulture, $"SOURCE_DATE_EPOCH={epoch}")]);
        }

        // The attestation contains the time of the build, so two builds of the same sources would always differ.
        if (build.Provenance.Length > 0)
        {
            arguments.Add(build.Provenance == "false" ? "--provenance=false" : $"--provenance=mode={build.Provenance}");
        }
        else if (build.SourceDateEpoch is not null)
        {
            arguments.Add("--provenance=false");
        }

        if (build.Sbom) arguments.Add("--sbom=true");

        var savesAfterwards = build.Output.Kind == OutputKind.DockerArchive && run is { Builder: BuilderKind.Engine };
        var loadsAfterwards = build is { SourceDateEpoch: not null, Output.Kind: OutputKind.Load or OutputKind.Push }
            && run is { Builder: BuilderKind.EngineWithContainerd };
        var output =
            savesAfterwards ? BuildOutput.Load : loadsAfterwards ? new BuildOutput(OutputKind.OciArchive, run!.ArchiveFile) : build.Output;
        arguments.AddRange(OutputOf(output, build.SourceDateEpoch is null ? "" : ",rewrite-timestamp=true"));
        arguments.AddRange(build.Options);
        arguments.Add(build.Context);
        yield return new ToolCommand("docker", arguments)
        {
            Variables = build.SourcePolicy is { } policy ? [KeyValuePair.Create(SourcePolicy.Variable, policy)] : [],
        };
        if (savesAfterwards) yield return new ToolCommand("docker", ["image", "save", "--output", build.Output.Path, .. build.Names]);
        if (!loadsAfterwards) yield break;

        // The builder of an engine has the name of the docker context of that engine.
        string[] engine = build.Builder.Length > 0 ? ["--context", build.Builder] : [];
        yield return new ToolCommand("docker", [.. engine, "image", "load", "--input", run!.ArchiveFile]);
        if (build.Output.Kind != OutputKind.Push) yield break;
        foreach (var name in build.Names) yield return new ToolCommand("docker", [.. engine, "image", "push", name]);
    }

    private static string[] OutputOf(BuildOutput output, string rewrites) => output.Kind switch
    {
        OutputKind.Load when rewrites.Length > 0 => ["--output", $"type=docker{rewrites}"],
        OutputKind.Load => ["--load"],
        OutputKind.Push when rewrites.Length > 0 => ["--output", $"type=image,push=true{rewrites}"],
        OutputKind.Push => ["--push"],
        OutputKind.OciArchive => ["--output", $"type=oci,{ToolCommand.Field("dest", output.Path)}{rewrites}"],
        _ => ["--output", $"type=docker,{ToolCommand.Field("dest", output.Path)}{rewrites}"],
    };

    /// <summary>
    /// docker build on an engine for Windows containers, which has its own builder (docs.docker.com/build/buildkit/#getting-started).
    /// </summary>
    private static IEnumerable<ToolCommand> WindowsEngine(ImageBuild build, BuildRun? run)
    {
        List<string> arguments = ["build"];
        if (run is not null) arguments.AddRange(["--iidfile", run.ResultFile]);
        AddInputs(arguments, build);
        arguments.AddRange(build.Options);
        arguments.Add(build.Context);
        yield return new ToolCommand("docker", arguments);
        if (build.Output.Kind == OutputKind.DockerArchive)
        {
            yield return new ToolCommand("docker", ["image", "save", "--output", build.Output.Path, .. build.Names]);
        }

        if (build.Output.Kind != OutputKind.Push) yield break;
        foreach (var name in build.Names) yield return new ToolCommand("docker", ["image", "push", name]);
    }

    /// <summary>podman build and buildah build (buildah-build(1)); they store the image on this machine and push it from there.</summary>
    private static IEnumerable<ToolCommand> Podman(ImageBuild build, BuildTool tool, BuildRun? run)
    {
        var program = FoundBuildTool.NameOf(tool);
        var isList = build.Platforms.Count > 1;
        List<string> arguments = ["build"];

        // An existing list would be extended, and a name may belong to an image. So the list gets a temporary name, which is removed after
        // tagging.
        var list = run?.ListName ?? ShownList;
        if (isList) arguments.AddRange(["--manifest", list]);
        else if (run is not null) arguments.AddRange(["--iidfile", run.ResultFile]);
        AddInputs(arguments, isList ? build with { Names = [] } : build);
        if (build.IgnoreFile is { } ignoreFile) arguments.AddRange(["--ignorefile", ignoreFile]);
        if (build.SourceDateEpoch is { } epoch) arguments.AddRange(["--timestamp", epoch.ToString(CultureInfo.InvariantCulture)]);
        arguments.AddRange(build.Options);
        arguments.Add(build.Context);
        yield return new ToolCommand(program, arguments);
        if (isList)
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
            arguments.AddRange(["--secret",
                $"{ToolCommand.Field("id", secret.Id)},"
                    + $"{(secret.File is { } file ? ToolCommand.Field("src", file) : $"env={secret.Variable}")}"]);
        }

        foreach (var (name, value) in build.Arguments) arguments.AddRange(["--build-arg", value is null ? name : $"{name}={value}"]);
        foreach (var (name, value) in build.Labels) arguments.AddRange(["--label", $"{name}={value}"]);
    }
}
