using System.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Facts to text: the Dockerfile of a .NET project and the ignore file beside it. Pure and deterministic: no time, no path of this
/// machine, no version of this tool, so the same project gives the same bytes everywhere.
/// </summary>
internal static class DotNetDockerfile
{
    /// <summary>Where the build context lies in the build stage.</summary>
    public const string SourceDirectory = "/src";

    /// <summary>Docker's own storage holds 127 layers, those of the base image included.</summary>
    private const int MostCopies = 48;

    private const string Architecture = "-a \"$TARGETARCH\" ";

    /// <param name="project">A project without an <see cref="DotNetProject.Obstacle"/>.</param>
    /// <param name="inputs">What restore reads.</param>
    /// <param name="pins">
    /// For each of <see cref="BaseImages.References"/> what to write after FROM: mirrored, with tag and digest. One that is not in it is written as it is.
    /// </param>
    /// <param name="ownIgnoreFile">The text of the context's .dockerignore, or null when it has none.</param>
    public static GeneratedFiles Generate(
        DotNetProject project, RestoreInputs inputs, IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile = null)
    {
        var source = project.RelativePath ?? throw new ArgumentException("The project lies outside the build context.", nameof(project));
        if (project.IsWindows) return WindowsDockerfile.Generate(project, inputs, pins, ownIgnoreFile);
        var images = BaseImages.For(project, inputs.GlobalJson);
        var text = new StringBuilder(4096);
        foreach (var context in inputs.NamedContexts)
        {
            text.Append($"\n# {context.Name} is a package source outside the build context: docker build --build-context {context.Name}=<its folder>.\n");
            text.Append($"FROM scratch AS {context.Name}\n");
        }

        SpaStages.Write(text, inputs.Clients, pins);
        WriteBuildStage(text, project, inputs, images, pins, source);
        DotNetFinalStage.Write(text, project, images, pins);
        return new GeneratedFiles(
            GeneratedFile.WithHeader(source, text.ToString()),
            GeneratedFile.WithHeader(source, GeneratedIgnoreFile.Text(inputs.WithClients(), ownIgnoreFile)));
    }

    /// <summary>The files for an app that was published outside: its image is made of what is there.</summary>
    /// <param name="project">A project with a <see cref="DotNetProject.PublishFolder"/>.</param>
    /// <param name="globalJson">Which SDK published it.</param>
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
        // Native AOT cannot cross-compile without a second tool chain, so its build stage runs as the target's own architecture.
        var from = $"{(project.PublishAot ? "" : "--platform=$BUILDPLATFORM ")}{images.Build.Pinned(pins)}";
        var architecture = project.PublishAot ? "the target's architecture, as native AOT must" : "the builder's own architecture, for the target's";
        var folders = FilesByFolder(inputs.Files);
        var isGathered = folders.Count > MostCopies;
        if (isGathered) WriteGatheringStage(text, inputs.Files, from);

        var isPortable = inputs.LockedRestore == LockedRestore.Portable;
        text.Append('\n').Append(Instruction.Comment(images.Build.Sentence));
        text.Append($"""
            # build compiles on {architecture}.
            FROM {from} AS build
            {(isPortable ? "" : "ARG TARGETARCH\n")}WORKDIR {SourceDirectory}

            """);
        project.BuildExtras.WriteBegin(text);
        SpaStages.WriteTools(text, inputs.Clients);
        text.Append("""

            # What restore reads comes before the sources, so that an edit of a source does not restore again.

            """);
        if (isGathered) text.Append($"COPY --from=restore-inputs {SourceDirectory}/ ./\n");
        else foreach (var folder in folders) text.Append(Instruction.Copy(folder, ContextPath.Folder(folder[0]))).Append('\n');

        WriteRestore(text, project, inputs, source);
        text.Append($"""

            COPY . .

            """);
        SpaStages.WriteCopies(text, inputs.Clients);
        project.BuildExtras.WriteEnd(text);
        if (project.UnpacksItself) text.Append("# A single file that unpacks itself cannot start on a read-only file system: here its parts lie side by side.\n");
        if (project.PublishAot) text.Append("# The native symbols, larger than the app, stay behind: a debugger needs them, the app does not.\n");
        var isAlone = inputs.Files.Count(GeneratedIgnoreFile.IsProject) == 1;
        if (isAlone) text.Append("# A compiler server would compile this one project and be gone: the compiler runs by itself, which is quicker.\n");
        text.Append($"""
            # ContainerGuard has checked this project already and does not run again inside the image's build.
            RUN dotnet publish {CommandLine.Quote(source)} --no-restore -c Release {FrameworkOption(project)}{(isPortable ? "" : Architecture)}{RuntimeProperty(project)} \
                -p:ContainerGuardEnabled=false{(isAlone ? " -p:UseSharedCompilation=false" : "")}{(project.PublishAot ? " -p:CopyOutputSymbolsToPublishDirectory=false" : "")}{SpaStages.Switches(inputs.Clients)}{(project.ContainerGuardHealthcheck.Length == 0 ? "" : " -p:_ContainerGuardInImage=true")} -o /app

            """);
    }

    private static void WriteRestore(StringBuilder text, DotNetProject project, RestoreInputs inputs, string source)
    {
        if (inputs.LockedRestore == LockedRestore.Portable)
        {
            text.Append("# The packages.lock.json files know no Linux runtime identifiers: the app is published portable, so that restore stays locked.\n");
        }
        else if (inputs.LockedRestore == LockedRestore.NotEnforced)
        {
            text.Append("# The packages.lock.json files do not know both linux-x64 and linux-arm64 (RuntimeIdentifiers), so restore cannot be locked.\n");
        }

        // The packages themselves stay in the layer: a cache mount that was pruned, or never was on this builder, would leave a restore
        // that is cached without its packages, and the publish after it would fail (NETSDK1064). The mount spares the downloads.
        text.Append("# The mount spares downloads. The packages stay in this layer, so that no pruned cache can part them from it (NETSDK1064).\n");
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
    /// Gathers the files of very many folders in a stage of its own: a COPY each would be more layers than an image may have.
    /// The stage runs again with every edit, and BuildKit compares what it gathered, so restore does not.
    /// </summary>
    private static void WriteGatheringStage(StringBuilder text, IReadOnlyList<string> files, string from)
    {
        text.Append($"""

            # restore-inputs gathers what restore reads from many folders; only when one of these files changes does restore run again.
            FROM {from} AS restore-inputs
            WORKDIR /context
            RUN --mount=type=bind,target=/context \
                mkdir {SourceDirectory} && cp --parents \

            """);
        foreach (var file in files) text.Append($"    {CommandLine.Quote(file)} \\\n");
        text.Append($"    {SourceDirectory}/\n");
    }

    /// <summary>Files in groups of one folder, in order: COPY of several sources puts them all into the same one.</summary>
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

    /// <summary>Which of several frameworks is published; nothing where there is one.</summary>
    internal static string FrameworkOption(DotNetProject project) => project.IsMultiTargeted ? $"-f {project.TargetFramework.Moniker} " : "";

    /// <summary>What restore must know already of how the app is published: which packs it needs depends on it.</summary>
    public static string RuntimeProperty(DotNetProject project) => project switch
    {
        { IsSelfContained: true } => "-p:SelfContained=true",
        { PublishSingleFile: true } => "-p:SelfContained=false",
        _ => "-p:UseAppHost=false",
    }
        + (project.UnpacksItself ? " -p:PublishSingleFile=false" : "");
}
