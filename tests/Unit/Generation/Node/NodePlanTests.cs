using ContainerGuard.Analysis;
using ContainerGuard.Building;
using ContainerGuard.Generation.Node;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation.Node;

/// <summary>What is read from an application's folder, and what is refused.</summary>
public sealed class NodePlanTests
{
    [Theory]
    [InlineData("20", 20)]
    [InlineData("20.x", 20)]
    [InlineData("v20.11.0", 20)]
    [InlineData("^20.10", 20)]
    [InlineData("~22.1.0", 22)]
    [InlineData(">=18", 24)]
    [InlineData(">= 18.0.0", 24)]
    [InlineData(">18", 24)]
    [InlineData(">=18 <23", 22)]
    [InlineData(">=18.0.0 <=20.9", 20)]
    [InlineData("<24.0.0", 22)]
    [InlineData("18 - 22", 22)]
    [InlineData("18 || 20 || 22", 22)]
    [InlineData("^18.0.0 || ^20.0.0 || >=22", 24)]
    [InlineData("21", 21)]
    [InlineData(">=25", 25)]
    [InlineData("*", 24)]
    [InlineData("", null)]
    [InlineData("node", null)]
    public void A_range_is_satisfied_by_the_release_with_long_term_support_where_it_may(string range, int? expected) =>
        NodeVersionRange.Choose(range, preferred: 24).ShouldBe(expected);

    [Theory]
    [InlineData(">=20", 24, "24")]
    [InlineData("^20.10.0", 20, "20")]
    [InlineData("20.x", 20, "20")]
    [InlineData("~20.11.0", 20, "20.11")]
    [InlineData("20.11.x", 20, "20.11")]
    [InlineData("20.11", 20, "20.11")]
    [InlineData("20.11.1", 20, "20.11.1")]
    [InlineData("=v20.11.1", 20, "20.11.1")]
    [InlineData(">=20.11 <20.15", 20, "20.14")]
    [InlineData(">=20.11.0 <=20.15.2", 20, "20.15.2")]
    [InlineData("<=20.9", 20, "20.9")]
    [InlineData("20.1.0 - 20.5.0", 20, "20.5.0")]
    [InlineData(">=18 <25", 24, "24")]
    [InlineData("18.1.0 || ^20.1.0", 20, "20")]
    public void A_range_inside_a_release_line_is_an_image_inside_it(string range, int major, string tag) =>
        NodeVersionRange.Tag(range, major).ShouldBe(tag);

    [Theory]
    [InlineData(".tool-versions", "python 3.12\nnodejs 20.11.0 # the server\n", "node:20-slim")]
    [InlineData("mise.toml", "[tools]\nnode = \"22\"\n", "node:22-slim")]
    [InlineData(".mise.toml", "[tools]\nnode = [\"20.1\", \"18\"]\n", "node:20-slim")]
    public void The_files_of_version_managers_name_the_release(string file, string text, string image) => NodeShapes.Plan(
        NodeShapes.App(), NodeShapes.Files(("package.json", "{}"), ("server.js", ""), (file, text))).Images[^1].ShouldBe(image);

    [Theory]
    [InlineData("v20.11.0\n", 20)]
    [InlineData("22", 22)]
    [InlineData("lts/*", 24)]
    [InlineData("lts/Jod", 22)]
    [InlineData("lts/argon", 4)]
    [InlineData("node", null)]
    [InlineData("", null)]
    public void A_version_file_names_a_version_or_a_release(string text, int? expected) => NodeRelease.FromVersion(text).ShouldBe(expected);

