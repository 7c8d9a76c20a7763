using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.Deno;

/// <summary>A Deno application.</summary>
internal sealed class DenoStack : Stack
{
    /// <summary>The lock files of other package managers: beside them the configuration is for Deno's editor or linter only.</summary>
    private static readonly string[] OfNode =
        ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb"];

    public override string Name => "deno";

    public override IReadOnlyList<string> Manifests => ["deno.json", "deno.jsonc"];

    /// <inheritdoc/>
    public override bool IsIn(Func<string, bool> has) =>
        (Manifests.Any(has) || (has("deno.lock") && has("package.json"))) && !Array.Exists(OfNode, name => has(name));

    protected override IReadOnlyList<string> Sources => JavaScript;

    /// <summary>Deno has one line of releases, which is not in the table of ends of life.</summary>
    public override IReadOnlyList<ReleaseCycle> Versions => [];

    public override AppPlanner Planner(AppProject app, IFileSystem files) => new DenoPlanner(app, files);
}
