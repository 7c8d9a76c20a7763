using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Node;

/// <summary>A Node.js application: <c>package.json</c> beside the project.</summary>
internal sealed class NodePlan : AppPlan
{
    private readonly Lazy<(NodeApp? App, string? Obstacle)> read;

    /// <param name="project">The project.</param>
    /// <param name="files">The disk.</param>
    public NodePlan(AppProject project, IFileSystem files)
        : base(project)
    {
        read = new(() =>
        {
            var reader = new NodeAppReader(files, project);
            return (reader.Read(), reader.Obstacle);
        });
    }

    public override string? Obstacle => base.Obstacle ?? read.Value.Obstacle;

    public override IReadOnlyList<string> Images => Node.Images.References;

    public override BuildInputs Inputs => Node.Inputs;

    /// <summary>The package's name, without its scope.</summary>
    public override string Name => Node.Manifest.Name is { Length: > 0 } name ? name[(name.LastIndexOf('/') + 1)..] : base.Name;

    protected override string FinalImage => Node.Images.Final.Reference;

    protected override string? BuildImage => Node.Installs || Node.Builds.Count > 0 ? Node.Images.Build.Reference : null;

    private NodeApp Node => read.Value.App ?? throw new InvalidOperationException(Obstacle);

    protected override void WriteBody(StringBuilder text, IReadOnlyDictionary<string, string> pins) => NodeDockerfile.Write(text, Node, pins);
}
