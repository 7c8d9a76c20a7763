using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.Go;

/// <summary>A Go module.</summary>
internal sealed class GoStack : Stack
{
    public override string Name => "go";

    public override IReadOnlyList<string> Manifests => ["go.mod"];

    protected override IReadOnlyList<string> Sources => [".go"];

    public override IReadOnlyList<ReleaseCycle> Versions => GoPlanner.Supported;

    public override AppPlanner Planner(AppProject app, IFileSystem files) => new GoPlanner(app, files);
}
