using ContainerGuard.Files;

namespace ContainerGuard.Generation.Static;

/// <summary>
/// A folder of files for browsers, served by nginx without root (nginxinc/docker-nginx-unprivileged: user 101, port 8080, writes only
/// to /tmp).
/// </summary>
/// <param name="app">The project.</param>
/// <param name="files">The disk.</param>
internal sealed class StaticPlanner(AppProject app, IFileSystem files) : AppPlanner(app)
{
    /// <summary>The user's server block, for the image's folder <c>conf.d</c>.</summary>
    private const string ServerConfiguration = "default.conf";

    /// <summary>nginx's stable branch, which gets only fixes.</summary>
    private const string Repository = "nginxinc/nginx-unprivileged:1.30-";

    private const string SiteDirectory = "/usr/share/nginx/html";

    private const int Port = 8080;

    private readonly Lazy<bool> _hasConfiguration = new(() => files.FileExists(Path.Combine(app.Directory, ServerConfiguration)));

    protected override Problem? ProblemOfManifest =>
        App.ContainerPorts is [var port, ..] && App.ContainerPorts is not [{ Number: Port, Protocol: "tcp" }] && !_hasConfiguration.Value
            ? new(
                $"ContainerPort {port} is not the port of the image's nginx, {Port}.",
                $"Remove the item and map the port (docker run -p 80:{Port}), "
                    + $"or add a {ServerConfiguration} with your own listen line beside the project.")
            : null;

    protected override Problem? ProblemOfBuild => files.FileExists(OnDisk("index.html")) || _hasConfiguration.Value
        ? null
        : new($"{App.Directory} has no index.html.", "Move the project file to the folder of the site, for example dist or public.");

    protected override IReadOnlyList<string> Images => [FinalImage];

    // Names that begin with a dot belong to tools, except for the folder .well-known (RFC 8615).
    protected override BuildInputs Inputs =>
        new() { Files = _hasConfiguration.Value ? [App.InContext(ServerConfiguration)] : [], LeftOut = LeftOut("**/.*", "!.well-known") };

    protected override string? VariantWithApt => null;

    protected override string FinalImage => App switch
    {
        { ContainerBaseImage: { Length: > 0 } image } => image,
        { ContainerFamily: { Length: > 0 } family } => Repository + family,
        _ => Repository + "alpine",
    };

    protected override IReadOnlyList<ContainerPort> Ports => PortsOr(Port);

    protected override FinalStage Final => new()
    {
        Image = FinalImage,
        Reasons =
        [
            App.ContainerBaseImage.Length > 0
                ? "The base image from ContainerBaseImage."
                : "The stable branch of nginx, in nginx's own image for a user that is not root. It writes only to /tmp.",
        ],
        BeginsAsRoot = App.ContainerBaseImage.Length > 0,
        ReasonsOfFiles = ["Owned by root and read-only, on any build machine: the server cannot change its files."],
        Files =
        [
            Sources($"{SiteDirectory}/", mode: "555"),
            .. _hasConfiguration.Value
                ? [new CopyStep([App.InContext(ServerConfiguration)], "/etc/nginx/conf.d/default.conf", Mode: "555")]
                : Array.Empty<StageStep>(),
            .. App.ContainerWorkingDirectory.Length > 0 ? [new WorkdirStep(FinalStage.Directory(App))] : Array.Empty<StageStep>(),
        ],
        Ports = Ports,
        User = StageUser.OfImage("101", "nginx"),
        StopSignal = new("SIGQUIT", "On SIGQUIT nginx finishes open requests before it stops (CG6006)."),
        Health = HealthOr(StageHealth.Outside),
        Process = new(App.Process.Count > 0 ? App.Process : ["nginx", "-g", "daemon off;"]),
    };

    // nginx's Debian images have curl (nginx/docker-nginx, Dockerfile-debian.template).
    protected override StageHealth? Probe(HealthAddress address) =>
        ImageTools.IsAlpine(FinalImage) ? address.Wget
        : App.ContainerBaseImage.Length > 0 ? null
        : address.Curl("curl is part of nginx's Debian images (CG6009).");

    protected override void WriteBuild(DockerfileWriter file)
    {
        // The files are served as they are.
    }
}
