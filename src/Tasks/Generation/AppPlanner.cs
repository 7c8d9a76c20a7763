using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Rules;

namespace ContainerGuard.Generation;

/// <summary>Reads an application that is not .NET, and answers with its plan. Each stack has one.</summary>
/// <param name="app">The project.</param>
/// <param name="shipped">The disk, if the folder of the application is a part of the image; else null.</param>
internal abstract class AppPlanner(AppProject app, IFileSystem? shipped = null)
{
    /// <summary>Files that exist beside an application because of its MSBuild project, and are not part of the application.</summary>
    private static readonly string[] ProjectFiles =
        ["Directory.*.props", "Directory.*.targets", "nuget.config", "NuGet.config", "NuGet.Config", "global.json", "*.sln", "*.slnx"];

    /// <summary>
    /// Why the manifest does not tell the images, with the remedy; null if it does. The other members are valid only then.
    /// </summary>
    protected virtual Problem? ProblemOfManifest => null;

    /// <summary>Why the application cannot be built or started, with the remedy; null if it can.</summary>
    protected virtual Problem? ProblemOfBuild => null;

    /// <summary>A manifest without pinned versions; null if all versions are pinned.</summary>
    protected virtual Problem? Unlocked => null;

    /// <summary>What may not work in the image, each with the remedy: warnings.</summary>
    protected virtual IEnumerable<Problem?> Doubts => [];

    /// <summary>The images without digests, in the order of the file.</summary>
    protected abstract IReadOnlyList<string> Images { get; }

    protected abstract BuildInputs Inputs { get; }

    /// <summary>The default name of the image.</summary>
    protected virtual string Name => app.Name;

    /// <summary>The base image of the stage 'build', without a digest; null for an application without that stage.</summary>
    protected virtual string? BuildImage => null;

    /// <summary>The <c>ContainerFamily</c> whose image has a shell and apt-get; null if no variant has them.</summary>
    protected virtual string? VariantWithApt => "slim";

    protected AppProject App => app;

    /// <summary>The stage 'final'. Valid only without a problem.</summary>
    protected abstract FinalStage Final { get; }

    /// <summary>The stage 'final' of one compiled program: it has what the stage 'build' leaves in <c>/out</c>.</summary>
    /// <param name="reason">What the image of this tool has, as a comment.</param>
    /// <param name="ownUser">The user of an image that the project names.</param>
    /// <param name="program">The name of the program's file.</param>
    protected FinalStage StageOfProgram(string reason, StageUser ownUser, string program)
    {
        var directory = FinalStage.Directory(app);
        var isOwn = app.ContainerBaseImage.Length > 0;
        return new()
        {
            Image = FinalImage,
            Reasons =
            [
                isOwn ? "The base image from ContainerBaseImage." : reason,
                "final is the image that ships: no compiler, no sources (CG2007).",
            ],
            Files = [CopyStep.Of("build", "/out", directory), new WorkdirStep(directory)],
            Ports = Ports,
            User = isOwn ? ownUser : StageUser.Nonroot,
            Health = HealthOr(isOwn ? StageHealth.Outside : StageHealth.WithoutClient),
            Process = new(app.Process.Count > 0 ? app.Process : [$"{directory}/{program}"]),
        };
    }

    /// <summary>The base image of the stage 'final', without a digest.</summary>
    protected abstract string FinalImage { get; }

    /// <summary>The ports to expose. The first TCP port is also that of the health check.</summary>
    protected virtual IReadOnlyList<ContainerPort> Ports => app.ContainerPorts;

    /// <summary>The health check with a program of the final image; null if the image is not known to have one.</summary>
    protected virtual StageHealth? Probe(HealthAddress address) => null;

    /// <summary>The plan of the application.</summary>
    public ContainerPlan Answer()
    {
        if ((app.Problem() ?? ProblemOfManifest) is { } unreadable) return new() { Project = app, Problems = [unreadable] };
        if ((ProblemOfBuild ?? ProblemOfExtras ?? ProblemOfHealth) is { } problem)
        {
            return new() { Project = app, Problems = [problem], Images = Images };
        }

        var (inputs, final) = (Inputs, Final);
        return new((pins, ownIgnoreFile) => Write(inputs, final, pins, ownIgnoreFile))
        {
            Project = app,
            Problems = [.. Doubts.Prepend(Unlocked).Append(OccupiedFolder).OfType<Problem>()],
            Images = Images,
            Inputs = inputs,
            Name = Name,
        };
    }

