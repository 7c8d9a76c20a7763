using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.Rust;

/// <summary>A Rust application, built with Cargo.</summary>
internal sealed class RustStack : Stack
{
    public override string Name => "rust";

    public override IReadOnlyList<string> Manifests => ["Cargo.toml"];

    protected override IReadOnlyList<string> Sources => [".rs"];

    /// <summary>Empty: Rust's official image has a tag for the current release, which replaces the one before every six weeks.</summary>
    public override IReadOnlyList<ReleaseCycle> Versions => [];

    /// <summary>A Cargo.toml beside the manifest of another language is for an extension of it, unless the folder has a program.</summary>
    public override bool IsIn(Func<string, bool> has) =>
        base.IsIn(has) && !has("pyproject.toml") && !has("Gemfile") && (!has("package.json") || has("src/main.rs"));

    public override AppPlanner Planner(AppProject app, IFileSystem files) => new RustPlanner(app, files);
}
