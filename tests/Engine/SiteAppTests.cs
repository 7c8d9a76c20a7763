using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>
/// Applications for browsers, built by a tool that stands in for the real one: published, built by the printed command, run.
/// </summary>
public sealed class SiteAppTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine), IClassFixture<LockedImages>
{
    private const int Nginx = 101;

    private const int NodeUser = 1000;

    /// <summary>Writes what Vite writes: a page that names a file with a hash.</summary>
    private const string Vite = """
        #!/usr/bin/env node
        const fs = require('fs');
        const env = fs.existsSync('.env.production') ? fs.readFileSync('.env.production', 'utf8').trim() : 'nothing';
        fs.mkdirSync('dist/assets', { recursive: true });
        fs.writeFileSync('dist/index.html', `<p>${env}</p>`);
        fs.writeFileSync('dist/assets/index-DiwrgTda.js', 'console.log(1)');

        """;

    [Fact]
    public async Task A_site_has_a_fallback_for_its_routes_and_keeps_what_has_a_hash()
    {
        using var workspace = package.NewRepository();
        var app = Site(workspace)
            .File("vite.config.js", "export default { plugins: [], base: '/shop/' };\n")
            .File(".env.production", "VITE_WORDS=Hello\n");

        await DockerEngine.Make("stacks");
        await using var image = await app.ToFaultlessImage(Engine);
        await using var container = await image.RunConfined();

        (await container.Get("/shop/")).ShouldBe(new HttpAnswer(200, "<p>VITE_WORDS=Hello</p>"));
        (await container.Get("/shop/orders/7")).ShouldBe(new HttpAnswer(200, "<p>VITE_WORDS=Hello</p>"));
        (await container.Get("/shop/assets/index-DiwrgTda.js")).ShouldBe(new HttpAnswer(200, "console.log(1)"));
        (await container.Get("/shop/assets/missing.js")).Status.ShouldBe(404);
        (await container.Get("/")).Status.ShouldBe(302);
        await container.RunsAsAndStops(Nginx);
        var files = await image.Files();
        files.Keys.ShouldContain("/usr/share/nginx/html/shop/index.html");
        files.Keys.ShouldNotContain(static file => file.Contains("node_modules", StringComparison.Ordinal)
            || file.EndsWith(".env.production", StringComparison.Ordinal));
        files.Where(static file => file.Key.StartsWith("/usr/share/nginx/html", StringComparison.Ordinal)
            && file.Value.IsWritableBy(Nginx, Nginx)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_client_of_a_database_is_in_what_ships()
    {
        using var workspace = package.NewRepository();
        var app = Project(workspace)
            .File(
                "package.json",
                """{ "name": "shop", "version": "1.0.0", "scripts": { "start": "node server.js" }, "dependencies": { "@prisma/client": "file:vendor/client" }, "devDependencies": { "prisma": "file:vendor/cli" } }""")
            .File("package-lock.json", """
                {
                  "name": "shop", "version": "1.0.0", "lockfileVersion": 3, "requires": true,
                  "packages": {
                    "": { "name": "shop", "version": "1.0.0", "dependencies": { "@prisma/client": "file:vendor/client" }, "devDependencies": { "prisma": "file:vendor/cli" } },
                    "node_modules/@prisma/client": { "resolved": "vendor/client", "link": true },
                    "node_modules/prisma": { "resolved": "vendor/cli", "link": true },
                    "vendor/cli": { "name": "prisma", "version": "7.0.0", "dev": true, "bin": { "prisma": "build/index.js" } },
                    "vendor/client": { "name": "@prisma/client", "version": "7.0.0" }
                  }
                }
                """)
            .File("vendor/client/package.json", """{ "name": "@prisma/client", "version": "7.0.0", "main": "index.js" }""")
            .File("vendor/client/index.js", "module.exports = require('/app/node_modules/.prisma/client/index.js');\n")
            .File("vendor/cli/package.json", """{ "name": "prisma", "version": "7.0.0", "bin": { "prisma": "build/index.js" } }""")
            .File("vendor/cli/build/index.js", """
                #!/usr/bin/env node
                const fs = require('fs');
                if (!fs.existsSync('prisma/schema.prisma')) throw new Error('no schema');
                fs.mkdirSync('node_modules/.prisma/client', { recursive: true });
                fs.writeFileSync('node_modules/.prisma/client/index.js', "module.exports = 'generated';");

                """)
            .File("prisma/schema.prisma", "generator client {\n  provider = \"prisma-client-js\"\n}\n")
            .File("server.js", """
                const server = require('http').createServer((request, response) => response.end(require('@prisma/client')));
                server.listen(process.env.PORT || 8080);
                process.on('SIGTERM', () => server.close(() => process.exit(0)));

                """)
            .Item("ContainerPort", "8080");

        await using var image = await app.ToFaultlessImage(Engine);

        await image.Serves(NodeUser, "generated");
        (await image.Files()).Keys.ShouldNotContain("/app/node_modules/prisma");
    }

    [Fact]
    public async Task What_Next_writes_for_a_container_is_all_that_ships()
    {
        using var workspace = package.NewRepository();
        var app = Project(workspace)
            .File(
                "package.json",
                """{ "name": "shop", "version": "1.0.0", "scripts": { "build": "next build", "start": "next start" }, "dependencies": { "next": "file:vendor/next" } }""")
            .File("package-lock.json", """
                {
                  "name": "shop", "version": "1.0.0", "lockfileVersion": 3, "requires": true,
                  "packages": {
                    "": { "name": "shop", "version": "1.0.0", "dependencies": { "next": "file:vendor/next" } },
                    "node_modules/next": { "resolved": "vendor/next", "link": true },
                    "vendor/next": { "version": "16.0.0", "bin": { "next": "dist/bin/next" } }
                  }
                }
                """)
            .File("next.config.mjs", "export default { output: 'standalone' };\n")
            .File("public/robots.txt", "none")
            .File("vendor/next/package.json", """{ "name": "next", "version": "16.0.0", "bin": { "next": "dist/bin/next" } }""")
            .File("vendor/next/dist/bin/next", """
                #!/usr/bin/env node
                const fs = require('fs');
                fs.mkdirSync('.next/cache', { recursive: true });
                fs.writeFileSync('.next/cache/of-the-build', '1');
                fs.mkdirSync('.next/static', { recursive: true });
                fs.writeFileSync('.next/static/a.js', '1');
                fs.mkdirSync('.next/standalone', { recursive: true });
                fs.writeFileSync('.next/standalone/server.js', `
                  const server = require('http').createServer((request, response) => response.end('standalone'));
                  server.listen(process.env.PORT || 3000, process.env.HOSTNAME);
                  process.on('SIGTERM', () => server.close(() => process.exit(0)));`);

                """)
            .Item("ContainerPort", "8080");

        await using var image = await app.ToFaultlessImage(Engine);

        await image.Serves(NodeUser, "standalone");
        var files = await image.Files();
        files.Keys.ShouldContain("/app/.next/static/a.js");
        files.Keys.ShouldContain("/app/public/robots.txt");
        files.Keys.ShouldNotContain(static file => file.Contains("of-the-build", StringComparison.Ordinal)
            || file.StartsWith("/app/node_modules", StringComparison.Ordinal));
    }

    private TestProject Site(TestWorkspace workspace) => Project(workspace)
        .File(
            "package.json",
            """{ "name": "shop", "version": "1.0.0", "scripts": { "start": "vite", "build": "vite build" }, "devDependencies": { "vite": "file:vendor/vite" } }""")
        .File("package-lock.json", """
            {
              "name": "shop", "version": "1.0.0", "lockfileVersion": 3, "requires": true,
              "packages": {
                "": { "name": "shop", "version": "1.0.0", "devDependencies": { "vite": "file:vendor/vite" } },
                "node_modules/vite": { "resolved": "vendor/vite", "link": true },
                "vendor/vite": { "version": "7.0.0", "dev": true, "bin": { "vite": "bin/vite.js" } }
              }
            }
            """)
        .File("vendor/vite/package.json", """{ "name": "vite", "version": "7.0.0", "bin": { "vite": "bin/vite.js" } }""")
        .File("vendor/vite/bin/vite.js", Vite)
        .File("index.html", "<p>The source</p>");

    private TestProject Project(TestWorkspace workspace) => workspace.StackProject("shop", package, Engine);
}
