using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.Node;

/// <summary>A Node.js application.</summary>
internal sealed class NodeStack : Stack
{
    public override string Name => "node";

    public override IReadOnlyList<string> Manifests => ["package.json"];

    protected override IReadOnlyList<string> Sources => JavaScript;

    public override IReadOnlyList<ReleaseCycle> Versions => [NodeRelease.PreferredCycle];

    public override AppPlanner Planner(AppProject app, IFileSystem files) => new NodePlanner(app, files);
}
