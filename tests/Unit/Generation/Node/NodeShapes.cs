using ContainerGuard.Files;
using ContainerGuard.Generation;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation.Node;

/// <summary>Applications as the tests begin with them.</summary>
internal static class NodeShapes
{
    public const string Context = "/repo";

    public const string Express = """
        { "name": "shop", "main": "server.js", "scripts": { "start": "node server.js" }, "dependencies": { "express": "^5.0.0" },
            "devDependencies": { "mocha": "^11.0.0" } }
        """;

    private const string Server = "require('express')().listen(process.env.PORT || 8080);\n";

    private static readonly Dictionary<string, (AppProject Project, MemoryFileSystem Files)> Shapes = new()
    {
        ["npm"] = (App(), Files(("package.json", Express), ("package-lock.json", "{}"), ("server.js", Server))),
        ["no dependencies"] =
            (App(), Files(("package.json", """{ "name": "tiny", "engines": { "node": "22.x" } }"""), ("index.mjs", "console.log(1);\n"))),
        ["built by npm"] = (App(), Files(
            ("package.json",
                """{ "name": "@corp/shop", "scripts": { "build": "tsc", "start": "NODE_OPTIONS=--enable-source-maps node --env-file=.env dist/main.js", "prepare": "husky" }, "dependencies": { "koa": "^3.0.0" }, "devDependencies": { "typescript": "^5.0.0" } }"""),
            ("npm-shrinkwrap.json", "{}"), (".nvmrc", "v22.11.0\n"), (".npmrc", "//registry.corp/:_authToken=${NPM_TOKEN}\n"),
            ("src/main.ts", Server))),
        ["pnpm"] = (App() with { ContainerPorts = [new(4000, "tcp")] }, Files(
            ("package.json",
                """{ "name": "web", "packageManager": "pnpm@10.4.1", "scripts": { "build": "next build", "start": "next start" }, "dependencies": { "next": "15.0.0" } }"""),
            ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n"), (".npmrc", "//registry.corp/:_authToken=abc\n"), ("pages/index.js", ""))),
        ["yarn classic"] = (App(), Files(
            ("package.json", Express), ("yarn.lock", "# yarn lockfile v1\n"), ("server.js", Server), ("patches/express.patch", ""))),
        ["yarn berry"] = (App() with { ContainerFamily = "distroless" }, Files(
            ("package.json", Express), ("yarn.lock", "__metadata:\n  version: 8\n"),
            (".yarnrc.yml", "yarnPath: .yarn/releases/yarn-4.5.0.cjs\n"),
            (".yarn/releases/yarn-4.5.0.cjs", ""), ("server.js", Server))),
        ["alpine"] = (App() with { ContainerFamily = "alpine" },
            Files(("package.json", Express), ("package-lock.json", "{}"), ("server.js", Server))),
        ["without corepack"] = (App(), Files(
            ("package.json", """{ "name": "new", "engines": { "node": ">=26" }, "main": "app.js", "dependencies": { "a": "1" } }"""),
            ("pnpm-lock.yaml", "lockfileVersion: '6.0'\n"), ("app.js", "listen(1)"))),
        ["own base"] = (App() with
        {
            ContainerBaseImage = "registry.corp/base/node:24",
            ContainerUser = "2000:2000",
            ContainerWorkingDirectory = "/srv/my app",
        },
            Files(("package.json", Express), ("package-lock.json", "{}"), ("server.js", Server))),
        ["in a folder"] = (App("/repo/web app/web.proj"),
            Files(("web app/package.json", Express), ("web app/package-lock.json", "{}"), ("web app/server.js", Server))),
        ["local packages"] = (App(), Files(
            ("package.json", """{ "name": "shop", "main": "server.js", "dependencies": { "greeting": "file:vendor/greeting" } }"""),
            ("package-lock.json", "{}"), ("server.js", Server), ("vendor/greeting/package.json", "{}"))),
        ["site"] = (App(), Files(
            ("package.json", """{ "name": "web", "scripts": { "dev": "vite", "build": "tsc -b && vite build" }, "devDependencies": { "vite": "^7.0.0" } }"""),
            ("package-lock.json", "{}"), ("index.html", ""), ("vite.config.ts", "export default defineConfig({ base: '/shop/' });"),
            (".env.production", "VITE_API=https://api.corp\n"))),
        ["next standalone"] = (App(), Files(
            ("package.json", """{ "name": "web", "scripts": { "build": "next build", "start": "next start" }, "dependencies": { "next": "16.0.0" } }"""),
            ("package-lock.json", "{}"), ("next.config.ts", "export default { output: 'standalone' };"), ("public/a.txt", ""))),
        ["next with typescript"] = (App(), Files(
            ("package.json",
                """{ "name": "web", "scripts": { "build": "next build", "start": "next start", "postinstall": "husky" }, "dependencies": { "next": "16.0.0" }, "devDependencies": { "husky": "9", "typescript": "5" } }"""),
            ("package-lock.json", "{}"), ("next.config.ts", "export default {};"))),
        ["prisma"] = (App(), Files(
            ("package.json",
                """{ "name": "api", "scripts": { "build": "tsc", "start": "node dist/main.js" }, "dependencies": { "@prisma/client": "6.0.0" }, "devDependencies": { "prisma": "6.0.0" } }"""),
            ("package-lock.json", "{}"), ("src/main.ts", Server), ("prisma/schema.prisma", "generator client {\n}\n"))),
        ["npm workspace"] = (App("/repo/apps/api/api.proj"), Workspace("package-lock.json", "{}")),
        ["yarn workspace"] = (App("/repo/apps/api/api.proj"), Workspace("yarn.lock", "__metadata:\n  version: 8\n")),
        ["pnpm workspace"] = (App("/repo/apps/api/api.proj"), Files(
            ("package.json", """{ "name": "all", "private": true }"""),
            ("pnpm-workspace.yaml", "packages:\n  - 'apps/*'\n  - libs/**\n  - '!libs/old'\n"),
            ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n"),
            ("apps/api/package.json", Member), ("apps/api/server.js", Server), ("libs/core/package.json", Library),
            ("libs/old/package.json", "{}"))),
    };

    private const string Member =
        """{ "name": "@corp/api", "scripts": { "start": "node server.js" }, "dependencies": { "@corp/core": "workspace:*" }, "devDependencies": { "mocha": "^11.0.0" } }""";

    private const string Library = """{ "name": "@corp/core", "scripts": { "build": "tsc", "prepare": "tsc" } }""";

    public static IEnumerable<string> Names => Shapes.Keys;

    public static ContainerPlan Of(string name) => Plan(Shapes[name].Project, Shapes[name].Files);

    public static MemoryFileSystem FilesOf(string name) => Shapes[name].Files;

    public static AppProject App(string path = "/repo/shop.proj") =>
        new() { ProjectPath = path, ContextDirectory = Context, Stack = "node" };

    public static ContainerPlan Plan(AppProject project, IFileSystem files) => Stacks.Plan(project, files);

    /// <summary>Files below the context, the projects of the shapes among them.</summary>
    public static MemoryFileSystem Files(params (string Path, string Text)[] files) =>
        new([.. ((IEnumerable<(string Path, string Text)>)[.. files, ("shop.proj", ""), ("apps/api/api.proj", ""),
            ("web app/web.proj", "")]).Select(file => ($"{Context}/{file.Path}", file.Text))]);

    public static string DockerfileOf(ContainerPlan plan, params (string Image, string Pinned)[] pins)
    {
        plan.Problem().ShouldBeNull();
        return GeneratedFile.WithoutHeader(
            plan.Write(pins.ToDictionary(pin => pin.Image, pin => pin.Pinned), ownIgnoreFile: null).Dockerfile);
    }

    private static MemoryFileSystem Workspace(string lockFile, string text) => Files(
        ("package.json", """{ "name": "all", "private": true, "workspaces": ["apps/*", "libs/*"], "scripts": { "prepare": "husky" } }"""),
        (lockFile, text),
        ("apps/api/package.json", Member), ("apps/api/server.js", Server), ("libs/core/package.json", Library));
}