    [Theory]
    [InlineData("""{ "engines": { "node": ">=20 <21" }, "volta": { "node": "18.1.0" }, "main": "a.js" }""", "22", "20", "node:20-slim")]
    [InlineData("""{ "volta": { "node": "18.1.0" }, "main": "a.js" }""", "22", "20", "node:22-slim")]
    [InlineData("""{ "volta": { "node": "18.1.0" }, "main": "a.js" }""", null, "20", "node:20-slim")]
    [InlineData("""{ "volta": { "node": "18.1.0" }, "main": "a.js" }""", null, null, "node:18-slim")]
    [InlineData("""{ "main": "a.js" }""", null, null, "node:24-slim")]
    public void The_first_place_that_names_a_version_counts(string manifest, string? nvmrc, string? nodeVersion, string expected)
    {
        List<(string, string)> files = [("package.json", manifest), ("a.js", "")];
        if (nvmrc is not null) files.Add((".nvmrc", nvmrc));
        if (nodeVersion is not null) files.Add((".node-version", nodeVersion));

        NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files([.. files])).Images[^1].ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{ "scripts": { "start": "node server.js --verbose" } }""", "server.js --verbose")]
    [InlineData(
        """{ "scripts": { "start": "cross-env LOG=debug node -r ./trace.js --max-old-space-size=512 server" } }""",
        "-r ./trace.js --max-old-space-size=512 server")]
    [InlineData("""{ "scripts": { "start": "node --env-file .env server.js" } }""", "--env-file-if-exists=.env server.js")]
    [InlineData("""{ "scripts": { "start": "node ." }, "main": "server.js" }""", ".")]
    [InlineData("""{ "main": "gone.js" }""", "server.js")]
    [InlineData("""{ "main": "./server" }""", "./server")]
    public void The_application_is_started_by_node_itself(string manifest, string arguments) =>
        ImageOf(("package.json", manifest), ("server.js", "")).Entrypoint
            .ShouldBe(["/usr/bin/tini", "--", "node", .. arguments.Split(' ')]);

    [Fact]
    public void A_tool_is_started_by_the_script_that_the_lock_file_names()
    {
        var image = ImageOf(
            ("package.json", """{ "scripts": { "start": "serve -p 8080 public" }, "dependencies": { "serve": "14.2.4" } }"""),
            ("package-lock.json",
                """{ "packages": { "": {}, "node_modules/serve": { "version": "14.2.4", "bin": { "serve": "build/main.js" } } } }"""));

        image.Entrypoint.ShouldBe(["/usr/bin/tini", "--", "node", "node_modules/serve/build/main.js", "-p", "8080", "public"]);
        image.Ports.ShouldBe(["8080"]);
    }

    [Theory]
    [InlineData("listen(process.env.PORT ?? 5000)", "5000", null)]
    [InlineData("const port = normalizePort(process.env.PORT || '3001');", "3001", null)]
    [InlineData("server.listen(process.env.PORT)", "3000", "3000")]
    [InlineData("app.listen(8081, () => {})", "8081", null)]
    public void A_port_is_exposed_where_the_application_says_it(string server, string exposed, string? variable)
    {
        var image = ImageOf(("package.json", "{}"), ("server.js", server));

        image.Ports.ShouldBe([exposed]);
        image.Variable("PORT").ShouldBe(variable);
    }

    [Fact]
    public void Nothing_is_exposed_where_nothing_is_known() =>
        ImageOf(("package.json", "{}"), ("server.js", "start(process.env.PORTAL);")).Ports.ShouldBeEmpty();

    [Theory]
    [InlineData("{", "package.json is not a valid JSON object")]
    [InlineData("""{ "main": "server.js", "dependencies": { "a": "1" } }""", "package-lock.json does not exist")]
    [InlineData(
        """{ "main": "server.js", "packageManager": "pnpm@10.4.1", "dependencies": { "a": "1" } }""", "pnpm-lock.yaml does not exist")]
    [InlineData("""{ "main": "server.js", "packageManager": "vlt@1.2.0" }""", "packageManager in package.json names 'vlt'")]
    [InlineData("""{ "scripts": { "start": "nodemon server.js" } }""", "runs 'nodemon'")]
    [InlineData("""{ "scripts": { "start": "npm run migrate && node server.js" } }""", "needs a shell")]
    [InlineData(
        """{ "scripts": { "start": "cross-env PORT=${P:-3001} node dist/web/server.js" } }""", "Include=\"node;dist/web/server.js\" />")]
    [InlineData("""{ "scripts": { "start": "sh -c 'node -r x $APP'" } }""", "Include=\"node;server.js\" />")]
    [InlineData("""{ "scripts": { "start": "node dist/server.js" } }""", "runs 'dist/server.js', which does not exist")]
    [InlineData("""{ "scripts": { "start": "node --trace-warnings" } }""", "runs node without a file")]
    public void What_cannot_become_a_container_is_said_with_the_way_out(string manifest, string expected) =>
        NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(("package.json", manifest), ("server.js", "")))
            .Problem().ShouldNotBeNull().ShouldContain(expected);

    [Fact]
    public void No_entry_two_lock_files_and_a_package_from_elsewhere_are_said_as_well()
    {
        Obstacle(("package.json", "{}")).ShouldContain("The start command is not known");
        Obstacle(("package.json", "{}"), ("yarn.lock", ""), ("package-lock.json", ""), ("server.js", "")).ShouldContain(
            "yarn.lock and package-lock.json are both");
        Obstacle(("package.json", """{ "dependencies": { "a": "file:../a" } }"""), ("package-lock.json", "{}"), ("server.js", ""))
            .ShouldContain("is outside the application's folder");
        Obstacle(("readme.md", "")).ShouldContain("has no package.json");
    }

    [Theory]
    [InlineData("packages:\n  - apps/* # the services\n  - 'libs/**' # shared\n")]
    [InlineData("packages: [ 'apps/*', \"libs/**\" ]\n")]
    [InlineData("catalog:\n  a: 1\n\"packages\":\n- apps/*\n- libs/**\n")]
    [InlineData("packages:\n  [\n    apps/*,\n    libs/**,\n  ]\n")]
    public void The_packages_of_a_pnpm_workspace_are_found_in_every_notation_of_YAML(string yaml) =>
        GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App("/repo/apps/api/api.proj"), PnpmWorkspace(yaml))).Stage("base").Copies
            .ShouldContain(new Copied(["libs/core/package.json"], "libs/core/"));

    [Fact]
    public void A_workspace_and_settings_that_are_not_YAML_are_an_obstacle_with_their_place()
    {
        NodeShapes.Plan(NodeShapes.App("/repo/apps/api/api.proj"), PnpmWorkspace("packages:\n  - 'apps/*\n")).Problem()
            .ShouldNotBeNull().ShouldStartWith("pnpm-workspace.yaml is not valid: ");
        Obstacle(
            ("package.json", NodeShapes.Express), ("yarn.lock", "__metadata:\n  version: 8\n"), (".yarnrc.yml", "a: b\nyarnPath: [\n"),
            ("server.js", ""))
            .ShouldContain(".yarnrc.yml is not valid: ");
    }

    [Theory]
    [InlineData("yarn.lock", "# __metadata: of yarn 1\n\na@^1.0.0:\n  version \"1.0.0\"\n", null, "yarn-classic", null)]
    [InlineData("yarn.lock", "# yarn\n\n\"__metadata\":\n    version: \"8\"\n", null, "yarn", "yarn@4")]
    [InlineData("yarn.lock", "__metadata:\n  version: 8\n", "# yarnPath: .yarn/releases/yarn-4.5.0.cjs\n", "yarn", "yarn@4")]
    [InlineData("pnpm-lock.yaml", "---\n'lockfileVersion' : \"6.0\"\n", null, "pnpm", "pnpm@8")]
    [InlineData("pnpm-lock.yaml", "# lockfileVersion: 5.4\nlockfileVersion: '9.0'\n", null, "pnpm", "pnpm@10")]
    public void The_release_of_a_package_manager_is_that_of_its_lock_file(
        string lockFile, string text, string? settings, string cache, string? release)
    {
        (string, string)[] files = [("package.json", NodeShapes.Express), (lockFile, text), ("server.js", "listen(process.env.PORT)")];

        var image = ImageOf([.. files, .. settings is null ? [] : new[] { (".yarnrc.yml", settings) }]);

        image.Stage("dependencies").Mounts.ShouldHaveSingleItem().ShouldStartWith($"type=cache,id={cache},");
        image.Stage("base").Commands
            .ShouldBe(release is null ? [] : ["corepack enable", $"corepack install --global {release}"]);
    }

    [Theory]
    [InlineData("16", "pnpm-lock.yaml", "lockfileVersion: '6.0'\n", "npm install --global pnpm@8")]
    [InlineData("19", "pnpm-lock.yaml", "lockfileVersion: '6.0'\n", "npm install --global pnpm@8")]
    [InlineData("16", "yarn.lock", "__metadata:\n  version: 6\n", "npm install --global --force @yarnpkg/cli-dist@3")]
    [InlineData("18", "pnpm-lock.yaml", "lockfileVersion: '6.0'\n", "corepack enable", "corepack install --global pnpm@8")]
    [InlineData("20", "pnpm-lock.yaml", "lockfileVersion: '6.0'\n", "corepack enable", "corepack install --global pnpm@8")]
    public void A_release_whose_corepack_has_no_global_install_gets_its_package_manager_from_npm(
        string release, string lockFile, string text, params string[] commands) =>
        ImageOf(
            ("package.json", NodeShapes.Express), (lockFile, text), (".nvmrc", release), ("server.js", "listen(process.env.PORT)"))
            .Stage("base").Commands.ShouldBe(commands);

    [Theory]
    [InlineData("pnpm@11.6.0", true)]
    [InlineData("pnpm@12", true)]
    [InlineData("pnpm@10.4.1", false)]
    public void A_pnpm_that_compares_packages_before_a_script_does_not_install_them_again(string manager, bool isToldNotTo) =>
        GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(
            ("package.json",
                $$"""{ "packageManager": "{{manager}}", "scripts": { "build": "tsc", "start": "node a.js" }, "dependencies": { "a": "1" } }"""),
            ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n"))))
            .Stage("base").Variables.Contains(("pnpm_config_verify_deps_before_run", "false")).ShouldBe(isToldNotTo);

    private static MemoryFileSystem PnpmWorkspace(string yaml) => NodeShapes.Files(
        ("package.json", "{ \"name\": \"all\" }"), ("pnpm-workspace.yaml", yaml), ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n"),
        ("apps/api/package.json", """{ "name": "api", "main": "server.js", "dependencies": { "core": "workspace:*" } }"""),
        ("apps/api/server.js", "listen(1)"),
        ("libs/core/package.json", """{ "name": "core", "scripts": { "build": "tsc" } }"""));

    [Fact]
    public void A_configuration_with_credentials_is_a_secret_and_a_variable_in_it_as_well()
    {
        BuildCommand.Text(ImageBuild.Of(NodeShapes.Of("pnpm"), "/repo/obj/container/Dockerfile"), BuildTool.Docker, forWindows: false)
            .ShouldBe(
                "docker buildx build -f /repo/obj/container/Dockerfile -t web:latest --secret id=npmrc,src=/repo/.npmrc --load /repo");
        BuildCommand.Text(
            ImageBuild.Of(NodeShapes.Of("built by npm"), "/repo/obj/container/Dockerfile"), BuildTool.Docker, forWindows: false)
            .ShouldBe(
                "docker buildx build -f /repo/obj/container/Dockerfile -t shop:latest --secret id=NPM_TOKEN,env=NPM_TOKEN --load /repo");
        NodeShapes.Of("pnpm").Write(new Dictionary<string, string>(), null).IgnoreFile
            .ShouldEndWith("# Files with credentials. The build receives them as secrets.\n.npmrc\n");
    }

    [Fact]
    public void Sources_in_a_folder_named_bin_are_sent_to_the_build()
    {
        var plan = NodeShapes.Of("npm");

        plan.Sends("bin/www").ShouldBeTrue();
        plan.Sends("tools/bin/seed.js").ShouldBeTrue();
        plan.Sends("node_modules/express/index.js").ShouldBeFalse();
        plan.Sends("tools/node_modules/express/index.js").ShouldBeFalse();
        plan.Sends("obj/project.assets.json").ShouldBeFalse();
        plan.Sends("shop.proj").ShouldBeFalse();
    }

    private static GeneratedImage ImageOf(params (string Path, string Text)[] files) =>
        GeneratedImage.Of(NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(files)));

    private static string Obstacle(params (string, string)[] files) =>
        NodeShapes.Plan(NodeShapes.App(), NodeShapes.Files(files)).Problem().ShouldNotBeNull();
}
