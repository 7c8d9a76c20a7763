using ContainerGuard.Files;

namespace ContainerGuard.Generation.Node;

/// <summary>A Node.js application: <c>package.json</c> beside the project.</summary>
internal sealed class NodePlanner : AppPlanner
{
    private readonly Lazy<(NodeApp? App, Problem? Problem)> _read;

    /// <param name="project">The project.</param>
    /// <param name="files">The disk.</param>
    public NodePlanner(AppProject project, IFileSystem files)
        : base(project)
    {
        _read = new(() =>
        {
            var reader = new NodeAppReader(files, project);
            return (reader.Read(), reader.Problem);
        });
    }

    protected override Problem? ProblemOfManifest => _read.Value.Problem;

    protected override IReadOnlyList<string> Images => Node.Images.References;

    protected override BuildInputs Inputs => Node.Inputs;

    /// <summary>The package's name, without its scope.</summary>
    protected override string Name => Node.Manifest.Name is { Length: > 0 } name ? name[(name.LastIndexOf('/') + 1)..] : base.Name;

    protected override string FinalImage => Node.Images.Final.Reference;

    protected override string? BuildImage => Node.Installs || Node.Builds.Count > 0 ? Node.Images.Build.Reference : null;

    protected override IReadOnlyList<ContainerPort> Ports => NodeFinalStage.Ports(Node);

    protected override FinalStage Final =>
        NodeFinalStage.Of(Node, HealthOr(Node.Images.IsDistroless ? StageHealth.WithoutClient : StageHealth.Outside));

    // The module http exists in every release, unlike fetch.
    protected override StageHealth Probe(HealthAddress address) => new(
        [
            Node.Images.Node,
            "-e",
            $"require('http').get({{ port: {address.Port}, host: '127.0.0.1', path: {address.PathLiteral}, timeout: 4000 }}, r => "
                + "process.exit(r.statusCode < 400 ? 0 : 1)).on('error', () => process.exit(1))",
        ],
        "Node.js makes the request: the image needs no HTTP client (CG6009).");

    private NodeApp Node => _read.Value.App ?? throw new InvalidOperationException(_read.Value.Problem?.Text);

    protected override void WriteBuild(DockerfileWriter file) => NodeDockerfile.Write(file, Node);
}
