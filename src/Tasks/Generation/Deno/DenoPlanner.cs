using ContainerGuard.Files;

namespace ContainerGuard.Generation.Deno;

/// <summary>A Deno application: its sources and the packages that they import, in Deno's own image, whose init is tini.</summary>
internal sealed class DenoPlanner : AppPlanner
{
    private const string Repository = "denoland/deno";

    private const string SourceDirectory = "/app";

    /// <summary>
    /// The folder of downloaded packages. The image's own, /deno-dir, belongs to the user of the process, which could change the code.
    /// </summary>
    private const string Cache = "/opt/deno";

    private readonly Lazy<(DenoApp? App, Problem? Problem)> _read;

    /// <param name="app">The project.</param>
    /// <param name="files">The disk.</param>
    public DenoPlanner(AppProject app, IFileSystem files)
        : base(app) => _read = new(() => DenoApp.Read(files, app));

    protected override Problem? ProblemOfManifest => _read.Value.Problem
        ?? (App.ContainerFamily.ToLowerInvariant() is "" or "debian" or "alpine" or "ubuntu" || App.ContainerBaseImage.Length > 0 ? null
            : new(
                $"ContainerFamily '{App.ContainerFamily}' is not a variant for Deno.",
                "Leave it empty, set it to debian, ubuntu or alpine, or set ContainerBaseImage."));

    protected override IReadOnlyList<string> Images => BuildImage == FinalImage ? [BuildImage] : [BuildImage, FinalImage];

    protected override BuildInputs Inputs => new()
    {
        Files = [.. Deno.Manifests.Select(App.InContext)],
        BuildFolders = [App.InContext("obj")],
        BuildProducts = ["**/node_modules"],
        LeftOut = LeftOut(),
    };

    protected override string Name =>
        Deno.Config.Name is { Length: > 0 } name ? name[(name.LastIndexOf('/') + 1)..] : base.Name;

    protected override string BuildImage =>
        $"{Repository}:{(App.ContainerFamily.Length > 0 ? App.ContainerFamily.ToLowerInvariant() + "-" : "")}{Deno.Version}";

    protected override string FinalImage => App.ContainerBaseImage.Length > 0 ? App.ContainerBaseImage : BuildImage;

    protected override string? VariantWithApt => "debian";

    protected override IReadOnlyList<ContainerPort> Ports => PortsOr(Deno.Port);

    private DenoApp Deno => _read.Value.App ?? throw new InvalidOperationException(_read.Value.Problem?.Text);

    protected override FinalStage Final
    {
        get
        {
            var directory = FinalStage.Directory(App);
            var variables = new Dictionary<string, string>(Deno.Environment)
            {
                ["DENO_DIR"] = Cache,

                // Without a terminal a question for a permission is a refusal, and a container needs no news of releases.
                ["DENO_NO_PROMPT"] = "1",
                ["DENO_NO_UPDATE_CHECK"] = "1",
            };
            if (App.ContainerPorts.FirstOrDefault(static port => port.Protocol == "tcp") is { } first)
            {
                variables.TryAdd("PORT", $"{first.Number}");
            }

            return new()
            {
                Image = FinalImage,
                Reasons = [
                    App.ContainerBaseImage.Length > 0
                        ? "The base image from ContainerBaseImage. It must have deno, and tini as /tini."
                        : "The image of Deno, with tini.",
                    "final is the image that ships: the sources and the packages that they import.",
                ],
                Files = [CopyStep.Of("build", Cache, Cache), CopyStep.Of("build", SourceDirectory, directory), new WorkdirStep(directory)],
                Variables = variables,
                Ports = Ports,
                User = StageUser.OfImage("1993", "deno"),
                Health = HealthOr(StageHealth.Outside),
                Process = new(["/tini", "--", .. Deno.Process])
                {
                    Form = "Exec form: tini forwards the signal of docker stop to deno, without a shell (CG6001, CG6003).",
                },
            };
        }
    }

    protected override StageHealth Probe(HealthAddress address) => new(
        ["deno", "eval", $"const r = await fetch('http://127.0.0.1:{address.Port}' + {address.PathLiteral}); Deno.exit(r.ok ? 0 : 1)"],
        "Deno makes the request: the image needs no HTTP client (CG6009).");

    protected override void WriteBuild(DockerfileWriter file)
    {
        var app = Deno;
        var frozen = app.LockFile is null ? "" : " --frozen";
        file.Line().Comment(new BaseImage(BuildImage, $"Deno {app.Version}, {app.VersionReason}").Sentence);
        file.Line("# build downloads packages on the target's architecture, because some contain compiled code.").From(BuildImage, "build");
        file.Begin(App.BuildExtras).Line($"ENV DENO_DIR={Cache}").Workdir(SourceDirectory);
        if (app.InstallsFirst)
        {
            file.Line("# Copy the manifests first, so that a change of a source file does not repeat the download (CG7008).");
            file.Copy([.. app.Manifests.Select(App.InContext)], "");
            file.Line("# The final image needs the packages, so they are in a layer, not in a mount. --frozen: only locked versions.");
            file.Line($"RUN deno install{frozen}");
        }

        file.Copy(Sources("./"));
        file.End(App.BuildExtras);
        var commands = new List<string>();
        if (!app.InstallsFirst && app.LockFile is not null) commands.Add($"deno install{frozen}");
        if (app.Builds) commands.Add("deno task build");
        if (app.Entry is { } entry) commands.Add($"deno cache{frozen} {CommandLine.Quote(entry)}");
        commands.Add($"mkdir -p {Cache}");
        file.Append("RUN ").AppendJoin(" \\\n    && ", commands).Line();
    }
}
