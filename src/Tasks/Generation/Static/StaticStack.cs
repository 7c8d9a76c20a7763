using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.Static;

/// <summary>A folder of files for browsers. A page beside another manifest is a part of that application.</summary>
internal sealed class StaticStack : Stack
{
    public override string Name => "static";

    public override IReadOnlyList<string> Manifests => ["index.html"];

    public override IReadOnlyList<ReleaseCycle> Versions => [];

    public override AppPlanner Planner(AppProject app, IFileSystem files) => new StaticPlanner(app, files);
}
