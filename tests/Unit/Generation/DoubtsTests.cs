using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>What a generated image may lack at run time: files are written with a warning that names the way out.</summary>
public sealed class DoubtsTests
{
    private const string Writes = "but the image has no folder that the app may write to";

    private const string Local = "so only processes in the same container can connect to it";

    [Theory]
    [InlineData(
        "node", "package.json", """{ "main": "server.js", "dependencies": { "better-sqlite3": "12" } }""", "package-lock.json", "{}")]
    [InlineData("node", "package.json", """{ "main": "server.js", "dependencies": { "lowdb": "7" } }""", "package-lock.json", "{}")]
    [InlineData("go", "go.mod", "module shop\ngo 1.27\n", "main.go", "package main\nimport _ \"modernc.org/sqlite\"\nfunc main() {}\n")]
    [InlineData("go", "go.mod", "module shop\ngo 1.27\n", "main.go", "package main\nimport (\n\t\"go.etcd.io/bbolt\"\n)\nfunc main() {}\n")]
    [InlineData("python", "manage.py", "django os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')", "shop/settings.py",
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / 'db.sqlite3'}}\n")]
    [InlineData("java", "pom.xml", Boot, "src/main/resources/application.properties", "spring.datasource.url=jdbc:h2:file:./data/shop\n")]
    [InlineData("java", "pom.xml", Boot, "src/main/resources/application.yml", "spring:\n  datasource:\n    url: jdbc:sqlite:shop.db\n")]
    public void A_database_in_a_file_needs_a_folder_to_write_to(string stack, string file, string text, string other, string more)
    {
        var files = Files(file, text, other, more);

        var warning = App.Plan(App.Of(stack), files).Problems.ShouldHaveSingleItem();

        warning.IsError.ShouldBeFalse();
        warning.Rule.Id.ShouldBe("CG0018");
        warning.Message.ShouldContain(Writes);
        warning.Remedy.ShouldContain("<ContainerGuardWritable Include=\"/data\" />");
        App.Plan(App.Of(stack) with { FinalExtras = new() { Writable = ["/data"] } }, files).Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("node", "package.json", """{ "main": "server.js", "devDependencies": { "sqlite3": "5" } }""", "package-lock.json", "{}")]
    [InlineData("python", "manage.py", "django os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')", "shop/settings.py",
        "DATABASES = {'default': dj_database_url.config(default='sqlite')}\n# django.db.backends.sqlite3\n")]
    [InlineData("java", "pom.xml", Boot, "src/main/resources/application.properties", "spring.datasource.url=jdbc:h2:mem:shop\n")]
    [InlineData("java", "pom.xml", Boot, "src/main/resources/application.properties", "# url=jdbc:h2:file:./data\n")]
    public void A_database_elsewhere_is_no_reason_to_warn(string stack, string file, string text, string other, string more) =>
        App.Plan(App.Of(stack), Files(file, text, other, more)).Problems.ShouldBeEmpty();

    [Theory]
    [InlineData("require('dotenv').config();", "devDependencies", true)]
    [InlineData("const env = require('dotenv/config');", "devDependencies", true)]
    [InlineData("import 'dotenv/config';", "devDependencies", true)]
    [InlineData("import env from \"dotenv\";", "devDependencies", true)]
    [InlineData("require('dotenv').config();", "dependencies", false)]
    [InlineData("if (process.env.NODE_ENV !== 'production') require('dotenv').config();", "devDependencies", false)]
    [InlineData("if (isLocal) {\n  require('dotenv').config();\n}", "devDependencies", false)]
    [InlineData("import env from './dotenv';", "devDependencies", false)]
    public void A_development_package_that_the_entry_file_loads_is_not_in_the_image(string line, string kind, bool isSaid)
    {
        var problem = App.Plan(
            App.Of("node"), ("shop/package.json", $$"""{ "main": "server.js", "{{kind}}": { "dotenv": "16" } }"""),
            ("shop/package-lock.json", "{}"), ("shop/server.js", line)).Problems.SingleOrDefault();

        (problem?.Rule.Id).ShouldBe(isSaid ? "CG0018" : null);
        (problem?.Message).ShouldBe(isSaid
            ? "server.js loads 'dotenv', which only devDependencies in package.json contains, so the image does not have it."
            : null);
        (problem?.Remedy).ShouldBe(isSaid ? "Move 'dotenv' to dependencies, or load it only if NODE_ENV is not production." : null);
    }

