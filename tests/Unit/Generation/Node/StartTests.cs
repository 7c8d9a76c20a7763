using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation.Node;

/// <summary>How the command of a server is found.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("npm run build && node dist/index.js", "dist/index.js")]
    [InlineData("npm run serve-it", "dist/main.js")]
    [InlineData("yarn serve-it", "dist/main.js")]
    [InlineData("tsc && node build/a.js", "build/a.js")]
    [InlineData("npx cross-env NODE_ENV=production node ./dist/main.js", "./dist/main.js")]
    [InlineData("node --enable-source-maps dist/main.js", "--enable-source-maps dist/main.js")]
    public void A_script_that_leads_to_node_is_followed(string start, string arguments) =>
        Image($$"""{ "scripts": { "start": "{{start}}", "build": "tsc", "serve-it": "node dist/main.js" } }""").Entrypoint
            .ShouldBe(["/usr/bin/tini", "--", "node", .. arguments.Split(' ')]);

    [Fact]
    public void A_build_in_the_start_script_is_a_step_of_the_image() =>
        Image("""{ "scripts": { "start": "tsc -p . && node dist/a.js" }, "devDependencies": { "typescript": "5" } }""")
            .Stage("build").Commands.ShouldContain("npx --no-install tsc -p .");

    [Theory]
    [InlineData("build-docker", "next build", "npm run build-docker")]
    [InlineData("build:docker", "next build", "npm run build:docker")]
    [InlineData("build:docker", "docker build .", "npm run build")]
    public void A_build_for_images_is_preferred_unless_it_calls_docker(string name, string script, string command) =>
        Image($$"""{ "scripts": { "start": "node dist/a.js", "build": "check-db && tsc", "{{name}}": "{{script}}" } }""")
            .Stage("build").Commands.ShouldContain(command);

    [Theory]
    [InlineData("require('ts-node/register');\nrequire('./src/main');\n")]
    [InlineData("import 'tsx/esm';\nawait import('./src/main.ts');\n")]
    public void An_entry_file_that_loads_a_development_runner_is_not_the_start(string text)
    {
        const string Packages = "\"devDependencies\": { \"ts-node\": \"8\", \"tsx\": \"4\", \"typescript\": \"5\" }";

        App.Plan(
            App.Of("node"), ("shop/package.json", $$"""{ "scripts": { "start": "node index.js" }, {{Packages}} }"""),
            ("shop/package-lock.json", "{}"), ("shop/index.js", text))
            .Problem().ShouldNotBeNull().ShouldContain("runs 'index.js', which loads the development package 'ts");
        var image = GeneratedImage.Of(App.Plan(
            App.Of("node"), ("shop/package-lock.json", "{}"), ("shop/index.js", text), ("shop/package.json",
                $$"""{ "scripts": { "start": "node index.js", "prestart:prod": "tsc", "start:prod": "node dist/main.js" }, {{Packages}} }""")));
        image.Entrypoint.ShouldBe(["/usr/bin/tini", "--", "node", "dist/main.js"]);
        image.Stage("build").Commands.ShouldContain("npx --no-install tsc");
    }

    [Fact]
    public void The_script_before_start_is_a_part_of_it() =>
        Image("""{ "scripts": { "prestart": "tsc", "start": "node dist/a.js" }, "devDependencies": { "typescript": "5" } }""")
            .Stage("build").Commands.ShouldContain("npx --no-install tsc");

    [Theory]
    [InlineData("""{ "scripts": { "start": "nest start", "start:prod": "node dist/main", "build": "nest build" } }""", "dist/main")]
    [InlineData("""{ "scripts": { "start": "nest start", "build": "nest build" } }""", "dist/main.js")]
    [InlineData("""{ "scripts": { "start": "nodemon src/a.ts", "production": "node a.js", "build": "tsc" } }""", "a.js")]
    [InlineData("""{ "scripts": { "dev": "nuxt dev", "build": "nuxt build" }, "dependencies": { "nuxt": "4" } }""", ".output/server/index.mjs")]
    [InlineData("""{ "scripts": { "start": "next dev", "build": "next build" }, "dependencies": { "next": "15" } }""", "node_modules/next/dist/bin/next start")]
    [InlineData(
        """{ "scripts": { "start": "react-router dev", "build": "react-router build" }, "dependencies": { "@react-router/serve": "7" } }""",
        "node_modules/@react-router/serve/bin.js build/server/index.js")]
    public void What_runs_in_production_is_found_beside_a_server_for_development(string manifest, string arguments) =>
        Image(manifest).Entrypoint.ShouldBe(["/usr/bin/tini", "--", "node", .. arguments.Split(' ')]);

    [Theory]
    [InlineData("nodemon server.js", "nodemon")]
    [InlineData("ts-node src/index.ts", "ts-node")]
    [InlineData("node -r ts-node/register src/index.ts", "node with ts-node")]
    [InlineData("node --loader ts-node/esm src/index.ts", "node with ts-node")]
    [InlineData("node --watch server.js", "node --watch")]
    [InlineData("tsx watch src/index.ts", "tsx watch")]
    [InlineData("gatsby develop", "gatsby develop")]
    [InlineData("astro dev", "astro dev")]
    [InlineData("vite", "vite")]
    [InlineData("vite preview --host", "vite preview")]
    [InlineData("vite --host 0.0.0.0", "vite")]
    [InlineData("vite --port 3000 --open", "vite")]
    [InlineData("vite --mode development", "vite")]
    [InlineData("parcel src/index.html", "parcel")]
    [InlineData("next -p 3000", "next")]
    [InlineData("nuxt --port 3000", "nuxt")]
    [InlineData("rsbuild --open", "rsbuild")]
    [InlineData("ng --configuration production serve", "ng serve")]
    [InlineData("fastify start -w app.js", "fastify --watch")]
    [InlineData("next dev", "next dev")]
    [InlineData("react-scripts start", "react-scripts start")]
    [InlineData("ng serve --host 0.0.0.0", "ng serve")]
    [InlineData("npm run dev", "nodemon")]
    [InlineData("pm2 start server.js", "pm2 start")]
    [InlineData("concurrently \\\"npm:a\\\" \\\"npm:b\\\"", "concurrently")]
    [InlineData("webpack serve", "webpack serve")]
    public void A_server_for_development_is_refused_wherever_it_comes_from(string start, string named) =>
        Plan($$"""
            { "scripts": { "start": "{{start}}", "dev": "nodemon a.js" }, "dependencies": { "nodemon": "3", "vite": "7", "gatsby": "5" } }
            """)
            .Problem().ShouldNotBeNull().ShouldContain($"runs '{named}', which is for development");

    [Theory]
    [InlineData("prisma migrate deploy && node server.js", "runs 'prisma migrate deploy' before each start", "node;server.js")]
    [InlineData("npm run migrate && node server.js", "runs 'knex migrate:latest' before each start", "node;server.js")]
    public void What_else_runs_at_each_start_is_named_with_the_process(string start, string message, string process)
    {
        var manifest = $$"""{ "scripts": { "start": "{{start}}", "migrate": "knex migrate:latest" } }""";
        var problem = Plan(manifest).Problem().ShouldNotBeNull();
        problem.ShouldContain(message);
        problem.ShouldContain($"<ContainerAppCommand Include=\"{process}\" />");
        Image(manifest, NodeShapes.App() with { Process = process.Split(';') }).Entrypoint.ShouldBe(["/usr/bin/tini", "--", "node",
            "server.js"]);
    }

    [Fact]
    public void The_process_that_the_project_names_counts()
    {
        const string Manifest = """{ "scripts": { "start": "vite" } }""";

        Image(Manifest, NodeShapes.App() with { Process = ["bin/tool", "--serve"] }).Entrypoint
            .ShouldBe(["/usr/bin/tini", "--", "bin/tool", "--serve"]);
        Image(Manifest, NodeShapes.App() with { Process = ["node", "server.js"], ContainerFamily = "distroless" }).Entrypoint
            .ShouldBe(["/usr/bin/tini", "--", "/nodejs/bin/node", "server.js"]);
    }

    [Fact]
    public void A_module_of_a_development_package_is_not_in_the_image() =>
        Plan("""{ "scripts": { "start": "node -r dotenv/config server.js" }, "devDependencies": { "dotenv": "16" } }""")
            .Problem().ShouldNotBeNull().ShouldContain("Move 'dotenv' to dependencies");

    [Theory]
    [InlineData("src/index.js")]
    [InlineData("src/server.mjs")]
    public void A_file_in_the_folder_of_sources_is_found(string file) =>
        GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(("package.json", "{}"), (file,
            "")))).Entrypoint[^1].ShouldBe(file);

    [Theory]
    [InlineData("src/main.ts", "await app.listen(process.env.PORT ?? 3000);", "3000", null)]
    [InlineData("src/main.ts", "const port: number = 4000;\napp.listen(port);", "4000", null)]
    [InlineData("src/main.ts", "const port = parseInt(process.env.PORT || '5000', 10);", "5000", null)]
    [InlineData("src/main.ts", "const port = parseInt(process.env.PORT as string, 10) || 5001;", "5001", null)]
    [InlineData("src/main.ts", "const port = Number(process.env['PORT']) || 5002;", "5002", null)]
    [InlineData("src/main.ts", "const port = process.env.PORT ? Number(process.env.PORT) : 5003;", "5003", null)]
    [InlineData("main.ts", "const { PORT = 5004 } = process.env;", "5004", null)]
    [InlineData("main.ts", "server.listen({ port: 5005, host: '0.0.0.0' });", "5005", null)]
    [InlineData("src/main.ts", "app.listen(process.env.PORT!);", "3000", "3000")]
    public void The_port_is_read_from_the_TypeScript(string source, string text, string port, string? variable)
    {
        var image = GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", """{ "scripts": { "start": "node dist/main.js", "build": "tsc" } }"""), (source, text))));

        image.Ports.ShouldBe([port]);
        image.Variable("PORT").ShouldBe(variable);
    }

    [Fact]
    public void Next_standalone_ships_what_its_build_writes()
    {
        var image = GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", """{ "name": "web", "scripts": { "start": "next start", "build": "next build" }, "dependencies": { "next": "15" } }"""),
            ("package-lock.json", "{}"), ("next.config.ts", "const c: NextConfig = { output: \"standalone\" };"), ("public/a.txt", ""))));

        image.Entrypoint.ShouldBe(["/usr/bin/tini", "--", "node", "server.js"]);
        image.Variable("HOSTNAME").ShouldBe("0.0.0.0");
        image.Ports.ShouldBe(["3000"]);
        image.Stage("final").Copies.Skip(1).Select(static copy => (copy.Sources[0], copy.Target)).ShouldBe(
            [("/app/.next/standalone", "/app"), ("/app/.next/static", "/app/.next/static"), ("/app/public", "/app/public")]);
        image.Stage("build").Runs[^1].Mounts.ShouldContain("type=cache,id=next-web,target=/app/.next/cache");
    }

    [Theory]
    [InlineData("next start -p 8080")]
    [InlineData("next start --port=8080")]
    public void The_port_of_next_start_is_that_of_its_own_server(string start)
    {
        var image = GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", $$"""{ "scripts": { "build": "next build", "start": "{{start}}" }, "dependencies": { "next": "16" } }"""),
            ("package-lock.json", "{}"), ("next.config.js", "module.exports = { output: 'standalone' };"))));

        image.Entrypoint[^1].ShouldBe("server.js");
        image.Variable("PORT").ShouldBe("8080");
        image.Ports.ShouldBe(["8080"]);
    }

    [Theory]
    [InlineData("next.config.ts", "devDependencies", true)]
    [InlineData("next.config.mts", "devDependencies", true)]
    [InlineData("next.config.mjs", "devDependencies", false)]
    [InlineData("next.config.ts", "optionalDependencies", false)]
    public void The_compiler_of_the_configuration_of_next_ships(string configuration, string group, bool isKept)
    {
        var image = GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", $$"""
                { "scripts": { "build": "next build", "start": "next start" }, "dependencies": { "next": "16" },
                  "{{group}}": { "typescript": "5" } }
                """),
            ("package-lock.json", "{}"), (configuration, "export default {};"))));

        image.Stage("build").Commands[^1].Contains("mv /tmp/typescript node_modules/", StringComparison.Ordinal).ShouldBe(isKept);
    }

    [Theory]
    [InlineData("prisma generate", "npm pkg delete scripts.postinstall")]
    [InlineData("husky && node seed.js", "npm pkg set 'scripts.postinstall=node seed.js'")]
    [InlineData("svelte-kit sync", "npm pkg delete scripts.postinstall")]
    [InlineData("node seed.js", null)]
    [InlineData("kept", null)]
    public void A_hook_of_a_development_package_does_not_run_where_it_is_missing(string hook, string? change)
    {
        var image = Image($$"""
            { "scripts": { "start": "node server.js", "postinstall": "{{hook}}" }, "dependencies": { "kept": "1" },
              "devDependencies": { "prisma": "6", "husky": "9", "@sveltejs/kit": "2", "kept": "1" } }
            """);

        image.Stage("dependencies").Commands.Where(static command => command.StartsWith("npm pkg", StringComparison.Ordinal))
            .Select(static command => command.Replace('"', '\'')).ShouldBe(change is null ? [] : [change]);
    }

    [Fact]
    public void Patches_of_what_ships_need_their_program() => Plan("""
        { "scripts": { "start": "node server.js", "postinstall": "patch-package" }, "dependencies": { "a": "1" },
          "devDependencies": { "patch-package": "8" } }
        """).Problem().ShouldNotBeNull().ShouldContain("Move patch-package to dependencies.");

    [Theory]
    [InlineData("web: node bin/www\n", "bin/www")]
    [InlineData("web: npm run launch\n", "other.js")]
    public void The_line_of_a_Procfile_comes_before_files_with_usual_names(string text, string file)
    {
        var image = GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", """{ "scripts": { "launch": "node other.js" } }"""), ("Procfile", text), ("server.js", ""), ("bin/www", ""),
            ("other.js", ""))));

        image.Entrypoint.ShouldBe(["/usr/bin/tini", "--", "node", file]);
    }

    [Theory]
    [InlineData("apps/api/prisma/schema.prisma", "", "prisma")]
    [InlineData("apps/api/db/main.prisma", "\"prisma\": { \"schema\": \"db/main.prisma\" },", "db/main.prisma")]
    public void The_schema_of_a_member_is_in_the_stage_that_generates(string file, string setting, string schema)
    {
        var image = GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App("/repo/apps/api/api.proj"), NodeShapes.Files(
            ("package.json", """{ "name": "all", "workspaces": ["apps/*"] }"""), ("package-lock.json", "{}"),
            ("apps/api/package.json", $$"""
                { "name": "api", {{setting}} "scripts": { "start": "node server.js" }, "dependencies": { "@prisma/client": "6.1.0" },
                  "devDependencies": { "prisma": "6.1.0" } }
                """), ("apps/api/server.js", ""), (file, "generator client {\n}\n"))));

        image.Stage("base").Copies.SelectMany(static copy => copy.Sources).ShouldContain($"apps/api/{schema}");
    }

    [Theory]
    [InlineData("package-lock.json", "{}", "npx --no-install prisma generate")]
    [InlineData("pnpm-lock.yaml", "lockfileVersion: '9.0'\n", "pnpm exec prisma generate")]
    public void The_client_of_the_database_is_generated_in_what_ships(string lockFile, string text, string inBuild)
    {
        var image = GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", """{ "name": "api", "scripts": { "start": "node server.js" }, "dependencies": { "@prisma/client": "6.1.0" }, "devDependencies": { "prisma": "6.1.0" } }"""),
            (lockFile, text), ("server.js", ""), ("prisma/schema.prisma", "generator client {\n  provider = \"prisma-client-js\"\n}\n"))));

        image.Stage("dependencies").Commands.ShouldContain("node /development/node_modules/prisma/build/index.js generate");
        image.Stage("dependencies").Mounts.ShouldContain("type=bind,from=development,source=/app,target=/development");
        image.Stage("build").Commands.ShouldContain(inBuild);
        image.Stage("final").Commands.ShouldContain(command => command.Contains("openssl", StringComparison.Ordinal));
    }

    [Fact]
    public void A_client_that_is_generated_into_the_sources_is_compiled_with_them()
    {
        var image = GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", """{ "name": "api", "scripts": { "start": "node dist/a.js", "build": "prisma generate && tsc" }, "dependencies": { "@prisma/client": "7.0.0" }, "devDependencies": { "prisma": "7.0.0" } }"""),
            ("package-lock.json", "{}"), ("prisma/schema.prisma", "generator client {\n  output = \"../src/generated\"\n}\n"))));

        image.Stage("build").Commands.ShouldContain("npm run build");
        image.Stage("build").Commands.ShouldNotContain("npx --no-install prisma generate");
        image.Stage("dependencies").Commands.ShouldNotContain(command => command.Contains("prisma", StringComparison.Ordinal));
    }

    private static ContainerPlan Plan(string manifest, AppProject? project = null) => NodeShapes.Plan(
        project ?? NodeShapes.App(), NodeShapes.Files(("package.json", manifest), ("package-lock.json", "{}"), ("server.js", "")));

    private static GeneratedImage Image(string manifest, AppProject? project = null) => GeneratedImage.Of(Plan(manifest, project));
}