    private GeneratedFiles Write(BuildInputs inputs, FinalStage final, IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile)
    {
        var file = new DockerfileWriter(pins);
        WriteBuild(file);
        FinalStageWriter.Write(file, app, final);
        var source = app.RelativePath!;
        return new GeneratedFiles(
            GeneratedFile.WithHeader(source, file.ToString()),
            GeneratedFile.WithHeader(source, GeneratedIgnoreFile.Text(inputs, ownIgnoreFile)));
    }

    /// <summary>Writes the stages before 'final', below the header. It does not read the disk.</summary>
    protected abstract void WriteBuild(DockerfileWriter file);

    /// <summary>
    /// A folder that shall be writable and that the application contains: COPY gives it to root, and WORKDIR does not change the owner of a
    /// folder that exists.
    /// </summary>
    private Problem? OccupiedFolder
    {
        get
        {
            var directory = FinalStage.Directory(app) + "/";
            var ignored = IgnoreFile.Parse(shipped?.ReadText(Path.Combine(app.ContextDirectory, ".dockerignore")) ?? "");
            foreach (var folder in app.FinalExtras.Writable)
            {
                if (!folder.StartsWith(directory, StringComparison.Ordinal)) continue;
                var own = folder[directory.Length..].TrimEnd('/');
                if (shipped?.DirectoryExists(OnDisk(own)) != true || ignored.IsIgnored(app.InContext(own))) continue;
                return new(
                    $"ContainerGuardWritable '{folder}' has no effect: the app contains '{own}', which belongs to root in the image.",
                    $"Use another folder, such as /data, or exclude '{app.InContext(own)}' in .dockerignore.")
                {
                    Rule = GuardCodes.ImageUncertain,
                };
            }

            return null;
        }
    }

    /// <summary>An addition of the user to a stage that does not support it.</summary>
    private Problem? ProblemOfExtras =>
        app.FinalExtras.Problem("final", FinalImage, VariantWithApt) ?? app.BuildExtras.Problem("build", BuildImage, VariantWithApt);

    private Problem? ProblemOfHealth =>
        app.ContainerGuardHealthcheck.Length == 0 ? null
        : HealthAddress is not { } address ? Generation.HealthAddress.WithoutPort(app.ContainerGuardHealthcheck)
        : Probe(address) is null ? Generation.HealthAddress.WithoutClient(app.ContainerGuardHealthcheck, FinalImage, WayToHealth)
        : null;

    /// <summary>What gives the final image an HTTP client; the beginning of a sentence.</summary>
    protected virtual string WayToHealth => "Set ContainerBaseImage to an alpine image";

    private HealthAddress? HealthAddress =>
        Ports.FirstOrDefault(static port => port.Protocol == "tcp") is { } port ? new(port.Number, app.ContainerGuardHealthcheck) : null;

    /// <summary>The health check that the project asks for.</summary>
    /// <param name="none">The comment and no check, for a project that asks for none.</param>
    protected StageHealth HealthOr(StageHealth none) =>
        app.ContainerGuardHealthcheck.Length > 0 && HealthAddress is { } address && Probe(address) is { } probe ? probe : none;

    /// <summary>
    /// Lines of the ignore file: the project's own files, and the patterns of a stack, which are relative to the application's folder.
    /// </summary>
    protected IReadOnlyList<string> LeftOut(params IEnumerable<string> patterns)
    {
        var lines = new List<string> { GeneratedIgnoreFile.Escape(app.RelativePath!) };
        foreach (var file in ProjectFiles) lines.Add($"**/{file}");
        lines.AddRange(GeneratedIgnoreFile.Development);
        foreach (var pattern in patterns) lines.Add(InFolder(pattern));
        return lines;
    }

    /// <summary>A COPY of the application's folder to a target.</summary>
    protected CopyStep Sources(string target, string? mode = null) =>
        new([app.RelativeDirectory.Length == 0 ? "." : $"{app.RelativeDirectory}/"], target, Mode: mode);

