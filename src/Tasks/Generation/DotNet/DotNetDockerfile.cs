using System.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Writes the Dockerfile of a .NET project and its ignore file. The output contains no time, no path of this
/// machine and no version of this tool, so that the same project gives the same bytes everywhere.
/// </summary>
internal static class DotNetDockerfile
{
    /// <summary>The folder of the sources in the build stage.</summary>
    public const string SourceDirectory = "/src";

    /// <summary>An image can have 127 layers in Docker's storage, including those of the base image.</summary>
    private const int MostCopies = 48;

    private const string Architecture = "-a \"$TARGETARCH\" ";

    /// <param name="project">A project without an <see cref="DotNetProject.Obstacle"/>.</param>
    /// <param name="inputs">The files that restore reads.</param>
    /// <param name="pins">
    /// For each of <see cref="BaseImages.References"/> the text after FROM: mirrored, with tag and digest. A missing image is written unchanged.
    /// </param>
    /// <param name="ownIgnoreFile">The text of the context's .dockerignore, or null if it has none.</param>
    public static GeneratedFiles Generate(
        DotNetProject project, RestoreInputs inputs, IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile = null)
    {
        var source = project.RelativePath ?? throw new ArgumentException("The project lies outside the build context.", nameof(project));
        if (project.IsWindows) return WindowsDockerfile.Generate(project, inputs, pins, ownIgnoreFile);
        var images = BaseImages.For(project, inputs.GlobalJson);
        var text = new StringBuilder(4096);
        foreach (var context in inputs.NamedContexts)
        {
            text.Append($"\n# {context.Name} is a package source outside the build context. Pass it with --build-context {context.Name}=<folder>.\n");
            text.Append($"FROM scratch AS {context.Name}\n");
        }

        SpaStages.Write(text, inputs.Clients, pins);
        WriteBuildStage(text, project, inputs, images, pins, source);
        DotNetFinalStage.Write(text, project, images, pins);
        return new GeneratedFiles(
            GeneratedFile.WithHeader(source, text.ToString()),
            GeneratedFile.WithHeader(source, GeneratedIgnoreFile.Text(inputs.WithClients(), ownIgnoreFile)));
    }

    /// <summary>The files for layout 'publish': the image copies the output of dotnet publish.</summary>
    /// <param name="project">A project with a <see cref="DotNetProject.PublishFolder"/>.</param>
    /// <param name="globalJson">The SDK that published the app.</param>
    /// <param name="pins">As for <see cref="Generate"/>.</param>
    public static GeneratedFiles GenerateForPublished(DotNetProject project, GlobalJson? globalJson, IReadOnlyDictionary<string, string> pins)
    {
        return new GeneratedFiles(
            project.IsWindows ? WindowsDockerfile.GenerateForPublished(project, globalJson, pins) : Published(project, globalJson, pins),
            GeneratedFile.WithHeader(project.RelativePath!, GeneratedIgnoreFile.Only([project.PublishFolder!, .. project.FinalExtras.Copies.Select(static copy => copy.Source)])));
    }

    private static string Published(DotNetProject project, GlobalJson? globalJson, IReadOnlyDictionary<string, string> pins)
    {
        var text = new StringBuilder(2048);
        DotNetFinalStage.Write(text, project, BaseImages.For(project, globalJson), pins);
        return GeneratedFile.WithHeader(project.RelativePath!, text.ToString());
    }

    private static void WriteBuildStage(
        StringBuilder text, DotNetProject project, RestoreInputs inputs, BaseImages images, IReadOnlyDictionary<string, string> pins, string source)
    {
        // Native AOT cannot cross-compile without a second toolchain, so its build stage runs on the target's architecture.
        var from = $"{(project.PublishAot ? "" : "--platform=$BUILDPLATFORM ")}{images.Build.Pinned(pins)}";
        var architecture = project.PublishAot ? "the target's architecture, because native AOT cannot cross-compile" : "the builder's architecture and compiles for the target's";
        var folders = FilesByFolder(inputs.Files);
        var isGathered = folders.Count > MostCopies;
        if (isGathered) WriteGatheringStage(text, inputs.Files, from);

        var isPortable = inputs.LockedRestore == LockedRestore.Portable;
        text.Append('\n').Append(Instruction.Comment(images.Build.Sentence));
        text.Append($"""
            # build runs on {architecture}.
            FROM {from} AS build
            {(isPortable ? "" : "ARG TARGETARCH\n")}WORKDIR {SourceDirectory}

            """);
        project.BuildExtras.WriteBegin(text);
        SpaStages.WriteTools(text, inputs.Clients);
        text.Append("""

            # Copy what restore reads first, so that a change of a source file does not restore again.

            """);
        if (isGathered) text.Append($"COPY --from=restore-inputs {SourceDirectory}/ ./\n");
        else foreach (var folder in folders) text.Append(Instruction.Copy(folder, ContextPath.Folder(folder[0]))).Append('\n');

        WriteRestore(text, project, inputs, source);
        text.Append($"""

            COPY . .

            """);
        SpaStages.WriteCopies(text, inputs.Clients);
        project.BuildExtras.WriteEnd(text);
        if (project.UnpacksItself) text.Append("# Not a single file: a self-extracting app cannot start on a read-only file system.\n");
        if (project.PublishAot) text.Append("# Leave out the native symbols: only a debugger needs them, and they are larger than the app.\n");
        var isAlone = inputs.Files.Count(GeneratedIgnoreFile.IsProject) == 1;
        if (isAlone) text.Append("# A single project compiles faster without the compiler server.\n");
        text.Append($"""
            # ContainerGuard has already checked this project, so it is off in this build.
            RUN dotnet publish {CommandLine.Quote(source)} --no-restore -c Release {FrameworkOption(project)}{(isPortable ? "" : Architecture)}{RuntimeProperty(project)} \
                -p:ContainerGuardEnabled=false{(isAlone ? " -p:UseSharedCompilation=false" : "")}{(project.PublishAot ? " -p:CopyOutputSymbolsToPublishDirectory=false" : "")}{SpaStages.Switches(inputs.Clients)}{(project.ContainerGuardHealthcheck.Length == 0 ? "" : " -p:_ContainerGuardInImage=true")} -o /app

            """);
    }

