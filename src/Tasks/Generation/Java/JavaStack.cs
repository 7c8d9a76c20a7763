using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.Java;

/// <summary>A Java application, built with Maven or Gradle.</summary>
internal sealed class JavaStack : Stack
{
    public override string Name => "java";

    public override IReadOnlyList<string> Manifests => ["pom.xml", "build.gradle", "build.gradle.kts"];

    protected override IReadOnlyList<string> Sources => [".java", ".kt", ".scala", ".groovy"];

    public override IReadOnlyList<ReleaseCycle> Versions => JavaVersion.Supported;

    public override AppPlanner Planner(AppProject app, IFileSystem files) => new JavaPlanner(app, files);
}
