using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation.Node;

/// <summary>Applications whose build writes files for browsers.</summary>
public sealed class SiteTests
{
    [Theory]
    [InlineData("vite build", "vite", "", "", "dist", "/")]
    [InlineData("tsc -b && vite build", "vite", "vite.config.ts", "export default defineConfig({ plugins: [react()] })", "dist", "/")]
    [InlineData("run-p type-check \"build-only {@}\" --", "vite", "", "", "dist", "/")]
    [InlineData("vite build --outDir www --base=/shop/", "vite", "", "", "www", "/shop/")]
    [InlineData("node node_modules/vite/bin/vite.js build", "vite", "", "", "dist", "/")]
    [InlineData("cross-env NODE_ENV=production npx vite build", "vite", "", "", "dist", "/")]
    [InlineData("npm run compile", "vite", "", "", "dist", "/")]
    [InlineData("rm -rf dist/* && vite build", "vite", "", "", "dist", "/")]
    [InlineData("vite build", "vite", "vite.config.js", "export default { plugins: [], base:", "dist", "/")]
    [InlineData(
        "vite build", "vite", "vite.config.ts",
        "export default defineConfig(({ mode }) => ({ plugins: [pwa({ base: '/x/' })], base: '/a', build: { outDir: 'out' } }))", "out",
            "/a/")]
    [InlineData("vite build", "vite", "vite.config.js", "export default { root: 'client', build: { outDir: '../public' } }", "public", "/")]
    [InlineData(
        "vite build", "vite", "vite.config.js",
        "export default { plugins: [], build: { outDir: path.resolve(__dirname, 'web', 'dist') } }", "web/dist", "/")]
    [InlineData(
        "vite build", "vite", "vite.config.js", "export default { plugins: [], base: process.env.BASE ?? '/docs/' }", "dist", "/docs/")]
    [InlineData(
        "vite build", "vite", "vite.config.js",
        "export default { plugins: [], base: process.env.NODE_ENV === 'production' ? '/p/' : '/' }", "dist", "/p/")]
    [InlineData("vite build", "vite", "vite.config.js", "const base = '/c/';\nexport default { plugins: [], base }", "dist", "/c/")]
    [InlineData("vite build", "vite", "vite.config.js", "export default { plugins: [], base: './' } // base: '/no/'", "dist", "/")]
    [InlineData("vite build", "vite", "vite.config.js", "export default { plugins: [], base: 'https://cdn.corp/app/' }", "dist", "/app/")]
    [InlineData("react-scripts build", "react-scripts", "", "", "build", "/")]
    [InlineData("BUILD_PATH=dist PUBLIC_URL=/ui react-scripts build", "react-scripts", "", "", "dist", "/ui/")]
    [InlineData("craco build", "react-scripts", "", "", "build", "/")]
    [InlineData("vue-cli-service build", "@vue/cli-service", "", "", "dist", "/")]
    [InlineData(
        "vue-cli-service build", "@vue/cli-service", "vue.config.js", "module.exports = { publicPath: '/v/', outputDir: 'www' }", "www",
            "/v/")]
    [InlineData("astro check && astro build", "astro", "astro.config.mjs", "export default defineConfig({ site: 'x', base: '/b' })",
        "dist", "/b/")]
    [InlineData("next build", "next", "next.config.mjs", "const c = { output: 'export', basePath: '/n' };\nexport default c;", "out",
        "/n/")]
    [InlineData("next build && next export", "next", "", "", "out", "/")]
    [InlineData("nuxt generate", "nuxt", "", "", ".output/public", "/")]
    [InlineData("gatsby build", "gatsby", "", "", "public", "/")]
    [InlineData("gatsby build --prefix-paths", "gatsby", "gatsby-config.js", "module.exports = { pathPrefix: `/g`, plugins: [] }",
        "public", "/g/")]
    [InlineData("docusaurus build", "@docusaurus/core", "docusaurus.config.ts", "const config: Config = { title: 't', baseUrl: '/d/' }",
        "build", "/d/")]
    [InlineData("eleventy", "@11ty/eleventy", "", "", "_site", "/")]
    [InlineData("npx @11ty/eleventy --output=web", "@11ty/eleventy", "", "", "web", "/")]
    [InlineData("vitepress build docs", "vitepress", "", "", "docs/.vitepress/dist", "/")]
    [InlineData("react-router build", "@react-router/dev", "react-router.config.ts", "export default { ssr: false } satisfies Config;",
        "build/client", "/")]
    [InlineData(
        "vite build", "@sveltejs/kit", "svelte.config.js",
        "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter({ pages: 'site' }) } };",
        "site", "/")]
    [InlineData("parcel build index.html", "parcel", "", "", "dist", "/")]
    [InlineData("webpack --mode production", "html-webpack-plugin", "", "", "dist", "/")]
    public void The_build_of_a_site_is_served_from_its_folder_below_its_path(
        string script, string package, string configuration, string text, string folder, string path)
    {
        var image = GeneratedImage.Of(Plan(script, package, [(configuration, text)]));

        image.Base.ShouldBe("nginxinc/nginx-unprivileged:1.30-alpine");
        image.Stage("build").Base.ShouldBe("node:24");
        image.Stage("build").RunsOnBuilder.ShouldBeTrue();
        image.Stage("final").Copies[0].ShouldBe(new Copied([$"/app/{folder}/"], $"/usr/share/nginx/html{path}") { From = "build",
            Mode = "555" });
        image.Ports.ShouldBe(["8080"]);
        image.Entrypoint.ShouldBe(["nginx", "-g", "daemon off;"]);
    }

