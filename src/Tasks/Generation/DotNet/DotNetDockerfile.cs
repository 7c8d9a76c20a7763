using System.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Facts to text: the Dockerfile of a .NET project and the ignore file beside it. Pure and deterministic: no time, no path of this
/// machine, no version of this tool, so the same project gives the same bytes everywhere.
/// </summary>
internal static class DotNetDockerfile
{
    /// <summary>The uid of the app user in Microsoft's images since .NET 8.</summary>
    private const string AppUserId = "1654";

    /// <summary>Where the build context lies in the build stage.</summary>
    public const string SourceDirectory = "/src";

    private const string DefaultWorkingDirectory = "/app";

    /// <summary>Docker's own storage holds 127 layers, those of the base image included.</summary>
    private const int MostCopies = 48;

    private const string Architecture = "-a \"$TARGETARCH\" ";

    private static readonly string[] WebAddressVariables =
        ["ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "ASPNETCORE_URLS", "DOTNET_HTTP_PORTS", "DOTNET_URLS", "HTTP_PORTS", "URLS"];

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
        var images = BaseImages.For(project, inputs.GlobalJson);
        var text = new StringBuilder(4096);
        foreach (var context in inputs.NamedContexts)
        {
            text.Append($"\n# {context.Name} is a package source outside the build context: docker build --build-context {context.Name}=<its folder>.\n");
            text.Append($"FROM scratch AS {context.Name}\n");
        }

        WriteBuildStage(text, project, inputs, images, pins, source);
        WriteFinalStage(text, project, images, pins);
        return new GeneratedFiles(
            GeneratedFile.WithHeader(source, text.ToString()),
            GeneratedFile.WithHeader(source, GeneratedIgnoreFile.Text(inputs, ownIgnoreFile)));
    }

