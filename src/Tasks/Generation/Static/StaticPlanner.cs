using ContainerGuard.Files;

namespace ContainerGuard.Generation.Static;

/// <summary>A folder of files for browsers, which <see cref="WebServer"/> serves as they are.</summary>
/// <param name="app">The project.</param>
/// <param name="files">The disk.</param>
internal sealed class StaticPlanner(AppProject app, IFileSystem files) : AppPlanner(app)
{
    private readonly Lazy<bool> _hasConfiguration = new(() => files.FileExists(Path.Combine(app.Directory, WebServer.Configuration)));

    private WebServer Server => new(App, _hasConfiguration.Value);

    protected override Problem? ProblemOfManifest => Server.Problem;

    protected override Problem? ProblemOfBuild => files.FileExists(OnDisk("index.html")) || _hasConfiguration.Value
        ? null
        : new($"{App.Directory} has no index.html.", "Move the project file to the folder of the site, for example dist or public.");

    protected override IReadOnlyList<string> Images => [FinalImage];

    // Names that begin with a dot belong to tools, except for the folder .well-known (RFC 8615). A folder such as dist is often in the
    // repository's own ignore file, which is written for the sources.
    protected override BuildInputs Inputs => new()
    {
        Files = _hasConfiguration.Value ? [App.InContext(WebServer.Configuration)] : [],
        SiteFolder = App.RelativeDirectory,
        LeftOut = LeftOut("**/.*", "!.well-known"),
    };

    protected override string? VariantWithApt => null;

    protected override string FinalImage => Server.Image;

    protected override IReadOnlyList<ContainerPort> Ports => PortsOr(WebServer.Port);

    protected override FinalStage Final =>
        Server.Stage([Sources($"{WebServer.SiteDirectory}/", mode: "555")], Ports, HealthOr(StageHealth.Outside), configuration: null);

    protected override StageHealth? Probe(HealthAddress address) => Server.Probe(address);

    protected override void WriteBuild(DockerfileWriter file)
    {
        // The files are served as they are.
    }
}
