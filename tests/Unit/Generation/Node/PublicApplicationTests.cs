using ContainerGuard.Analysis;
using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation.Node;

/// <summary>What public applications do, and what broke their images or their builds.</summary>
public sealed class PublicApplicationTests
{
    [Theory]
    [InlineData("^16.8.0 || ^17.0.0", "17.0.2", true)]
    [InlineData("^15.0.0 || ^16.0.0", "18.2.0", false)]
    [InlineData(">=16", "18.2.0", true)]
    [InlineData(">= 16.8 < 18", "18.0.0", false)]
    [InlineData("16.x", "16.14.0", true)]
    [InlineData("16.x", "17.0.0", false)]
    [InlineData("*", "3.1.4", true)]
    [InlineData("~1.2.3", "1.2.9", true)]
    [InlineData("~1.2.3", "1.3.0", false)]
    [InlineData("^0.2.3", "0.3.0", false)]
    [InlineData("^0.0.3", "0.0.4", false)]
    [InlineData("<=2", "2.9.0", true)]
    [InlineData(">2", "2.9.0", false)]
    [InlineData("1.2.3 - 2", "2.4.0", true)]
    [InlineData("=4.0.0", "4.0.1", false)]
    [InlineData("latest", "4.0.1", true)]
    [InlineData("workspace:*", "4.0.1", null)]
    [InlineData("^18.0.0", "19.0.0-rc.1", null)]
    public void A_range_of_npm_allows_versions(string range, string version, bool? allows) =>
        NpmRange.Allows(range, version).ShouldBe(allows);

