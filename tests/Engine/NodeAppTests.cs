using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>Node.js applications with the package's own SDK and no Dockerfile: published, built by the printed command, run.</summary>
public sealed class NodeAppTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine), IClassFixture<LockedImages>
{
    private const int NodeUser = 1000;

    private const string Server = """
        const http = require('http');
        const greeting = require('greeting');
        const server = http.createServer((request, response) => response.end(`${greeting} as ${process.env.NODE_ENV}`));
        server.listen(process.env.PORT || 8080);
        process.on('SIGTERM', () => server.close(() => process.exit(0)));

        """;

    [Fact]
    public async Task npm_installs_what_ships_and_builds_with_the_rest()
    {
        using var workspace = package.NewRepository();
        var app = Shop(workspace)
            .File("package.json", """
                {
                  "name": "shop",
                  "version": "1.0.0",
                  "private": true,
                  "scripts": { "build": "node build.js", "prepare": "husky", "start": "node dist/server.js" },
                  "dependencies": { "greeting": "file:vendor/greeting" },
                  "devDependencies": { "checker": "file:vendor/checker" }
                }
                """)
            .File("package-lock.json", """
                {
                  "name": "shop",
                  "version": "1.0.0",
                  "lockfileVersion": 3,
                  "requires": true,
                  "packages": {
                    "": {
                      "name": "shop",
                      "version": "1.0.0",
                      "dependencies": { "greeting": "file:vendor/greeting" },
                      "devDependencies": { "checker": "file:vendor/checker" }
                    },
                    "node_modules/checker": { "resolved": "vendor/checker", "link": true },
                    "node_modules/greeting": { "resolved": "vendor/greeting", "link": true },
                    "vendor/checker": { "version": "1.0.0", "dev": true },
                    "vendor/greeting": { "version": "1.0.0" }
                  }
                }
                """)
            .File("build.js", """
                const fs = require('fs');
                require('checker');
                fs.mkdirSync('dist', { recursive: true });
                fs.copyFileSync('server.js', 'dist/server.js');

                """)
            .File("node_modules/of-this-machine/index.js", "")
            .File("bin/tool", "kept\n")
            .Item("ContainerPort", "8080");

        await using var image = await app.ToFaultlessImage(Engine);

        await image.Serves(NodeUser, "Hello as production");
        var files = await image.Files();
        files.Keys.ShouldContain("/app/bin/tool");
        files.Keys.ShouldNotContain("/app/node_modules/checker");
        files.Keys.ShouldNotContain("/app/.env");
        files.Keys.ShouldNotContain(file => file.Contains("of-this-machine", StringComparison.Ordinal)
            || file.StartsWith("/app/obj", StringComparison.Ordinal)
            || file.EndsWith("proj", StringComparison.Ordinal));
        files.Where(file => file.Key.StartsWith("/app", StringComparison.Ordinal) && file.Value.IsWritableBy(NodeUser, NodeUser))
            .ShouldBeEmpty();

        app.File("server.js", Server.Replace("${greeting}", "Goodbye", StringComparison.Ordinal));
        await using var edited = await app.ToImage(Engine);
        edited.StepOutput("npm ci --omit=dev").ShouldContain("CACHED");
        await using var container = await edited.Run();
        (await container.Get()).Body.ShouldBe("Goodbye as production");
    }

    [Fact]
    public async Task yarn_installs_what_its_lock_file_says()
    {
        using var workspace = package.NewRepository();
        var app = Shop(workspace)
            .File(
                "package.json",
                """{ "name": "shop", "version": "1.0.0", "private": true, "main": "server.js", "dependencies": { "greeting": "file:vendor/greeting" }, "devDependencies": { "checker": "file:vendor/checker" } }""")
            .File("yarn.lock", """
                # yarn lockfile v1


                "checker@file:vendor/checker":
                  version "1.0.0"

                "greeting@file:vendor/greeting":
                  version "1.0.0"

                """);

        await using var image = await app.ToFaultlessImage(Engine);

        await image.Serves(NodeUser, "Hello as production");
        (await image.Files()).Keys.ShouldNotContain("/app/node_modules/checker");
    }

    [Fact]
    public async Task A_member_of_a_workspace_is_built_with_what_it_depends_on()
    {
        using var workspace = package.NewRepository();
        workspace.Write("package.json", """{ "name": "all", "private": true, "workspaces": ["api", "greeting"] }""");
        workspace.Write("package-lock.json", """
            {
              "name": "all",
              "lockfileVersion": 3,
              "requires": true,
              "packages": {
                "": { "name": "all", "workspaces": ["api", "greeting"] },
                "api": { "name": "@corp/api", "version": "1.0.0", "dependencies": { "greeting": "1.0.0" } },
                "greeting": { "version": "1.0.0" },
                "node_modules/@corp/api": { "resolved": "api", "link": true },
                "node_modules/greeting": { "resolved": "greeting", "link": true }
              }
            }
            """);
        workspace.Write(
            "greeting/package.json",
            """{ "name": "greeting", "version": "1.0.0", "main": "dist/index.js", "scripts": { "build": "mkdir -p dist && cp source.js dist/index.js" } }""");
        workspace.Write("greeting/source.js", "module.exports = 'Hello';\n");
        var app = Mirrored(workspace.Project("api", $"ContainerGuard/{package.Version}"))
            .File(
                "package.json",
                """{ "name": "@corp/api", "version": "1.0.0", "scripts": { "start": "node server.js" }, "dependencies": { "greeting": "1.0.0" } }""")
            .File("server.js", Server);

        await using var image = await app.ToFaultlessImage(Engine);

        await image.Serves(NodeUser, "Hello as production");
    }

    [Fact]
    public async Task What_has_no_dependencies_needs_no_lock_file()
    {
        using var workspace = package.NewRepository();
        var app = Shop(workspace).File("package.json", """{ "name": "shop", "main": "server.js" }""").File(
            "server.js", Server.Replace("require('greeting')", "'Hi'", StringComparison.Ordinal));

        await using var image = await app.ToFaultlessImage(Engine);

        await image.Serves(NodeUser, "Hi as production");
    }

    private TestProject Shop(TestWorkspace workspace) => Mirrored(workspace.Project("shop", $"ContainerGuard/{package.Version}"))
        .File("server.js", Server)
        .File("vendor/greeting/package.json", """{ "name": "greeting", "version": "1.0.0", "main": "index.js" }""")
        .File("vendor/greeting/index.js", "module.exports = 'Hello';\n")
        .File("vendor/checker/package.json", """{ "name": "checker", "version": "1.0.0", "main": "index.js" }""")
        .File("vendor/checker/index.js", "module.exports = true;\n");

    private TestProject Mirrored(TestProject project) => project.HeldToEverything().Mirror("docker.io", Engine.HubMirror);
}
