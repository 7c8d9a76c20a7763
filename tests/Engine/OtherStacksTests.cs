using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>
/// Projects that are not .NET, each with this package's SDK alone beside its manifest: published, built by the printed command, run.
/// </summary>
public sealed class OtherStacksTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private const int Nginx = 101;
    private const int NonRoot = 65532;
    private const int PythonUser = 10001;

    /// <summary>Ends on Ctrl+C alone, as most programs do that nobody has written for a container.</summary>
    private const string PythonServer = """
        import http.server
        import sys

        import greeting


        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(f"{greeting.WORDS} {sys.prefix}".encode())


        try:
            http.server.HTTPServer(("", 8080), Handler).serve_forever()
        except KeyboardInterrupt:
            pass
        """;

    [StringSyntax("go")]
    private const string GoServer = """
        package main

        import (
        	"context"
        	"fmt"
        	"net/http"
        	"os/signal"
        	"syscall"
        	"time"
        )

        func main() {
        	stop, _ := signal.NotifyContext(context.Background(), syscall.SIGTERM)
        	zone, err := time.LoadLocation("Europe/Berlin")
        	if err != nil {
        		panic(err)
        	}
        	server := &http.Server{Addr: ":8080", Handler: http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
        		fmt.Fprint(answer, "Hello from Go in ", zone)
        	})}
        	go server.ListenAndServe()
        	<-stop.Done()
        	server.Shutdown(context.Background())
        }
        """;

    [Fact]
    public async Task A_static_site_is_served_by_a_user_that_is_not_root()
    {
        using var workspace = package.NewRepository();
        var app = Project(workspace, "site")
            .File("index.html", "<p>Hello</p>")
            .File("css/site.css", "p { color: red }")
            .File(".well-known/security.txt", "Contact: mailto:security@example.com")
            .File(".secret", Promises.Secret)
            .File("node_modules/a/index.js", "");

        await using var image = await Image(app);

        await image.Serves(Nginx, "<p>Hello</p>");

        var files = await image.Files();
        files.Keys.ShouldContain("/usr/share/nginx/html/css/site.css");
        files.Keys.ShouldContain("/usr/share/nginx/html/.well-known/security.txt");
        files.Keys.ShouldNotContain(file => file.EndsWith(".csproj", StringComparison.Ordinal)
            || file.Contains("node_modules", StringComparison.Ordinal)
            || file.EndsWith("/.secret", StringComparison.Ordinal));
        files.Where(file => file.Key.StartsWith("/usr/share/nginx/html", StringComparison.Ordinal) && file.Value.IsWritableBy(Nginx, Nginx))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_Go_module_is_one_program_in_an_image_without_a_shell()
    {
        using var workspace = package.NewRepository("Grüße aus 東京");
        var app = Project(workspace, "my shop")
            .File("go.mod", "module example.com/shop\n\ngo 1.19\n")
            .File("main.go", GoServer)
            .Item("ContainerPort", "8080");

        await using var image = await Image(app);

        await image.Serves(NonRoot, "Hello from Go in Europe/Berlin");

        var files = await image.Files();
        files.Keys.ShouldContain("/app/shop");
        files.Keys.Select(Path.GetFileName).ShouldNotContain(name => name == "sh" || name == "go" || name == "main.go" || name == "go.mod");
        files.Where(file => file.Key.StartsWith("/app", StringComparison.Ordinal) && file.Value.IsWritableBy(NonRoot, NonRoot))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Files_that_a_Go_program_reads_are_beside_it()
    {
        using var workspace = package.NewRepository();
        var app = Project(workspace, "pages")
            .File("go.mod", "module example.com/pages\n\ngo 1.19\n")
            .File("templates/hello.txt", "Hello {{.}}")
            .File("main.go", """
                package main

                import (
                	"os"
                	"text/template"
                )

                func main() {
                	template.Must(template.ParseGlob("templates/*.txt")).ExecuteTemplate(os.Stdout, "hello.txt", "templates")
                }

                """);

        await using var image = await Image(app);

        await image.Writes(NonRoot, "Hello templates");
    }

    [Fact]
    public async Task Of_several_Go_programs_the_one_that_the_project_names_and_the_module_beside_it()
    {
        using var workspace = package.NewRepository();
        workspace.Write("text/go.mod", "module example.com/text\n\ngo 1.19\n");
        workspace.Write("text/text.go", "package text\n\nconst Words = \"Hello from beside\"\n");
        var app = Project(workspace, "tools")
            .Property("AssemblyName", "greet")
            .File(
                "go.mod", "module example.com/tools\n\ngo 1.19\n\nrequire example.com/text v0.0.0\n\nreplace example.com/text => ../text\n")
            .File("cmd/other/main.go", "package main\n\nfunc main() { panic(\"not this one\") }\n")
            .File(
                "cmd/greet/main.go",
                "package main\n\nimport (\n\t\"fmt\"\n\n\t\"example.com/text\"\n)\n\nfunc main() { fmt.Println(text.Words) }\n");

        await using var image = await Image(app);

        await image.Writes(NonRoot, "Hello from beside");
    }

    [Fact]
    public async Task A_Python_application_runs_from_an_environment_without_pip()
    {
        using var workspace = package.NewRepository();
        var app = Project(workspace, "shop")
            .File(".python-version", "3.11\n")
            .File("requirements.txt", "")
            .File("greeting.py", "WORDS = 'Hello from Python'\n")
            .File("main.py", PythonServer)
            .File(".venv/bin/of-this-machine", "")
            .Item("ContainerPort", "8080");

        await using var image = await Image(app);

        await image.Serves(PythonUser, "Hello from Python /opt/venv");

        var files = await image.Files();
        files.Keys.ShouldContain("/app/main.py");
        files.Keys.ShouldNotContain(file => file.EndsWith("of-this-machine", StringComparison.Ordinal)
            || file.StartsWith("/opt/venv/bin/pip", StringComparison.Ordinal));
        files.Where(file => file.Key.StartsWith("/app", StringComparison.Ordinal) && file.Value.IsWritableBy(PythonUser, PythonUser))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_project_says_is_started_and_a_manifest_without_versions_is_reported()
    {
        using var workspace = package.NewRepository();
        var app = Project(workspace, "shop")
            .File(".python-version", "3.11\n")
            .File("requirements.txt", "")
            .File("shop/__main__.py", "import sys; print('started with', *sys.argv[1:])")
            .Item("ContainerAppCommand", "python;-m;shop")
            .Item("ContainerAppCommandArgs", "--twice=a b");

        await using var image = await Image(app);

        await image.Writes(PythonUser, "started with --twice=a b");

        app.File("requirements.txt", "flask\n");
        var warning = (await app.Publish()).ShouldSucceed().Warnings.ShouldHaveSingleItem();
        warning.Code.ShouldBe("CG0008");
    }

    private TestProject Project(TestWorkspace workspace, string name) => workspace.StackProject(name, package, Engine);

    private async Task<BuiltImage> Image(TestProject app)
    {
        await DockerEngine.Make("stacks");
        return await app.ToFaultlessImage(Engine);
    }
}
