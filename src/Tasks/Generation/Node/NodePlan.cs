using ContainerGuard.Context;

namespace ContainerGuard.Generation.Node;

/// <summary>A Node.js application: <c>package.json</c> beside the project.</summary>
internal sealed class NodePlan : ContainerPlan
{
    private readonly AppProject project;
    private readonly Lazy<(NodeApp? App, string? Obstacle)> read;

    /// <param name="project">The project.</param>
    /// <param name="files">The disk.</param>
    public NodePlan(AppProject project, IFileSystem files)
    {
        this.project = project;
        read = new(() =>
        {
            var reader = new NodeAppReader(files, project);
            return (reader.Read(), reader.Obstacle);
        });
    }

    public override ContainerProject Project => project;

    public override string? Obstacle => project.Obstacle() ?? read.Value.Obstacle;

    public override IReadOnlyList<string> Images => App.Images.References;

    public override BuildInputs Inputs => App.Inputs;

    /// <summary>The package's name; a scope is whose it is, and no part of it.</summary>
    public override string Name => App.Manifest.Name is { Length: > 0 } name ? name[(name.LastIndexOf('/') + 1)..] : project.Name;

    private NodeApp App => read.Value.App ?? throw new InvalidOperationException(Obstacle);

    public override GeneratedFiles Write(IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile) => NodeDockerfile.Generate(App, pins, ownIgnoreFile);
}