    [Theory]
    [InlineData("dependencies", null, "Add <ContainerGuardAptPackage Include=\"git\" />.")]
    [InlineData("dependencies", "alpine", "Add <ContainerGuardRun Include=\"git\" Command=\"apk add --no-cache git~=2\" />.")]
    [InlineData("dependencies", "distroless", "Set ContainerFamily to slim, and add <ContainerGuardAptPackage Include=\"git\" />.")]
    [InlineData("devDependencies", null, null)]
    public void A_package_that_runs_git_needs_it_in_the_image(string kind, string? family, string? remedy)
    {
        var files = Files(
            "package.json", $$"""{ "main": "server.js", "{{kind}}": { "simple-git": "3" } }""", "package-lock.json", "{}");
        var app = App.Of("node") with { ContainerFamily = family ?? "" };

        var problem = App.Plan(app, files).Problems.SingleOrDefault();

        (problem?.Message).ShouldBe(remedy is null ? null
            : "The package 'simple-git' of package.json runs git, which the image does not contain.");
        (problem?.Remedy).ShouldBe(remedy);
        (problem?.Rule.Id).ShouldBe(remedy is null ? null : "CG0018");
        App.Plan(App.Of("node") with { FinalExtras = new() { AptPackages = ["git"] } }, files).Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("start-docker", "npm-run-all check start-server", "'node check-db.js'")]
    [InlineData("start:prod", "prisma migrate deploy && node server.js", "'prisma migrate deploy'")]
    [InlineData("start:prod", "tsc && node server.js", null)]
    [InlineData("start:docker", "docker compose pull && docker compose up", null)]
    [InlineData("start:docker", "node server.js", null)]
    [InlineData("start:test", "node check-db.js && node server.js", null)]
    public void What_a_script_for_containers_runs_before_the_server_is_not_in_the_start(string name, string script, string? steps)
    {
        var files = Files("package.json", $$"""
            { "scripts": { "start": "node server.js", "{{name}}": "{{script}}", "check": "node check-db.js", "start-server": "node server.js" } }
            """, "package-lock.json", "{}");

        var problem = App.Plan(App.Of("node"), files).Problems.SingleOrDefault();

        (problem?.Rule.Id).ShouldBe(steps is null ? null : "CG0018");
        (problem?.Remedy).ShouldBe(steps is null ? null : "If the app needs this, run it as a step of the deployment.");
        (problem?.Message).ShouldBe(steps is null ? null
            : $"The script '{name}' of package.json runs {steps} before the server, but the image does not.");
        App.Plan(App.Of("node") with { Process = ["node", "server.js"] }, files).Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"main\": \"lib.js\", \"exports\": \"./lib.js\"", true)]
    [InlineData("\"main\": \"lib.js\", \"types\": \"./lib.d.ts\"", true)]
    [InlineData("\"main\": \"lib.js\"", false)]
    [InlineData("\"main\": \"lib.js\", \"exports\": \"./lib.js\", \"private\": true", false)]
    [InlineData("\"main\": \"lib.js\", \"exports\": \"./lib.js\", \"bin\": \"./lib.js\"", false)]
    [InlineData("\"scripts\": { \"start\": \"node lib.js\" }, \"exports\": \"./lib.js\"", false)]
    public void A_library_that_no_script_starts_may_end_at_once(string manifest, bool isSaid)
    {
        var files = Files("package.json", $"{{ {manifest} }}", "package-lock.json", "{}").Append(("shop/lib.js", "")).ToArray();

        var problem = App.Plan(App.Of("node"), files).Problems.SingleOrDefault();

        (problem?.Rule.Id).ShouldBe(isSaid ? "CG0018" : null);
        (problem?.Message).ShouldBe(isSaid
            ? "package.json describes a library, and has no script that starts a server. The image starts 'lib.js', so the container may "
                + "stop immediately."
            : null);
    }

    [Theory]
    [InlineData("/app/uploads", "", true)]
    [InlineData("/app/uploads", "shop/uploads\n", false)]
    [InlineData("/app/uploads/new", "", false)]
    [InlineData("/data", "", false)]
    public void A_writable_folder_that_the_application_contains_belongs_to_root(string folder, string ignored, bool isSaid)
    {
        var files = Files("package.json", """{ "main": "server.js" }""", "package-lock.json", "{}")
            .Append(("shop/uploads/.gitkeep", "")).Append((".dockerignore", ignored)).ToArray();

        var problems = App.Plan(App.Of("node") with { FinalExtras = new() { Writable = [folder] } }, files).Problems;

        problems.Select(static problem => problem.Message).ShouldBe(isSaid
            ? ["ContainerGuardWritable '/app/uploads' has no effect: the app contains 'uploads', which belongs to root in the image."]
            : []);
    }

    [Theory]
    [InlineData("new File(\"src/main/webapp/\")", true)]
    [InlineData("new File(folder)", false)]
    public void A_Java_program_that_serves_the_pages_of_its_source_folder_needs_them(string line, bool isSaid)
    {
        var files = Files("pom.xml", Boot, "src/main/java/shop/Main.java", line).Append(("shop/src/main/webapp/index.jsp", "")).ToArray();

        var problems = App.Plan(App.Of("java"), files).Problems;

        problems.Count.ShouldBe(isSaid ? 1 : 0);
        if (!isSaid) return;
        problems[0].Rule.Id.ShouldBe("CG0018");
        problems[0].Message.ShouldBe("src/main/java/shop/Main.java reads the folder src/main/webapp, which is not part of the image.");
        problems[0].Remedy.ShouldBe("Add it: <ContainerGuardCopy Include=\"src/main/webapp\" Destination=\"/app/src/main/webapp\" />.");
    }

    [Theory]
    [InlineData("web: java -cp target/classes:target/dependency/* Main\n", "new Server(Integer.valueOf(System.getenv(\"PORT\")))", "8080")]
    [InlineData("web: java Main\n", "new Server(8081)", null)]
    [InlineData("worker: java Main\n", "System.getenv(\"PORT\")", null)]
    public void A_Java_program_with_a_Procfile_gets_the_port_that_it_reads(string procfile, string line, string? port)
    {
        (string, string)[] files =
        [
            ("shop/Procfile", procfile),
            ("shop/src/main/java/Main.java", $"class Main {{ public static void main(String[] a) {{ {line}; }} }}"),
            ("shop/pom.xml", "<project><groupId>a</groupId><artifactId>shop</artifactId><version>1</version></project>"),
        ];
        var image = GeneratedImage.Of(App.Plan(App.Of("java"), files));

        image.Ports.ShouldBe(port is null ? [] : [port]);
        image.Variable("PORT").ShouldBe(port);
        GeneratedImage.Of(App.Plan(App.Of("java") with { ContainerPorts = [new(9000, "tcp")] }, files)).Variable("PORT")
            .ShouldBe(port is null ? null : "9000");
    }

    [Theory]
    [InlineData("server.listen(3000, 'localhost');", "localhost")]
    [InlineData("app.listen({ port: 3000, host: \"127.0.0.1\" });", "127.0.0.1")]
    [InlineData("const app = require('fastify')();\napp.listen({ port: 3000 }, (error) => {});", "localhost")]
    [InlineData("import Fastify from 'fastify';\nawait app.listen({ port: process.env.PORT ?? 3000 });", "localhost")]
    [InlineData("import Fastify from 'fastify';\nawait app.listen({ port: 3000, host: '0.0.0.0' });", null)]
    [InlineData("import Fastify from 'fastify';\nawait app.listen(options);", null)]
    [InlineData("app.listen({ port: 3000, host: process.env.HOST || 'localhost' });", null)]
    [InlineData("app.listen(3000, () => console.log('http://localhost:3000'));", null)]
    public void A_server_of_Node_js_that_only_the_container_reaches_is_said(string line, string? address) => ShouldListen(
        App.Plan(App.Of("node"), ("shop/package.json", """{ "main": "server.js" }"""), ("shop/server.js", line)), address);

    [Theory]
    [InlineData("http.ListenAndServe(\"localhost:8080\", nil)", "localhost:8080")]
    [InlineData("router.Run(\"127.0.0.1:8080\")", "127.0.0.1:8080")]
    [InlineData("server := http.Server{Addr: \"127.0.0.1:8080\"}", "127.0.0.1:8080")]
    [InlineData("\"LISTEN_ADDR\": {\n\tvalues: []string{\"127.0.0.1:8080\"},\n}", "127.0.0.1:8080")]
    [InlineData("http.ListenAndServe(\":8080\", nil)", null)]
    [InlineData("client.Connect(\"localhost:5432\")", null)]
    [InlineData("net.Listen(\"tcp\", \"127.0.0.1:0\")", null)]
    [InlineData("// http.ListenAndServe(\"localhost:8080\", nil)", null)]
    public void A_server_of_Go_that_only_the_container_reaches_is_said(string line, string? address) => ShouldListen(
        App.Plan(App.Of("go"), ("shop/go.mod", "module shop\ngo 1.27\n"), ("shop/main.go", $"package main\nfunc main() {{\n{line}\n}}\n")),
        address);

    [Fact]
    public void Pages_that_a_build_of_the_browser_application_writes_are_said()
    {
        var warning = App.Plan(
            App.Of("go"), ("shop/go.mod", "module shop\ngo 1.27\n"),
            ("shop/main.go", "package main\n//go:embed all:web/dist\nvar pages embed.FS\n"),
            ("shop/web/package.json", """{ "scripts": { "build": "vite build" } }"""), ("shop/web/dist/index.html", ""))
            .Problems.ShouldHaveSingleItem();

        warning.Message.ShouldBe(
            "main.go(2) embeds 'web/dist', which the build of web/package.json writes. The image does not run that build.");
        warning.IsError.ShouldBeFalse();
    }

    [Fact]
    public void Dropwizard_needs_a_command_and_a_configuration()
    {
        const string Dropwizard =
            "<project><artifactId>shop</artifactId><version>1</version><dependencies><dependency><groupId>io.dropwizard</groupId>"
            + "<artifactId>dropwizard-core</artifactId><version>4.0.0</version></dependency></dependencies><build><plugins><plugin>"
            + "<artifactId>maven-shade-plugin</artifactId><version>3.6.0</version><configuration><transformers><transformer implementation="
            + "\"org.apache.maven.plugins.shade.resource.ManifestResourceTransformer\"><mainClass>shop.Main</mainClass></transformer>"
            + "</transformers></configuration></plugin></plugins></build></project>";

        App.Plan(App.Of("java"), ("shop/pom.xml", Dropwizard)).Problems.ShouldContain(
            static problem => !problem.IsError && problem.Message.StartsWith("Dropwizard needs a command", StringComparison.Ordinal));
    }

    [Fact]
    public void A_Procfile_that_calls_a_program_of_the_developer_is_refused() => App.Plan(
        App.Of("python"), ("shop/requirements.txt", "django==5.2\ngunicorn==23.0.0\n"), ("shop/Procfile", "web: make run\n")).Problem()
        .ShouldNotBeNull().ShouldContain("needs 'make', and the image does not have it");

    [Theory]
    [InlineData("python-3.6.15", "3.7 or later")]
    [InlineData("python-3.5.2", "3.7 or later")]
    public void A_Python_without_the_tools_of_the_build_is_refused(string version, string oldest) => App.Plan(
        App.Of("python"), ("shop/requirements.txt", "flask==1.0\n"), ("shop/runtime.txt", version), ("shop/main.py", "print(1)")).Problem()
        .ShouldNotBeNull().ShouldContain(oldest);

    [Fact]
    public void A_lock_file_of_Bundler_1_does_not_run_in_the_newest_Ruby() => App.Plan(
        App.Of("ruby"), ("shop/Gemfile", "gem 'a'"), ("shop/app.rb", ""),
        ("shop/Gemfile.lock",
            "GEM\n  remote: https://gems.corp/\n  specs:\n    a (1)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  a\n\nBUNDLED WITH\n"
                + "   1.17.3\n"))
        .Problem().ShouldNotBeNull().ShouldContain("bundle update --bundler");

    [Fact]
    public void A_program_among_the_examples_of_a_Go_module_is_built_where_the_project_names_it()
    {
        (string, string)[] files = [("shop/go.mod", "module shop\ngo 1.27\n"), ("shop/shop.go", "package shop\n"),
            ("shop/examples/base/main.go", "package main\nfunc main() {}\n")];

        App.Plan(App.Of("go"), files).Problem().ShouldNotBeNull().ShouldContain("<AssemblyName>server</AssemblyName>");
        GeneratedImage.Of(App.Plan(App.Of("go") with { AssemblyName = "base" }, files)).Entrypoint.ShouldBe(["/app/base"]);
    }

    [Fact]
    public void A_file_of_settings_that_Go_reads_at_its_start_is_beside_the_program() => GeneratedImage.Of(App.Plan(
        App.Of("go"), ("shop/go.mod", "module shop\ngo 1.27\n"), ("shop/conf/app.ini", ""),
        ("shop/main.go", "package main\nfunc main() { ini.Load(\"conf/app.ini\") }\n"))).Stage("final").Copies[1]
        .ShouldBe(new Copied(["shop/conf/app.ini"], "/app/conf/app.ini") { Mode = "555" });

    [Theory]
    [InlineData("http.ListenAndServe(\":80\", nil)", "80", "Listen on 8080 instead, and publish it as 80.")]
    [InlineData("http.ListenAndServeTLS(\"0.0.0.0:443\", cert, key, nil)", "443", "Listen on 8443 instead, and publish it as 443.")]
    [InlineData("server := &http.Server{Addr: \":80\"}", "80", "Listen on 8080 instead, and publish it as 80.")]
    [InlineData("net.ListenPacket(\"udp\", \":53\")", "53", "Listen on a port above 1023 instead, and publish it as 53.")]
    [InlineData("port = \"80\"", "80", "Listen on 8080 instead, and publish it as 80.")]
    [InlineData("flag.IntVar(&port, \"port\", 80, \"the port\")", "80", "Listen on 8080 instead, and publish it as 80.")]
    [InlineData("flag.StringVar(&port, \"port\", getEnv(\"SHOP_PORT\", \"80\"), \"the port\")", "80",
        "Set another port, and publish it as 80: <ContainerEnvironmentVariable Include=\"SHOP_PORT\" Value=\"8080\" />.")]
    public void A_port_that_may_be_reserved_for_root_is_reported(string line, string port, string remedy)
    {
        var warning = App.Plan(App.Of("go"), OfGo(line)).Problems.ShouldHaveSingleItem();

        warning.Rule.Id.ShouldBe("CG3003");
        warning.IsError.ShouldBeFalse();
        warning.Message.ShouldBe(
            $"main.go(2) listens on port {port}. The user of the image is not root, and may not be allowed to listen on ports below 1024.");
        warning.Remedy.ShouldBe(remedy);
        App.Plan(App.Of("go") with { ContainerUser = "root" }, OfGo(line)).Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http.ListenAndServe(\":8080\", nil)")]
    [InlineData("http.Get(\"http://shop:80\")")]
    [InlineData("if port == \"80\" { port = \"8080\" }")]
    [InlineData("if port != \"443\" { url += port }")]
    [InlineData("quality := min(100, 80, wanted)")]
    [InlineData("dial(\"smtp\", host+\":25\")")]
    [InlineData("// http.ListenAndServe(\":80\", nil)")]

    // The default port of another server, whose URL the program reads (miniflux/v2).
    [InlineData("switch url.Scheme { case \"http\":\n\t\tport = \"80\"")]
    public void Other_uses_of_such_a_number_are_no_reason_to_warn(string line) =>
        App.Plan(App.Of("go"), OfGo(line)).Problems.ShouldBeEmpty();

    [Fact]
    public void A_project_that_sets_the_variable_of_the_port_has_chosen_one()
    {
        var app = App.Of("go") with
        {
            ContainerEnvironmentVariables = new Dictionary<string, string> { ["SHOP_PORT"] = "8080" },
        };

        App.Plan(app, OfGo("port := getEnv(\"SHOP_PORT\", \"80\")")).Problems.ShouldBeEmpty();
    }

    private static (string, string)[] OfGo(string line) =>
        [("shop/go.mod", "module shop\ngo 1.27\n"), ("shop/main.go", $"package main\n{line}\nfunc main() {{ }}\n")];

    private const string Boot =
        "<project><artifactId>shop</artifactId><version>1</version><parent><groupId>org.springframework.boot</groupId>"
        + "<artifactId>spring-boot-starter-parent</artifactId><version>3.5.0</version></parent><build><plugins><plugin>"
        + "<groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>"
        + "</project>";

    private static (string, string)[] Files(string file, string text, string other, string more) =>
        [("shop/" + file, text), ("shop/" + other, more), ("shop/server.js", ""), ("shop/go.sum", ""),
            ("shop/requirements.txt", "django==5.2\ngunicorn==23.0.0\n")];

    private static void ShouldListen(ContainerPlan plan, string? address)
    {
        if (address is null)
        {
            plan.Problems.ShouldBeEmpty();
            return;
        }

        var warning = plan.Problems.ShouldHaveSingleItem();
        warning.Rule.Id.ShouldBe("CG6020");
        warning.IsError.ShouldBeFalse();
        warning.Message.ShouldContain($"listens on {address}, {Local}");
    }
}