    /// <summary>The script that a template of the framework brought stays, although the build writes no server any more.</summary>
    [Theory]
    [InlineData("next start", "next build", "next", "next.config.js",
        "const config = { output: \"export\", reactStrictMode: false, webpack: c => { c.output.x = 1; return c; } };\n"
            + "const made = () => { return config; };\nmodule.exports = made();", "out")]
    [InlineData("next start -p 8080", "next build", "next", "next.config.ts", "export default { output: 'export' };", "out")]
    [InlineData("react-router-serve ./build/server/index.js", "react-router build", "@react-router/serve", "react-router.config.ts",
        "export default { ssr: false } satisfies Config;", "build/client")]
    public void A_start_script_without_a_server_in_the_build_does_not_count(
        string start, string build, string package, string configuration, string text, string folder)
    {
        var image = GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", $$"""{ "scripts": { "start": "{{start}}", "build": "{{build}}" }, "dependencies": { "{{package}}": "7" } }"""),
            ("package-lock.json", "{}"), (configuration, text))));

        image.Stage("final").Copies[0].Sources.ShouldBe([$"/app/{folder}/"]);
        image.Entrypoint.ShouldBe(["nginx", "-g", "daemon off;"]);
    }

    [Theory]
    [InlineData("vite", "vite build")]
    [InlineData("vite preview --port 8080", "vite build")]
    [InlineData("react-scripts start", "react-scripts build")]
    [InlineData("serve -s build", "react-scripts build")]
    [InlineData("ng serve", "vite build")]
    [InlineData("npm run dev", "vite build")]
    public void A_server_for_development_does_not_hide_the_site(string start, string build)
    {
        var plan = NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", $$"""
                { "scripts": { "start": "{{start}}", "dev": "vite", "build": "{{build}}" }, "devDependencies": { "vite": "7" } }
                """),
            ("package-lock.json", "{}"), ("index.html", "")));

        GeneratedImage.Of(plan).Base.ShouldStartWith("nginxinc/nginx-unprivileged");
    }

    [Theory]
    [InlineData("docs:build", "vitepress build docs", "docs/.vitepress/dist")]
    [InlineData("build:prod", "vite build", "dist")]
    [InlineData("build:production", "vite build", "dist")]
    public void Other_names_of_the_script_that_builds_are_known(string name, string script, string folder)
    {
        var image = GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", $$"""{ "scripts": { "{{name}}": "{{script}}" }, "devDependencies": { "vite": "7" } }"""),
            ("package-lock.json", "{}"))));

        image.Stage("build").Commands[^1].ShouldBe($"npm run {name}");
        image.Stage("final").Copies[0].Sources.ShouldBe([$"/app/{folder}/"]);
    }

    [Theory]
    [InlineData("ng build --configuration production", "dist/shop/browser")]
    [InlineData("ng build -c production --base-href /a/", "dist/shop/browser")]
    [InlineData("ng build --output-path dist/x", "dist/x/browser")]
    [InlineData("ng build -c staging shop", "stage/browser")]
    [InlineData("ng build --project=shop --configuration=production,staging", "stage/browser")]
    public void The_options_of_Angular_are_obeyed(string script, string folder) => GeneratedImage.Of(Plan(
        script, "@angular/cli", [("angular.json", """
            { "projects": { "shop": { "architect": { "build": { "builder": "@angular/build:application",
                "configurations": { "production": {}, "staging": { "outputPath": "stage" } } } } },
              "parts": { "projectType": "library", "architect": { "build": {} } } } }
            """)])).Stage("final").Copies[0].Sources.ShouldBe([$"/app/{folder}/"]);

    [Fact]
    public void A_named_folder_needs_no_workspace_of_Angular() => GeneratedImage.Of(Plan(
        "ng build", "@angular/cli", [], NodeShapes.App() with { ContainerGuardSiteOutput = "out" })).Stage("final").Copies[0].Sources
        .ShouldBe(["/app/out/"]);

    [Theory]
    [InlineData("@angular/build:application", "", "dist/shop/browser")]
    [InlineData("@angular-devkit/build-angular:application", "\"outputPath\": \"out\"", "out/browser")]
    [InlineData("@angular/build:application", "\"outputPath\": { \"base\": \"out\", \"browser\": \"\" }", "out")]
    [InlineData("@angular/build:application", "\"outputPath\": { \"base\": \"out\", \"browser\": \"www\" }", "out/www")]
    [InlineData("@angular-devkit/build-angular:browser", "\"outputPath\": \"dist/shop\"", "dist/shop")]
    [InlineData("@angular-devkit/build-angular:browser-esbuild", "\"outputPath\": \"dist\"", "dist")]
    [InlineData("@angular/build:application", "\"outputMode\": \"static\", \"ssr\": true", "dist/shop/browser")]
    public void Angular_says_its_folder_in_its_workspace(string builder, string options, string folder)
    {
        var plan = Plan("ng build", "@angular/cli", [("angular.json", $$"""
            { // Comments are allowed.
              "projects": { "shop": { "projectType": "application", "architect": { "build": { "builder": "{{builder}}",
                  "options": { {{options}} } } } } } }
            """)]);

        GeneratedImage.Of(plan).Stage("final").Copies[0].Sources.ShouldBe([$"/app/{folder}/"]);
    }

    [Theory]
    [InlineData("vite.config.js", "export default { plugins: [], base: path() }", "vite.config.js(1) computes 'base'",
        "ContainerGuardSiteBase")]
    [InlineData("vite.config.js", "export default {\n plugins: [], build: { outDir: out[0] } }",
        "vite.config.js(2) computes 'build.outDir'", "ContainerGuardSiteOutput")]
    [InlineData("vite.config.js", "export default { plugins: [], base: `/${name}/` }", "computes 'base'", "ContainerGuardSiteBase")]
    public void A_computed_value_is_asked_for_by_the_property_that_sets_it(string configuration, string text, string message,
        string property)
    {
        var problem = Plan("vite build", "vite", [(configuration, text)]).Problem().ShouldNotBeNull();
        problem.ShouldContain(message);
        problem.ShouldContain($"<{property}>");

        var project = NodeShapes.App() with { ContainerGuardSiteBase = "/set", ContainerGuardSiteOutput = "site" };
        GeneratedImage.Of(Plan("vite build", "vite", [(configuration, text)], project)).Stage("final").Copies[0]
            .ShouldBe(new Copied(["/app/site/"], "/usr/share/nginx/html/set/") { From = "build", Mode = "555" });
    }

    [Fact]
    public void A_project_says_that_an_unknown_build_writes_a_site() => GeneratedImage.Of(Plan(
        "node build.mjs", "esbuild", [("server.js", "")], NodeShapes.App() with { ContainerGuardSiteOutput = "./public/" }))
        .Stage("final").Copies[0].Sources.ShouldBe(["/app/public/"]);

    [Theory]
    [InlineData("vite build", "vite", "try_files $uri $uri/index.html /index.html;", "location /assets/ {")]
    [InlineData("react-scripts build", "react-scripts", "try_files $uri $uri/index.html /index.html;", "location /static/ {")]
    [InlineData("gatsby build", "gatsby", "try_files $uri $uri.html $uri/ =404;", "location /static/ {")]
    [InlineData("astro build", "astro", "error_page 404 /404.html;", "location /_astro/ {")]
    public void Pages_are_asked_for_again_and_hashed_files_are_kept(string script, string package, string pages, string hashed)
    {
        var text = Plan(script, package, []).Dockerfile();

        text.ShouldContain(pages);
        text.ShouldContain(hashed + "\n        add_header Cache-Control \"public, max-age=31536000, immutable\";\n");
        text.ShouldContain("    location / {\n        add_header Cache-Control \"no-cache\";\n");
    }

    [Fact]
    public void Files_without_a_hash_beside_those_of_the_build_are_not_kept() =>
        Plan("vite build", "vite", [("public/assets/logo.svg", "")]).Dockerfile().ShouldNotContain("immutable");

    [Fact]
    public void A_site_below_a_path_has_its_fallback_there()
    {
        var text = Plan("vite build --base /shop/", "vite", []).Dockerfile();

        text.ShouldContain("location /shop/ {");
        text.ShouldContain("try_files $uri $uri/index.html /shop/index.html;");
        text.ShouldContain("location = / {\n        return 302 /shop/;\n    }");
    }

    [Fact]
    public void A_server_block_beside_the_project_is_used() => GeneratedImage.Of(Plan("vite build", "vite", [("default.conf",
        "server { }")]))
        .Stage("final").Copies.ShouldContain(new Copied(["default.conf"], "/etc/nginx/conf.d/default.conf") { Mode = "555" });

    [Fact]
    public void Values_for_the_pages_reach_the_build_as_a_secret()
    {
        var plan = Plan("vite build", "vite", [(".env.production", "VITE_API=https://api.corp\n"), (".env", "DATABASE_URL=x\n")]);

        GeneratedImage.Of(plan).Stage("build").Runs[^1].Mounts.ShouldContain("type=secret,id=env-production,target=/app/.env.production");
        plan.Inputs.Secrets.ShouldHaveSingleItem().ContextPath.ShouldBe(".env.production");
        plan.Sends(".env.production").ShouldBeFalse();
    }

    [Fact]
    public void A_site_of_a_workspace_is_built_with_what_it_depends_on()
    {
        var image = GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App("/repo/apps/api/api.proj"), NodeShapes.Files(
            ("package.json", """{ "name": "all", "private": true, "workspaces": ["apps/*", "libs/*"] }"""), ("package-lock.json", "{}"),
            ("apps/api/package.json", """{ "name": "web", "scripts": { "build": "vite build" }, "dependencies": { "ui": "*" }, "devDependencies": { "vite": "7" } }"""),
            ("libs/ui/package.json", """{ "name": "ui", "scripts": { "build": "tsc" } }"""))));

        image.Stage("build").Commands.TakeLast(2).ShouldBe(["npm run build --workspace=ui", "npm run build --workspace=web"]);
        image.Stage("final").Copies[0].Sources.ShouldBe(["/app/apps/api/dist/"]);
    }

    [Fact]
    public void A_folder_of_a_server_that_serves_its_own_pages_stays_a_server() => GeneratedImage.Of(Plan(
        "vite build", "vite", [("server.js", "")], start: "node server.js")).Entrypoint.ShouldBe(["/usr/bin/tini", "--", "node",
            "server.js"]);

    [Fact]
    public void A_port_that_the_web_server_does_not_have_is_refused() => Plan(
        "vite build", "vite", [], NodeShapes.App() with { ContainerPorts = [new(80, "tcp")] })
        .Problem().ShouldNotBeNull().ShouldContain("ContainerPort 80 is not the port of the image's nginx, 8080.");

    [Fact]
    public void A_tool_with_an_old_webpack_gets_the_hashes_that_it_needs() => GeneratedImage.Of(Plan(
        "react-scripts build", "react-scripts", [], version: "^4.0.3")).Stage("build").Commands[^1]
        .ShouldBe("NODE_OPTIONS=--openssl-legacy-provider npm run build");

    private static ContainerPlan Plan(
        string build, string package, (string, string)[] files, AppProject? project = null, string? start = null, string version = "99")
    {
        var manifest = $$"""
            { "name": "shop", "scripts": { {{(start is null ? ""
                : $"\"start\": \"{start}\", ")}}"build": {{System.Text.Json.JsonSerializer.Serialize(build)}},
              "compile": "vite build", "build-only": "vite build", "type-check": "tsc" },
                  "devDependencies": { "{{package}}": "{{version}}" } }
            """;
        return NodeShapes.Plan(project ?? NodeShapes.App(), NodeShapes.Files(
            [.. files.Where(static file => file.Item1.Length > 0), ("package.json", manifest), ("package-lock.json", "{}"), ("index.html",
                "")]));
    }
}
