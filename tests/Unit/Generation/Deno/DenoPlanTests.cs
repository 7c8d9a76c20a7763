namespace ContainerGuard.Tests.Unit.Generation.Deno;

public sealed class DenoPlanTests
{
    private const string Server = "import { Hono } from \"hono\";\nDeno.serve({ port: 8123 }, new Hono().fetch);\n";

    private const string Config = """
        {
            // The lock file has the versions.
            "name": "@corp/shop",
            "tasks": { "dev": "deno run --watch -A main.ts", "start": "deno run --allow-net main.ts" },
            "imports": { "hono": "jsr:@hono/hono@^4" },
        }
        """;

    private static readonly (string, string)[] Shop =
        [("shop/deno.json", Config), ("shop/deno.lock", "{ \"version\": \"5\" }"), ("shop/main.ts", Server)];

    [Fact]
    public void The_packages_of_the_lock_file_ship_with_the_sources() => App.Plan(App.Of("deno"), Shop).Dockerfile().ShouldBe("""

        # Deno 2.9.1, a current version: the project names no exact one (.dvmrc, .deno-version, .tool-versions).
        # build downloads packages on the target's architecture, because some contain compiled code.
        FROM denoland/deno:2.9.1 AS build
        ENV DENO_DIR=/opt/deno
        WORKDIR /app
        # Copy the manifests first, so that a change of a source file does not repeat the download (CG7008).
        COPY shop/deno.json shop/deno.lock ./
        # The final image needs the packages, so they are in a layer, not in a mount. --frozen: only locked versions.
        RUN deno install --frozen
        COPY shop/ ./
        RUN deno cache --frozen main.ts \
            && mkdir -p /opt/deno

        # The image of Deno, with tini.
        # final is the image that ships: the sources and the packages that they import.
        FROM denoland/deno:2.9.1 AS final
        # Owned by root and read-only for the app: an attacker in the process cannot change its code.
        COPY --from=build /opt/deno /opt/deno
        COPY --from=build /app /app
        WORKDIR /app
        ENV DENO_DIR=/opt/deno \
            DENO_NO_PROMPT=1 \
            DENO_NO_UPDATE_CHECK=1
        EXPOSE 8123
        # The image's user deno has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).
        USER 1993
        # The orchestrator checks the health from outside.
        HEALTHCHECK NONE
        # Exec form: tini forwards the signal of docker stop to deno, without a shell (CG6001, CG6003).
        ENTRYPOINT ["/tini", "--", "deno", "run", "--allow-net", "main.ts"]

        """.TrimStart('\n'));

    [Theory]
    [InlineData("deno serve --port 9000 main.ts", "serve --port 9000 main.ts", "9000")]
    [InlineData("deno serve --parallel --port=9001 main.ts", "serve --parallel --port=9001 main.ts", "9001")]
    [InlineData("deno run -A --env-file=.env main.ts --verbose", "run -A main.ts --verbose", "8123")]
    [InlineData("deno main.ts", "run main.ts", "8123")]
    [InlineData("deno task serve", "run -A main.ts", "8123")]
    public void The_task_says_the_process_and_its_permissions(string start, string process, string port)
    {
        var config = $$"""{ "tasks": { "start": "{{start}}", "serve": "deno run -A main.ts" } }""";

        var image = GeneratedImage.Of(
            App.Plan(App.Of("deno"), ("shop/deno.json", config), ("shop/deno.lock", "{}"), ("shop/main.ts", Server)));

        image.Entrypoint.ShouldBe(["/tini", "--", "deno", .. process.Split(' ')]);
        image.Ports.ShouldBe([port]);
    }

    [Theory]
    [InlineData("""{ "tasks": { "start": "deno run --watch -A main.ts" } }""", "is for development")]
    [InlineData("""{ "tasks": { "start": "deno run -A db.ts && deno run -A main.ts" } }""", "needs a shell")]
    [InlineData("""{ "tasks": { "start": "vite preview" } }""", "is not a file for deno")]
    [InlineData("""{ "tasks": { "start": "deno run -A other.ts" } }""", "which does not exist")]
    [InlineData("{}", "deno.json has no task 'start'.")]
    [InlineData("{", "deno.json is not a valid JSON object")]
    public void What_cannot_become_a_container_is_said_with_the_way_out(string config, string problem) =>
        App.Plan(App.Of("deno"), ("shop/deno.json", config), ("shop/deno.lock", "{}"), ("shop/main.ts", Server))
            .Problem().ShouldNotBeNull().ShouldContain(problem);

    [Theory]
    [InlineData(Config)]
    [InlineData("""{ "tasks": { "start": "deno run -A main.ts" }, "imports": { "hono": "npm:hono@4" }, "lock": false }""")]
    public void Packages_without_a_lock_file_are_refused(string config) =>
        App.Plan(App.Of("deno"), ("shop/deno.json", config), ("shop/main.ts", Server)).Problem().ShouldNotBeNull()
            .ShouldContain("has no deno.lock");

    [Fact]
    public void A_program_without_packages_needs_no_lock_file() => GeneratedImage.Of(App.Plan(
        App.Of("deno"), ("shop/deno.jsonc", """{ "tasks": { "start": { "command": "deno serve main.ts" } } }"""),
        ("shop/main.ts", "export default { fetch: () => new Response() };"))).Stage("build").Commands
        .ShouldBe(["deno cache main.ts", "mkdir -p /opt/deno"]);

    [Fact]
    public void A_build_runs_before_the_entry_that_it_writes() => GeneratedImage.Of(App.Plan(
        App.Of("deno"),
        ("shop/deno.json", """{ "tasks": { "build": "vite build", "start": "deno serve -A _fresh/server.js" }, "workspace": ["./lib"] }"""),
        ("shop/deno.lock", "{}"))).Stage("build").Commands
        .ShouldBe(["deno install --frozen", "deno task build", "deno cache --frozen _fresh/server.js", "mkdir -p /opt/deno"]);

    [Theory]
    [InlineData(".dvmrc", "2.5.6\n", "denoland/deno:2.5.6")]
    [InlineData(".tool-versions", "deno 2.4.1\n", "denoland/deno:2.4.1")]
    [InlineData(".dvmrc", "2\n", "denoland/deno:2.9.1")]
    public void The_version_is_an_exact_one_because_the_images_have_no_other_tags(string file, string text, string image) =>
        App.Plan(App.Of("deno"), [.. Shop, ($"shop/{file}", text)]).Images.ShouldBe([image]);

    [Fact]
    public void The_family_is_a_prefix_of_the_tag()
    {
        App.Plan(App.Of("deno") with { ContainerFamily = "alpine" }, Shop).Images.ShouldBe(["denoland/deno:alpine-2.9.1"]);
        App.Plan(App.Of("deno") with { ContainerFamily = "slim" }, Shop).Problem().ShouldNotBeNull()
            .ShouldContain("not a variant for Deno");
    }

    [Fact]
    public void A_health_check_asks_with_deno() => GeneratedImage.Of(
        App.Plan(App.Of("deno") with { ContainerGuardHealthcheck = "/health" }, Shop)).Healthcheck.Take(2).ShouldBe(["deno", "eval"]);

    [Fact]
    public void No_rule_has_anything_to_say() => App.ShouldBeClean(App.Of("deno"), Shop);
}
