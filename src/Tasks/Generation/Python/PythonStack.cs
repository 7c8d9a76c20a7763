using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.Python;

/// <summary>A Python application.</summary>
internal sealed class PythonStack : Stack
{
    public override string Name => "python";

    public override IReadOnlyList<string> Manifests => ["pyproject.toml", "requirements.txt", "Pipfile"];

    protected override IReadOnlyList<string> Sources => [".py"];

    public override IReadOnlyList<ReleaseCycle> Versions => PythonVersion.Supported;

    public override AppPlanner Planner(AppProject app, IFileSystem files) => new PythonPlanner(app, files);
}