    private static void WriteBuildStage(
        StringBuilder text, DotNetProject project, RestoreInputs inputs, BaseImages images, IReadOnlyDictionary<string, string> pins, string source)
    {
        // Native AOT cannot cross-compile without a second tool chain, so its build stage runs as the target's own architecture.
        var from = $"{(project.PublishAot ? "" : "--platform=$BUILDPLATFORM ")}{Pinned(images.Build, pins)}";
        var architecture = project.PublishAot ? "the target's architecture, as native AOT must" : "the builder's own architecture, for the target's";
        var folders = FilesByFolder(inputs.Files);
        var isGathered = folders.Count > MostCopies;
        if (isGathered) WriteGatheringStage(text, inputs.Files, from);

        var isPortable = inputs.LockedRestore == LockedRestore.Portable;
        text.Append('\n').Append(Instruction.Comment(Sentence(images.Build.Reason)));
        text.Append($"""
            # build compiles on {architecture}.
            FROM {from} AS build
            {(isPortable ? "" : "ARG TARGETARCH\n")}WORKDIR {SourceDirectory}

            # What restore reads comes before the sources, so that an edit of a source does not restore again.

            """);
        if (isGathered) text.Append($"COPY --from=restore-inputs {SourceDirectory}/ ./\n");
        else foreach (var folder in folders) text.Append(Instruction.Copy(folder, ContextPath.Folder(folder[0]))).Append('\n');

        WriteRestore(text, project, inputs, source);
        text.Append($"""

            COPY . .
            # ContainerGuard has checked this project already and does not run again inside the image's build.
            RUN dotnet publish {CommandLine.Quote(source)} --no-restore -c Release {(isPortable ? "" : Architecture)}{RuntimeProperty(project)} \
                -p:ContainerGuardEnabled=false -o /app

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
        text.Append($"    dotnet restore {CommandLine.Quote(source)} {locked}{architecture}-p:Configuration=Release {RuntimeProperty(project)}\n");
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
    private static List<List<string>> FilesByFolder(IReadOnlyList<string> files)
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

    private static void WriteFinalStage(StringBuilder text, DotNetProject project, BaseImages images, IReadOnlyDictionary<string, string> pins)
    {
        var directory = project.ContainerWorkingDirectory.TrimEnd('/') is { Length: > 0 } own ? own : DefaultWorkingDirectory;
        var final = Pinned(images.Final, pins);
        text.Append('\n').Append(Instruction.Comment(Sentence(images.Final.Reason)));
        text.Append($"""
            # final is the image that ships, without the SDK and the sources (CG2007).
            FROM {final} AS final
            # Owned by root and not writable by the app's user: a process that is taken over cannot change its own code.
            # A WORKDIR before this COPY would make the folder, and give it to that user.
            {Instruction.CopyFrom("build", "/app", directory)}
            WORKDIR {Instruction.Quote(directory)}

            """);

        if (Environment(project) is { Count: > 0 } environment) text.Append(Instruction.Pairs("ENV", environment)).Append('\n');
        if (project.Ports is { Count: > 0 } ports) text.Append("EXPOSE ").AppendJoin(' ', ports).Append('\n');
        if (ImageLabels.WithBase(project, images.Final.Reference, final) is { Count: > 0 } labels)
        {
            text.Append(Instruction.Pairs("LABEL", labels)).Append('\n');
        }

        WriteUser(text, project, images);
        var client = images.IsDistroless ? ": the image has no shell and no HTTP client" : "";
        text.Append($"""
            # Health is probed from outside, by the orchestrator{client}.
            HEALTHCHECK NONE
            # The exec form: the app is the first process, and gets the signal of docker stop itself (CG6001).
            ENTRYPOINT {Instruction.JsonArray(project.HasExecutable ? [$"{directory}/{project.AssemblyName}"] : ["dotnet", $"{project.AssemblyName}.dll"])}

            """);
    }

    private static void WriteUser(StringBuilder text, DotNetProject project, BaseImages images)
    {
        // Microsoft's images call the same user app; its number is what Kubernetes can verify.
        if (project.ContainerUser.Length > 0 && !(project.ContainerUser == "app" && images.DefinesAppUser))
        {
            text.Append($"USER {Instruction.Quote(project.ContainerUser)}\n");
        }
        else if (images.DefinesAppUser)
        {
            text.Append($"""
                # The base image's app user ($APP_UID), as the number that Kubernetes' runAsNonRoot can verify (CG3002, CG3006).
                USER {AppUserId}

                """);
        }
        else
        {
            text.Append($"""
                # A number needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).
                USER {AppUserId}

                """);
        }
    }

    private static Dictionary<string, string> Environment(DotNetProject project)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in project.ContainerEnvironmentVariables) variables[name] = value;

        // Production is the host's default as well; written down, no base image can change it.
        variables.TryAdd(project.IsWeb ? "ASPNETCORE_ENVIRONMENT" : "DOTNET_ENVIRONMENT", "Production");
        if (project.IsWeb && !Array.Exists(WebAddressVariables, variables.ContainsKey))
        {
            foreach (var port in project.Ports)
            {
                if (port.Protocol != "tcp") continue;
                if (project.TargetFramework.Major >= 8) variables["ASPNETCORE_HTTP_PORTS"] = $"{port.Number}";
                else variables["ASPNETCORE_URLS"] = $"http://+:{port.Number}";
                break;
            }
        }

        return variables;
    }

    /// <summary>What restore must know already of how the app is published: which packs it needs depends on it.</summary>
    private static string RuntimeProperty(DotNetProject project) => project switch
    {
        { IsSelfContained: true } => "-p:SelfContained=true",
        { PublishSingleFile: true } => "-p:SelfContained=false",
        _ => "-p:UseAppHost=false",
    };

    private static string Pinned(BaseImage image, IReadOnlyDictionary<string, string> pins) =>
        pins.TryGetValue(image.Reference, out var pinned) ? pinned : image.Reference;

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
