namespace ContainerGuard.Generation.DotNet;

/// <summary>Writes the stages that build a .NET project for Linux.</summary>
internal static class DotNetDockerfile
{
    /// <summary>The folder of the sources in the build stage.</summary>
    public const string SourceDirectory = "/src";

    /// <summary>An image can have 127 layers in Docker's storage, including those of the base image.</summary>
    private const int MostCopies = 48;

    private const string Architecture = "-a \"$TARGETARCH\" ";

    /// <summary>On alpine, the SDK's own runtime identifier is that of musl.</summary>
    private const string Musl = "--os linux-musl ";

    /// <param name="file">The Dockerfile, below its header.</param>
    /// <param name="project">A project for Linux without a <see cref="DotNetProject.Problem"/>.</param>
    /// <param name="inputs">The files that restore reads.</param>
    public static void Write(DockerfileWriter file, DotNetProject project, RestoreInputs inputs)
    {
        foreach (var context in inputs.NamedContexts)
        {
            file.Line().Line(
                $"# {context.Name} is a package source outside the build context. Pass it with --build-context {context.Name}=<folder>.");
            file.Line($"FROM scratch AS {context.Name}");
        }

        if (inputs.Git is { } git)
        {
            file.Line().Comment($"{git.Name} is the history of the repository, from which {inputs.GitPackage} computes the version. "
                + $"Pass it with --build-context {git.Name}=<folder>/.git.");
            file.Line($"FROM scratch AS {git.Name}");
        }

        SpaStages.Write(file, inputs.Clients);
        WriteBuildStage(file, project, inputs, BaseImages.For(project, inputs.GlobalJson), project.Source);
    }

    private static void WriteBuildStage(
        DockerfileWriter file, DotNetProject project, RestoreInputs inputs, BaseImages images, string source)
    {
        // Native AOT cannot cross-compile without a second toolchain, so its build stage runs on the target's architecture.
        var onBuilder = !project.PublishAot;
        var architecture = project.PublishAot
            ? "the target's architecture, because native AOT cannot cross-compile"
            : "the builder's architecture and compiles for the target's";
        var copiesAll = inputs.Doubt is not null;
        var folders = FilesByFolder(inputs.Files);
        var isGathered = !copiesAll && folders.Count > MostCopies;
        if (isGathered) WriteGatheringStage(file, inputs.Files, images.Build.Reference, onBuilder);

        var isPortable = inputs.LockedRestore == LockedRestore.Portable;
        file.Line().Comment(images.Build.Sentence);
        file.Line($"# build runs on {architecture}.").From(images.Build.Reference, "build", onBuilder);
        if (!isPortable) file.Line("ARG TARGETARCH");
        file.Line($"WORKDIR {SourceDirectory}").Begin(project.BuildExtras);
        SpaStages.WriteTools(file, inputs.Clients);
        if (copiesAll)
        {
            file.Line().Comment($"All files are copied before restore, so every change restores again: {inputs.Doubt}. "
                + "Add the files that restore reads as ContainerGuardRestoreInput items, to copy only these files first.");
            WriteSources(file, inputs);
        }
        else
        {
            file.Line().Line("# Copy what restore reads first, so that a change of a source file does not repeat the restore.");
            if (isGathered) file.Line($"COPY --from=restore-inputs {SourceDirectory}/ ./");
            else foreach (var folder in folders) file.Copy(folder, ContextPath.Folder(folder[0]));
        }

        WriteRestore(file, project, inputs, source, isPortable ? "" : Target(project, images));
        file.Line();
        if (!copiesAll) WriteSources(file, inputs);
        SpaStages.WriteCopies(file, inputs.Clients);
        file.End(project.BuildExtras);
        if (project.UnpacksItself) file.Line("# Not a single file: a self-extracting app cannot start on a read-only file system.");
        if (project.PublishAot) file.Line("# Leave out the native symbols: only a debugger needs them, and they are larger than the app.");
        var isAlone = inputs.Files.Count(GeneratedIgnoreFile.IsProject) <= 1;
        if (isAlone) file.Line("# A single project compiles faster without the compiler server.");
        file.Append($"""
            # ContainerGuard has already checked this project, so it is off in this build.
            RUN {GitVersions.Mount(inputs.Git)}dotnet publish {CommandLine.Quote(source)} --no-restore -c {CommandLine.Quote(GivenProperties.Configuration(project))} {FrameworkOption(project)}{(isPortable ? "" : Target(project, images))}{GivenProperties.Options(project)}{RuntimeProperty(project)} \
                -p:ContainerGuardEnabled=false{(isAlone ? " -p:UseSharedCompilation=false" : "")}{(project.PublishAot ? " -p:CopyOutputSymbolsToPublishDirectory=false" : "")}{SpaStages.Switches(inputs.Clients)}{(project.ContainerGuardHealthcheck.Length == 0 ? "" : " -p:_ContainerGuardInImage=true")} -o /app

            """);
    }

    private static void WriteSources(DockerfileWriter file, RestoreInputs inputs)
    {
        if (inputs.NamedFiles.FirstOrDefault(GeneratedIgnoreFile.IsSecret) is { } named)
        {
            file.Comment($"containerguard ignore=CG4004: the project names {named}, which stays in this stage unless it is published");
        }

        file.Line("COPY . .");
    }

