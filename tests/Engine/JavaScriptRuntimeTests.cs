using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>
/// Applications of bun and of Deno with the package's own SDK and no Dockerfile: published, built by the printed command, run.
/// </summary>
public sealed class JavaScriptRuntimeTests(DockerEngine engine, PublishedPackage package)
    : EngineTest(engine), IClassFixture<LockedImages>
{
    private const int BunUser = 1000;

    private const int DenoUser = 1993;

    /// <summary>Both runtimes end a program without a handler for SIGTERM.</summary>
    private const int EndedBySignal = 128 + 15;

    [Fact]
    public async Task Bun_installs_what_its_lock_file_says_and_runs_the_sources()
    {
        using var workspace = package.NewRepository();
        var app = (await Project(workspace))
            .File("package.json", """
                {
                  "name": "shop",
                  "scripts": { "dev": "bun --hot src/index.ts", "start": "bun run src/index.ts" },
                  "dependencies": { "greeting": "file:vendor/greeting" }
                }

                """)
            .File("bun.lock", """
                {
                  "lockfileVersion": 1,
                  "workspaces": { "": { "name": "shop", "dependencies": { "greeting": "file:vendor/greeting" } } },
                  "packages": { "greeting": ["greeting@file:vendor/greeting", {}] }
                }

                """)
            .File("vendor/greeting/package.json", """{ "name": "greeting", "version": "1.0.0", "main": "index.js" }""")
            .File("vendor/greeting/index.js", "module.exports = 'Hello';\n")
            .File("src/index.ts", """
                import greeting from "greeting";

                const answer: string = `${greeting} as ${process.env.NODE_ENV}`;
                export default { port: process.env.PORT ?? 8080, fetch: () => new Response(answer) };

                """)
            .Item("ContainerPort", "8080");

        await using var image = await app.ToFaultlessImage(Engine);

        await image.Serves(BunUser, "Hello as production", EndedBySignal);
        (await image.Files()).Keys.ShouldNotContain("/usr/local/bin/node");
    }

    [Fact]
    public async Task Deno_runs_with_the_permissions_of_its_task()
    {
        using var workspace = package.NewRepository();
        var app = (await Project(workspace))
            .File("deno.json", """
                {
                  "tasks": { "dev": "deno run --watch -A main.ts", "start": "deno run --allow-net main.ts" },
                  "imports": { "greeting": "./greeting/mod.ts" },
                }

                """)
            .File("greeting/mod.ts", "export const greeting: string = \"Hello\";\n")
            .File("main.ts", """
                import { greeting } from "greeting";

                Deno.serve({ port: 8080 }, async () => {
                  const read = await Deno.permissions.query({ name: "read" });
                  return new Response(`${greeting}, reading is ${read.state}`);
                });

                """);

        await using var image = await app.ToFaultlessImage(Engine);

        await image.Serves(DenoUser, "Hello, reading is prompt", EndedBySignal);
        (await image.Files()).Where(static file => file.Key.StartsWith("/app", StringComparison.Ordinal)
            || file.Key.StartsWith("/opt/deno", StringComparison.Ordinal))
            .ShouldAllBe(static file => !file.Value.IsWritableBy(DenoUser, DenoUser));
    }

    private async Task<TestProject> Project(TestWorkspace workspace)
    {
        await DockerEngine.Make("runtimes");
        return workspace.StackProject("shop", package, Engine);
    }
}
