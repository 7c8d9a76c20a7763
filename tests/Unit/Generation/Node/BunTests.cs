using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation.Node;

/// <summary>Applications whose packages bun installs, and those that bun runs.</summary>
public sealed class BunTests
{
    private const string Server = "export default { fetch: () => new Response('Hello') };\n";

    [Fact]
    public void Bun_installs_beside_Node_js_and_runs_what_the_script_starts_with_it()
    {
        var plan = Plan("""{ "name": "shop", "scripts": { "start": "bun run src/index.ts" }, "dependencies": { "hono": "4" } }""");
        var image = GeneratedImage.Of(plan);

        plan.Images.ShouldBe(["oven/bun:1-slim", "node:24"]);
        image.Stages.ShouldBe([("bun", "oven/bun:1-slim"), ("base", "node:24"), ("dependencies", "base"), ("init", "node:24"),
            ("final", "oven/bun:1-slim")]);
        image.Stage("base").Copies[0].ShouldBe(new Copied(["/usr/local/bin/bun"], "/usr/local/bin/bun") { From = "bun" });
        image.Stage("dependencies").Commands.ShouldBe(["bun install --production --frozen-lockfile"]);
        image.Entrypoint.ShouldBe(["/usr/bin/tini", "--", "bun", "src/index.ts"]);
        image.User.ShouldBe("1000");
        image.Ports.ShouldBe(["3000"]);
    }

    [Theory]
    [InlineData("node dist/main.js", "node dist/main.js", "node:24-slim")]
    [InlineData("next start", "node node_modules/next/dist/bin/next start", "node:24-slim")]
    [InlineData("bun --bun next start", "node node_modules/next/dist/bin/next start", "node:24-slim")]
    [InlineData("bun run dist/main.js", "bun dist/main.js", "oven/bun:1-slim")]
    [InlineData("bun ./dist/main.js --verbose", "bun ./dist/main.js --verbose", "oven/bun:1-slim")]
    [InlineData("NODE_ENV=production bun --smol run dist/main.js", "bun --smol run dist/main.js", "oven/bun:1-slim")]
    [InlineData("bun --env-file=.env dist/main.js", "bun dist/main.js", "oven/bun:1-slim")]
    [InlineData("bun run serve-it", "bun dist/other.js", "oven/bun:1-slim")]
    public void The_script_says_which_of_the_two_runs_the_application(string start, string process, string image)
    {
        var plan = Plan($$"""
            { "name": "shop", "dependencies": { "next": "16" },
                "scripts": { "start": "{{start}}", "build": "bun build src/index.ts --outdir dist", "serve-it": "bun dist/other.js" } }
            """);

        GeneratedImage.Of(plan).Entrypoint.ShouldBe(["/usr/bin/tini", "--", .. process.Split(' ')]);
        GeneratedImage.Of(plan).Stage("build").Commands.ShouldContain("bun run build");
        plan.Images.ShouldContain(image);
    }

    [Theory]
    [InlineData("bun --hot src/index.ts", "bun --hot")]
    [InlineData("bun --watch src/index.ts", "bun --watch")]
    [InlineData("bunx --bun vite preview", "vite preview")]
    public void Servers_for_development_are_refused(string start, string name) =>
        Plan($$"""{ "name": "shop", "scripts": { "start": "{{start}}" }, "dependencies": { "hono": "4" } }""")
            .Problem().ShouldNotBeNull().ShouldContain($"runs '{name}', which is for development");

    [Fact]
    public void A_new_project_of_bun_starts_its_module() =>
        GeneratedImage.Of(Plan("""{ "name": "shop", "module": "src/index.ts", "devDependencies": { "@types/bun": "1" } }"""))
            .Entrypoint.ShouldBe(["/usr/bin/tini", "--", "bun", "src/index.ts"]);

    [Theory]
    [InlineData("\"packageManager\": \"bun@1.2.21\"", "", "oven/bun:1.2.21-slim")]
    [InlineData("\"engines\": { \"bun\": \">=1.1\" }", "", "oven/bun:1-slim")]
    [InlineData("\"private\": true", "1.3.2\n", "oven/bun:1.3.2-slim")]
    public void The_version_is_that_of_the_project(string member, string versionFile, string image) => NodeShapes.Plan(
        NodeShapes.App(),
        NodeShapes.Files(
            ("package.json", $$"""{ {{member}}, "module": "src/index.ts", "dependencies": { "hono": "4" } }"""), ("src/index.ts", Server),
            ("bun.lock", ""), (versionFile.Length > 0 ? ".bun-version" : "readme.md", versionFile))).Images.ShouldContain(image);

    [Fact]
    public void A_site_is_built_by_Node_js_with_the_packages_of_bun()
    {
        var plan = NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", """{ "name": "web", "scripts": { "build": "vite build" }, "devDependencies": { "vite": "7" } }"""),
            ("bun.lockb", ""), ("index.html", "")));

        plan.Images.ShouldBe(["oven/bun:1-slim", "node:24", "nginxinc/nginx-unprivileged:1.30-alpine"]);
        GeneratedImage.Of(plan).Stage("build").Commands.ShouldBe(["bun install --frozen-lockfile", "bun run build"]);
    }

    [Fact]
    public void Alpine_has_the_C_library_of_its_own_image_and_other_families_are_refused()
    {
        NodeShapes.Plan(NodeShapes.App() with { ContainerFamily = "alpine" }, Files(Start)).Images
            .ShouldBe(["oven/bun:1-alpine", "node:24-alpine"]);
        NodeShapes.Plan(NodeShapes.App() with { ContainerFamily = "distroless" }, Files(Start)).Problem().ShouldNotBeNull()
            .ShouldContain("ContainerFamily 'distroless' is not a variant for bun");
    }

    [Fact]
    public void The_process_that_the_project_names_runs_in_bun() => GeneratedImage.Of(NodeShapes.Plan(
        NodeShapes.App() with { Process = ["bun", "src/index.ts"] }, Files("""{ "name": "shop", "dependencies": { "hono": "4" } }""")))
        .Entrypoint.ShouldBe(["/usr/bin/tini", "--", "bun", "src/index.ts"]);

    [Fact]
    public void No_rule_has_anything_to_say() => App.ShouldBeClean(
        App.Of("node"), ("shop/package.json", Start), ("shop/bun.lock", "{}"), ("shop/src/index.ts", Server));

    private const string Start = """{ "name": "shop", "scripts": { "start": "bun src/index.ts" }, "dependencies": { "hono": "4" } }""";

    private static ContainerPlan Plan(string manifest) => NodeShapes.Plan(NodeShapes.App(), Files(manifest));

    private static Tests.Unit.Context.MemoryFileSystem Files(string manifest) =>
        NodeShapes.Files(("package.json", manifest), ("bun.lock", "{}"), ("src/index.ts", Server));
}