    private static void WriteRestore(DockerfileWriter file, DotNetProject project, RestoreInputs inputs, string source, string target)
    {
        if (inputs.LockedRestore == LockedRestore.Portable)
        {
            file.Append(
                "# packages.lock.json has no Linux runtime identifier: the app is published portable, so that restore stays locked.\n");
        }
        else if (inputs.LockedRestore == LockedRestore.NotEnforced)
        {
            file.Append(
                "# packages.lock.json does not have both linux-x64 and linux-arm64 (RuntimeIdentifiers), so restore is not locked.\n");
        }

        // The packages stay in the layer. If they were in the cache mount, a pruned cache or another builder would have the cached layer
        // of restore without the packages, and publish would fail (NETSDK1064). The mount only caches downloads.
        file.Append(
            "# The mount caches downloads. The packages stay in this layer, so a pruned cache cannot break publish (NETSDK1064).\n");
        file.Append("RUN --mount=type=cache,id=nuget-http,target=/root/.local/share/NuGet/http-cache,sharing=locked \\\n");
        foreach (var folder in inputs.FeedFolders)
        {
            file.Append($"    --mount=type=bind,source={DockerfileWriter.MountPath(folder)},target="
                + $"{DockerfileWriter.MountPath($"{SourceDirectory}/{folder}")} \\\n");
        }

        foreach (var context in inputs.NamedContexts)
        {
            file.Append($"    --mount=type=bind,from={context.Name},target={DockerfileWriter.MountPath(context.ContainerPath)} \\\n");
        }

        foreach (var variable in inputs.FeedVariables) file.Append($"    --mount=type=secret,id={variable},env={variable} \\\n");
        foreach (var secret in inputs.Secrets)
        {
            file.Append($"    --mount=type=secret,id={secret.Id},target={DockerfileWriter.MountPath(secret.ContainerPath)} \\\n");
        }

        var locked = inputs.LockedRestore is LockedRestore.ForRuntime or LockedRestore.Portable ? "--locked-mode " : "";
        if (inputs.ToolManifest is { } tools) file.Append($"    dotnet tool restore --tool-manifest {CommandLine.Quote(tools)} && \\\n");
        var configuration = CommandLine.Quote($"-p:Configuration={GivenProperties.Configuration(project)}");
        file.Append($"    dotnet restore {CommandLine.Quote(source)} {locked}{target}{configuration} "
            + $"{GivenProperties.Options(project)}{RuntimeProperty(project)}{SpaStages.Switches(inputs.Clients)}\n");
    }

    /// <summary>
    /// Collects the files of many folders in a separate stage, because one COPY for each folder would exceed the limit of layers.
    /// The stage runs again after every edit, but restore does not: BuildKit compares the collected files.
    /// </summary>
    private static void WriteGatheringStage(DockerfileWriter file, IReadOnlyList<string> files, string image, bool onBuilder)
    {
        file.Line().Line("# restore-inputs collects the files that restore reads. Restore runs again only when one of them changes.")
            .From(image, "restore-inputs", onBuilder).Append($"""
            WORKDIR /context
            RUN --mount=type=bind,target=/context \
                mkdir {SourceDirectory} && cp --parents \

            """);
        foreach (var path in files) file.Append($"    {CommandLine.Quote(path)} \\\n");
        file.Append($"    {SourceDirectory}/\n");
    }

    /// <summary>Groups the files by folder, in order, because COPY writes all its sources to one folder.</summary>
    public static List<List<string>> FilesByFolder(IReadOnlyList<string> files)
    {
        var sorted = new List<string>(files);
        sorted.Sort(static (one, other) =>
            string.CompareOrdinal(ContextPath.Folder(one), ContextPath.Folder(other)) is var order && order != 0
                ? order
                : string.CompareOrdinal(one, other));

        var folders = new List<List<string>>();
        foreach (var file in sorted)
        {
            if (folders.Count == 0 || ContextPath.Folder(folders[^1][0]) != ContextPath.Folder(file)) folders.Add([]);
            folders[^1].Add(file);
        }

        return folders;
    }

    /// <summary>The options for the runtime identifier of the image.</summary>
    private static string Target(DotNetProject project, BaseImages images) =>
        BaseImages.IsMusl(project) && !ImageTools.IsAlpine(images.Build.Reference) ? Musl + Architecture : Architecture;

    /// <summary>The option that selects one of several frameworks; empty for a project with one.</summary>
    internal static string FrameworkOption(DotNetProject project) =>
        project.IsMultiTargeted ? $"-f {project.TargetFramework.Moniker} " : "";

    /// <summary>The publish properties that restore also needs, because they decide which packs it downloads.</summary>
    public static string RuntimeProperty(DotNetProject project) => project switch
    {
        { IsSelfContained: true } => "-p:SelfContained=true",
        { PublishSingleFile: true } => "-p:SelfContained=false",
        _ => "-p:UseAppHost=false",
    }
        + (project.UnpacksItself ? " -p:PublishSingleFile=false" : "");
}
