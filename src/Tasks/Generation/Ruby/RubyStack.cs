using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.Ruby;

/// <summary>A Ruby application.</summary>
internal sealed class RubyStack : Stack
{
    public override string Name => "ruby";

    public override IReadOnlyList<string> Manifests => ["Gemfile"];

    /// <summary>A Gemfile beside a package.json is for tools, unless config.ru says that Ruby serves the application.</summary>
    public override bool IsIn(Func<string, bool> has) => base.IsIn(has) && (!has("package.json") || has("config.ru"));

    protected override IReadOnlyList<string> Sources => [".rb", ".ru"];

    public override IReadOnlyList<ReleaseCycle> Versions => [RubyVersion.Newest];

    public override AppPlanner Planner(AppProject app, IFileSystem files) => new RubyPlanner(app, files);
}