    /// <summary>The project's ports, else the port that the stack has found.</summary>
    protected IReadOnlyList<ContainerPort> PortsOr(int? known) =>
        app.ContainerPorts.Count > 0 || known is not { } port ? app.ContainerPorts : [new ContainerPort(port, "tcp")];

    /// <summary>
    /// A file that the application writes, for example of a database, if the project names no folder that it may write to: the files of
    /// the image belong to root.
    /// </summary>
    /// <param name="what">What writes it; the beginning of a sentence.</param>
    /// <param name="file">The file at fault, relative to the application.</param>
    protected Problem? Writes(string what, string file) => App.FinalExtras.Writable.Count > 0 ? null : new(
        $"{what} writes files, but the image has no folder that the app may write to, except for temporary files.",
        "Add <ContainerGuardWritable Include=\"/data\" />, and configure the app to write there.")
    {
        Rule = GuardCodes.ImageUncertain,
        Path = OnDisk(file),
    };

    /// <summary>A folder of the image that the application creates or fills, if the project does not make it writable.</summary>
    /// <param name="folder">The folder, absolute in the image.</param>
    /// <param name="place">The file and the line; the beginning of a sentence.</param>
    /// <param name="file">The file at fault, relative to the application.</param>
    protected Problem? WritesTo(string folder, string place, string file) => App.FinalExtras.Writable.Any(
        one => folder == one || folder.StartsWith(one.TrimEnd('/') + "/", StringComparison.Ordinal)) ? null : new(
            $"{place} writes to the folder {folder}, but the app may not write there, because the files of the image belong to root.",
            $"Add <ContainerGuardWritable Include=\"{folder}\" />, or configure the app to write to /tmp.")
        {
            Rule = GuardCodes.ImageUncertain,
            Path = OnDisk(file),
        };

    /// <summary>A server that only processes of the same container reach (CG6020).</summary>
    /// <param name="place">The file and the line; the beginning of a sentence.</param>
    /// <param name="address">The address.</param>
    /// <param name="file">The file at fault, relative to the application.</param>
    /// <param name="item">The item that sets another address; null if the program has no setting.</param>
    protected Problem ListensLocally(string place, string address, string file, string? item = null) => new(
        $"{place} listens on {address}, so only processes in the same container can connect to it.",
        item is not null ? $"Set the address: {item}."
            : "Listen on 0.0.0.0, or read the address from an environment variable: "
                + "<ContainerEnvironmentVariable Include=\"VARIABLE\" Value=\"0.0.0.0\" />.")
    {
        Rule = RuleCatalogue.Descriptors.First(static rule => rule.Id == "CG6020"),
        Path = OnDisk(file),
    };

    /// <summary>A server on a port on which only root may listen on some platforms (CG3003).</summary>
    /// <param name="place">The file and the line; the beginning of a sentence.</param>
    /// <param name="port">The port.</param>
    /// <param name="variable">The variable of the environment that sets another port; null if none is known.</param>
    /// <param name="file">The file at fault, relative to the application.</param>
    protected Problem ListensOnLowPort(string place, string port, string? variable, string file)
    {
        var instead = port switch { "80" => "8080", "443" => "8443", _ => "a port above 1023" };
        return new(
            $"{place} listens on port {port}. The user of the image is not root, and may not be allowed to listen on ports below 1024.",
            variable is null
                ? $"Listen on {instead} instead, and publish it as {port}."
                : $"Set another port, and publish it as {port}: <ContainerEnvironmentVariable Include=\"{variable}\" Value=\"8080\" />.")
        {
            Rule = RuleCatalogue.Descriptors.First(static rule => rule.Id == "CG3003"),
            Path = OnDisk(file),
        };
    }

    /// <summary>The absolute path of a file in the application's folder.</summary>
    protected string OnDisk(string file) => Path.Combine(app.Directory, file);

    private string InFolder(string pattern)
    {
        var isTakenBack = pattern.StartsWith('!');
        var folder = app.RelativeDirectory.Length == 0 ? "" : GeneratedIgnoreFile.Escape(app.RelativeDirectory) + "/";
        return isTakenBack ? $"!{folder}{pattern[1..]}" : folder + pattern;
    }
}