    private static void WriteRestore(StringBuilder text, DotNetProject project, RestoreInputs inputs, string source)
    {
        if (inputs.LockedRestore == LockedRestore.Portable)
        {
            text.Append("# packages.lock.json has no Linux runtime identifier: the app is published portable, so that restore stays locked.\n");
        }
        else if (inputs.LockedRestore == LockedRestore.NotEnforced)
        {
            text.Append("# packages.lock.json does not have both linux-x64 and linux-arm64 (RuntimeIdentifiers), so restore is not locked.\n");
        }

        // The packages stay in the layer. If they were in the cache mount, a pruned cache or another builder would have the cached layer
        // of restore without the packages, and publish would fail (NETSDK1064). The mount only caches downloads.
        text.Append("# The mount caches downloads. The packages stay in this layer, so a pruned cache cannot break publish (NETSDK1064).\n");
        text.Append("RUN --mount=type=cache,id=nuget-http,target=/root/.local/share/NuGet/http-cache,sharing=locked \\\n");
        foreach (var folder in inputs.FeedFolders)
        {
            text.Append($"    --mount=type=bind,source={Instruction.MountPath(folder)},target={Instruction.MountPath($"{SourceDirectory}/{folder}")} \\\n");
        }

        foreach (var context in inputs.NamedContexts)
        {
            text.Append($"    --mount=type=bind,from={context.Name},target={Instruction.MountPath(context.ContainerPath)} \\\n");
        }

        foreach (var secret in inputs.Secrets)
        {
            text.Append($"    --mount=type=secret,id={secret.Id},target={Instruction.MountPath(secret.ContainerPath)} \\\n");
        }

        var locked = inputs.LockedRestore is LockedRestore.ForRuntime or LockedRestore.Portable ? "--locked-mode " : "";
        var architecture = inputs.LockedRestore == LockedRestore.Portable ? "" : Architecture;
        text.Append($"    dotnet restore {CommandLine.Quote(source)} {locked}{architecture}-p:Configuration=Release {RuntimeProperty(project)}{SpaStages.Switches(inputs.Clients)}\n");
    }

    /// <summary>
    /// Collects the files of many folders in a separate stage, because one COPY for each folder would exceed the limit of layers.
    /// The stage runs again after every edit, but restore does not: BuildKit compares the collected files.
    /// </summary>
    private static void WriteGatheringStage(StringBuilder text, IReadOnlyList<string> files, string from)
    {
        text.Append($"""

            # restore-inputs collects the files that restore reads. Restore runs again only when one of them changes.
            FROM {from} AS restore-inputs
            WORKDIR /context
            RUN --mount=type=bind,target=/context \
                mkdir {SourceDirectory} && cp --parents \

            """);
        foreach (var file in files) text.Append($"    {CommandLine.Quote(file)} \\\n");
        text.Append($"    {SourceDirectory}/\n");
    }

    /// <summary>Groups the files by folder, in order, because COPY writes all its sources to one folder.</summary>
    public static List<List<string>> FilesByFolder(IReadOnlyList<string> files)
    {
        var sorted = new List<string>(files);
        sorted.Sort(static (one, other) =>
            string.CompareOrdinal(ContextPath.Folder(one), ContextPath.Folder(other)) is var order && order != 0 ? order : string.CompareOrdinal(one, other));

        var folders = new List<List<string>>();
        foreach (var file in sorted)
        {
            if (folders.Count == 0 || ContextPath.Folder(folders[^1][0]) != ContextPath.Folder(file)) folders.Add([]);
            folders[^1].Add(file);
        }

        return folders;
    }

    /// <summary>The option that selects one of several frameworks; empty for a project with one.</summary>
    internal static string FrameworkOption(DotNetProject project) => project.IsMultiTargeted ? $"-f {project.TargetFramework.Moniker} " : "";

    /// <summary>The publish properties that restore also needs, because they decide which packs it downloads.</summary>
    public static string RuntimeProperty(DotNetProject project) => project switch
    {
        { IsSelfContained: true } => "-p:SelfContained=true",
        { PublishSingleFile: true } => "-p:SelfContained=false",
        _ => "-p:UseAppHost=false",
    }
        + (project.UnpacksItself ? " -p:PublishSingleFile=false" : "");
}