    [Theory]
    [InlineData("""{ "version": "18.2.0" }""", "^15 || ^16", "", "contains 18.2.0.")]
    [InlineData("null", "^15 || ^16", "", "does not contain it.")]
    [InlineData("""{ "version": "16.2.0" }""", "^15 || ^16", "", null)]
    [InlineData("""{ "version": "18.2.0" }""", "^15 || ^16", "legacy-peer-deps = true\n", null)]
    [InlineData("""{ "version": "18.2.0" }""", "^15 || ^16", "force=true\n", null)]
    [InlineData("""{ "version": "18.2.0" }""", "link:../react", "", null)]
    public void A_lock_file_that_npm_ci_refuses_is_reported_with_the_setting_that_it_needs(
        string react, string range, string settings, string? problem)
    {
        var found = NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", """{ "main": "a.js", "dependencies": { "react": "18.2.0", "tilt": "0.1.4" } }"""), ("a.js", ""),
            ("package-lock.json", $$"""
                { "packages": { "node_modules/react": {{react}}, "node_modules/tilt":
                    { "version": "0.1.4", "peerDependencies": { "react": "{{range}}" } } } }
                """),
            (".npmrc", settings))).Problem();

        found.ShouldBe(problem is null ? null
            : $"npm ci fails: 'tilt' needs react {range}, but package-lock.json {problem} Write 'legacy-peer-deps=true' into .npmrc if you "
                + "install with this option, or run 'npm install' and commit the lock file.");
    }

    [Theory]
    [InlineData("\"overrides\": { \"react\": \"18.2.0\" }, ", "{}", "{ }")]
    [InlineData("", """{ "react": { "optional": true } }""", "{ }")]
    [InlineData("", "{}", """{ "version": "16.0.0" }""")]
    public void A_peer_that_is_optional_replaced_or_nested_is_not_a_conflict(string manifest, string optional, string nested) =>
        NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", $$"""{ {{manifest}}"main": "a.js", "dependencies": { "react": "18.2.0", "tilt": "0.1.4" } }"""), ("a.js", ""),
            ("package-lock.json", $$"""
                { "packages": { "node_modules/react": { "version": "18.2.0" }, "node_modules/tilt/node_modules/react": {{nested}},
                    "node_modules/tilt": { "peerDependencies": { "react": "16" }, "peerDependenciesMeta": {{optional}} } } }
                """))).Problem().ShouldBeNull();

    [Theory]
    [InlineData("node-sass", "^4.14.1", 24, "Replace it with the package sass, or write 14 into .nvmrc.")]
    [InlineData("node-sass", "~9.0.0", 22, "write 20 into .nvmrc.")]
    [InlineData("grpc", "1.24.0", 24, "Replace it with the package @grpc/grpc-js")]
    [InlineData("node-sass", "^4.14.1", 14, null)]
    [InlineData("sass", "^1.0.0", 24, null)]
    public void A_native_package_that_does_not_compile_for_the_release_is_refused(
        string package, string version, int release, string? remedy)
    {
        var problem = NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", $$"""{ "main": "a.js", "devDependencies": { "{{package}}": "{{version}}" } }"""), ("a.js", ""),
            ("package-lock.json", "{}"), (".nvmrc", $"{release}\n"))).Problem();

        if (remedy is null) problem.ShouldBeNull();
        else problem.ShouldNotBeNull().ShouldContain(remedy);
    }

    [Theory]
    [InlineData("cypress", "CYPRESS_INSTALL_BINARY=0 npm ci")]
    [InlineData("electron", "ELECTRON_SKIP_BINARY_DOWNLOAD=1 npm ci")]
    [InlineData("chromedriver", "CHROMEDRIVER_SKIP_DOWNLOAD=true npm ci")]
    [InlineData("vitest", "npm ci")]
    public void The_build_does_not_download_programs_of_tests(string package, string install)
    {
        var image = Image($$"""
            { "scripts": { "build": "tsc", "start": "node dist/a.js" }, "devDependencies": { "{{package}}": "1", "typescript": "5" } }
            """);

        image.Stage("build").Commands[0].ShouldBe(install);
        image.Stage("dependencies").Commands.ShouldBe(["npm ci --omit=dev"]);
    }

    [Fact]
    public void A_program_that_the_application_itself_uses_is_downloaded() => Image("""
        { "scripts": { "build": "tsc", "start": "node dist/a.js" }, "dependencies": { "chromedriver": "1" } }
        """).Stage("build").Commands[0].ShouldBe("npm ci");

    /// <summary>An install has no sources, so a compiler in its scripts fails, or compiles nothing.</summary>
    [Theory]
    [InlineData("\"postinstall\": \"tsc\"", "npm pkg delete scripts.postinstall", "npx --no-install tsc")]
    [InlineData("\"postinstall\": \"node a.js && npm run compile\", \"compile\": \"webpack --mode production\"",
        "npm pkg set 'scripts.postinstall=node a.js'", "npx --no-install webpack --mode production")]
    [InlineData("\"postinstall\": \"NODE_ENV=production gulp all\"", "npm pkg delete scripts.postinstall",
        "NODE_ENV=production npx --no-install gulp all")]
    [InlineData("\"prepare\": \"tsc\"", "npm pkg delete scripts.prepare", "npx --no-install tsc")]
    [InlineData("\"heroku-postbuild\": \"npm run compile\", \"compile\": \"tsc\"", null, "npx --no-install tsc")]
    [InlineData("\"postinstall\": \"npm run build\", \"build\": \"tsc -b\"", "npm pkg delete scripts.postinstall", "npm run build")]
    [InlineData("\"postinstall\": \"prisma generate\", \"build\": \"tsc -b\"", null, "npm run build")]
    public void A_compiler_in_an_install_script_runs_after_the_copy_of_the_sources(string scripts, string? change, string build)
    {
        var image = Image($$"""
            { "scripts": { {{scripts}}, "start": "node dist/a.js" }, "dependencies": { "prisma": "6" },
              "devDependencies": { "typescript": "5", "webpack": "5", "gulp": "5" } }
            """);

        image.Stage("base").Commands.Select(static command => command.Replace('"', '\'')).ShouldBe(change is null ? [] : [change]);
        image.Stage("build").Commands.ShouldBe(["npm ci", build, "rm -rf node_modules"]);
        image.Stage("dependencies").Commands.ShouldBe(["npm ci --omit=dev"]);
    }

    [Theory]
    [InlineData("PORT=5314 node .output/server/index.mjs", "5314")]
    [InlineData("node ./.output/server/index.mjs", "3000")]
    public void A_script_that_starts_the_server_of_Nuxt_needs_only_its_output(string start, string port)
    {
        var image = Image($$"""{ "scripts": { "start": "{{start}}", "build": "nuxt build" }, "dependencies": { "nuxt": "4" } }""");

        image.Stage("final").Copies[^1].ShouldBe(new Copied(["/app/.output"], "/app/.output") { From = "build" });
        image.Ports.ShouldBe([port]);
        image.Variable("NITRO_HOST").ShouldBe("0.0.0.0");
    }

    [Theory]
    [InlineData("yarn compile && node version.js", "vite", "dist")]
    [InlineData("cross-env SHA=$COMMIT vite build", "vite", "dist")]
    [InlineData("SHA=${COMMIT:-none} react-scripts build", "react-scripts", "build")]
    public void A_variable_in_the_build_of_a_site_is_left_to_the_shell(string build, string package, string output) =>
        GeneratedImage.Of(Site(build, package)).Stage("final").Copies[0].Sources.ShouldBe([$"/app/{output}/"]);

    [Fact]
    public void A_folder_of_a_site_that_depends_on_a_variable_is_asked_for()
    {
        Site("vite build --outDir $OUT", "vite").Problem().ShouldNotBeNull().ShouldContain("Set ContainerGuardSiteOutput");
        Site("vite build --outDir $OUT", "vite", NodeShapes.App() with { ContainerGuardSiteOutput = "out" }).Problem().ShouldBeNull();
    }

    [Theory]
    [InlineData("src/plugins.ts", "const version = await runCmd(['pnpm', '--version']);", true)]
    [InlineData("src/a.js", "execSync(`pnpm ls --json`)", true)]
    [InlineData("lib/a/b.mjs", "child_process.spawn(\"pnpm\", [\"add\", name])", true)]
    [InlineData("src/a.js", "log('pnpm is fast'); spawn('git', ['pnpm'])", false)]
    [InlineData("scripts/release.js", "execSync('pnpm publish')", false)]
    [InlineData("src/a.test.ts", "execSync('pnpm test')", false)]
    public void An_application_that_runs_pnpm_gets_it(string file, string text, bool hasIt)
    {
        var plan = NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", """{ "packageManager": "pnpm@10.4.1+sha512.abc", "main": "a.js", "dependencies": { "a": "1" } }"""),
            ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n"), ("a.js", ""), (file, text)));

        GeneratedImage.Of(plan).Stage("final").Commands.ShouldBe(hasIt ? ["npm install --global pnpm@10.4.1"] : []);
    }

    /// <summary>prisma generate reads its settings, and does not connect to the database that they name.</summary>
    [Theory]
    [InlineData("datasource: { url: env('DATABASE_URL') }", "DATABASE_URL=postgresql://not-used-by-the-build ")]
    [InlineData("datasource: { url: env<Env>(\"DB\"), shadow: env('DB') }", "DB=postgresql://not-used-by-the-build ")]
    [InlineData("datasource: { url: process.env('DATABASE_URL') }", "")]
    [InlineData("datasource: { url: process.env.DATABASE_URL }", "")]
    public void A_variable_that_the_settings_of_Prisma_need_has_a_value_in_the_build(string settings, string before)
    {
        var image = GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json", """
                { "scripts": { "build": "next build", "start": "next start" },
                  "dependencies": { "@prisma/client": "7", "prisma": "7", "next": "16" } }
                """),
            ("package-lock.json", "{}"), ("prisma/schema.prisma", "generator client {\n  output = \"../src/db\"\n}\n"),
            ("prisma.config.ts", $"export default defineConfig({{ {settings} }});"))));

        image.Stage("build").Commands.Skip(1).Take(2).ShouldBe([$"{before}npx --no-install prisma generate", $"{before}npm run build"]);
        image.Variable("DATABASE_URL").ShouldBeNull();
    }

    [Theory]
    [InlineData("grpc.load(protoLoader.loadSync('demo.proto'))", "demo.proto")]
    [InlineData("fs.readFileSync(\"../pb/demo.proto\", 'utf8')", "../pb/demo.proto")]
    [InlineData("fs.readFileSync('package.json')", null)]
    [InlineData("if (fs.existsSync('a.pem')) fs.readFileSync('a.pem')", null)]
    [InlineData("fs.readFileSync(path.join(__dirname, 'a.pem'))", null)]
    public void A_file_that_the_start_needs_and_the_folder_lacks_is_reported(string code, string? path)
    {
        (string, string)[] files =
            [("package.json", """{ "scripts": { "start": "node index.js" } }"""), ("index.js", code)];

        NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(files)).Problems.Select(static problem => problem.Message).ShouldBe(
            path is null ? [] : [$"index.js reads '{path}', but the application's folder does not contain this file."]);
    }

    [Theory]
    [InlineData("process.loadEnvFile('.env.example');", ".env.example")]
    [InlineData("require('dotenv').config({ path: './.env.defaults' });", ".env.defaults")]
    [InlineData("dotenv.config({ path: path.join(__dirname, '.env.example') });", ".env.example")]
    [InlineData("dotenv.config({ path: [\".env.example\"] });", ".env.example")]
    [InlineData("dotenv.config();", null)]
    [InlineData("dotenv.config({ path: '.env' });", null)]
    [InlineData("dotenv.config({ path: '.env.test' });", null)]
    public void A_file_of_variables_in_the_repository_that_the_start_loads_is_reported(string code, string? path)
    {
        (string, string)[] files =
            [
                ("package.json", """{ "scripts": { "start": "node index.js" } }"""), ("index.js", code), (".env", ""), (".env.example", ""),
                (".env.defaults", ""),
            ];

        NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(files)).Problems.Select(static problem => problem.Message).ShouldBe(
            path is null ? []
                : [$"index.js loads the variables of '{path}', but the image does not contain this file: a file '.env.*' can contain "
                    + "secrets."]);
    }

    private static GeneratedImage Image(string manifest) => GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
        ("package.json", manifest), ("package-lock.json", "{}"), ("server.js", ""), ("a.js", ""))));

    /// <summary>The npm of Node.js 14 has no command pkg.</summary>
    [Theory]
    [InlineData("14", "node -e 'const f=\"./package.json\",p=require(f);delete p.scripts.prepare;"
        + "require(\"fs\").writeFileSync(f,JSON.stringify(p,null,2))'")]
    [InlineData("16", "npm pkg delete scripts.prepare")]
    [InlineData("24", "npm pkg delete scripts.prepare")]
    public void A_script_is_removed_by_what_the_release_has(string release, string command) => GeneratedImage.Of(NodeShapes.Plan(
        NodeShapes.App(), NodeShapes.Files(
            ("package.json", """{ "scripts": { "start": "node a.js", "prepare": "husky install" }, "dependencies": { "a": "1" } }"""),
            ("package-lock.json", "{}"), (".nvmrc", release), ("a.js", "")))).Stage("base").Commands[0].ShouldBe(command);

    private static ContainerPlan Site(string build, string package, AppProject? project = null) =>
        NodeShapes.Plan(project ?? NodeShapes.App(), NodeShapes.Files(
            ("package.json", $$"""
                { "scripts": { "build": "{{build}}", "compile": "cross-env SHA=$COMMIT vite build" },
                  "devDependencies": { "{{package}}": "7" } }
                """),
            ("yarn.lock", "# yarn lockfile v1\n"), ("index.html", ""), ("version.js", "")));
}
