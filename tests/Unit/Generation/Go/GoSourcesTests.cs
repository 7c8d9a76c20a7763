using ContainerGuard.Generation;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Generation.Go;

/// <summary>What the sources of a module say about the image.</summary>
public sealed class GoSourcesTests
{
    [Theory]
    [InlineData("t := template.Must(template.ParseGlob(\"templates/*.html\"))", "templates")]
    [InlineData("router.LoadHTMLGlob(\"./templates/**/*\")", "templates")]
    [InlineData("template.ParseFiles(\"templates/a.html\", \"templates/b.html\")", "templates/a.html templates/b.html")]
    [InlineData("http.Handle(\"/\", http.FileServer(http.Dir(\"static\")))", "static")]
    [InlineData("router.Static(\"/assets\", \"./static\")", "static")]
    [InlineData("os.ReadFile(\"config.yaml\")", "config.yaml")]
    [InlineData("template.ParseGlob(filepath.Join(\"templates\", \"*.html\"))", "templates")]
    [InlineData("html.New(\"./templates\", \".html\")", "templates")]
    [InlineData("migrate.New(\"file://migrations\", url)", "migrations")]
    [InlineData("os.Open(\"/etc/hosts\")", "")]
    [InlineData("os.Open(\"missing.txt\")", "")]
    [InlineData("// http.Dir(\"static\")", "")]
    [InlineData("template.ParseFiles(\n\t\"templates/a.html\",\n\t\"templates/b.html\",\n)", "templates/a.html templates/b.html")]
    [InlineData("os.ReadFile(\"cert/id_rsa\")", "")]
    [InlineData("os.ReadFile(\"cert/server.key\")", "")]
    public void Files_that_the_program_reads_are_beside_it(string line, string paths)
    {
        var image = GeneratedImage.Of(Plan(line));

        image.Stage("final").Copies.Skip(1).Select(static copy => copy.Sources[0].TrimEnd('/')["shop/".Length..]).ShouldBe(
            paths.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_folder_is_copied_to_where_the_program_starts() => GeneratedImage.Of(Plan("http.Dir(\"static\")")).Stage("final").Copies[1]
        .ShouldBe(new Copied(["shop/static/"], "/app/static/") { Mode = "555" });

    [Theory]
    [InlineData("template.ParseGlob(dir)")]
    [InlineData("http.Dir(os.Getenv(\"\" + name))")]
    public void A_path_that_is_not_literal_is_a_warning_with_its_line(string line)
    {
        var plan = Plan(line.Replace("os.Getenv(\"\" + name)", "name", StringComparison.Ordinal));

        var warning = plan.Problems.ShouldHaveSingleItem();
        warning.Rule.ShouldBe(GuardCodes.ImageUncertain);
        warning.Message.ShouldStartWith("main.go(4) passes a computed path to ");
        warning.Remedy.ShouldContain("<ContainerGuardCopy Include=");
    }

    [Theory]
    [InlineData("os.ReadFile(\"cert/id_rsa\")", "is a secret by its name", "Mount it as a secret at run time.")]
    [InlineData("template.ParseFiles(\"pages/none.html\")", "reads 'pages/none.html', which does not exist", "Correct the path")]
    [InlineData("http.Dir(\"../web\")", "reads '../web', which is outside the module", "Correct the path")]
    public void A_path_that_the_image_lacks_is_a_warning(string line, string what, string remedy)
    {
        var plan = Plan(line);

        var warning = plan.Problems.ShouldHaveSingleItem();
        warning.Rule.ShouldBe(GuardCodes.ImageUncertain);
        warning.Message.ShouldStartWith("main.go(4) ");
        warning.Message.ShouldContain(what);
        warning.Remedy.ShouldContain(remedy);
        plan.Sends("shop/cert/id_rsa").ShouldBeFalse();
    }

    [Theory]
    [InlineData("main_windows.go", "import \"C\"")]
    [InlineData("main_darwin_arm64.go", "http.Dir(\"static\")")]
    [InlineData("other.go", "import \"C\"", "//go:build windows || darwin\n")]
    [InlineData("bsd.go", "import \"C\"", "// Copyright\n\n//go:build !nokvm && (freebsd || dragonfly)\n")]
    [InlineData("bsd.go", "// #cgo LDFLAGS: -lkvm\nimport \"C\"", "//go:build (darwin || !linux) && amd64\n")]
    [InlineData("tagged.go", "import \"C\"", "//go:build libvips\n")]
    [InlineData("pure.go", "import \"C\"", "//go:build !unix && cgo\n")]
    [InlineData("tools/gen/gen.go", "http.Dir(\"static\")")]
    public void Files_that_are_not_of_the_program_do_not_count(string file, string line, string before = "")
    {
        var image = GeneratedImage.Of(App.Plan(
            App.Of("go"), ("shop/go.mod", "module shop\n"), ("shop/main.go", Program("")), ($"shop/{file}", before + Program(line)),
            ("shop/tools/gen/go.mod", "module gen\n"), ("shop/static/a.css", "")));

        image.Base.ShouldBe("gcr.io/distroless/static-debian13:nonroot");
        image.Stage("final").Copies.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("web: shop\n", "os.Getenv(\"PORT\")", "8080")]
    [InlineData("worker: shop\n", "os.Getenv(\"PORT\")", null)]
    [InlineData("web: shop\n", "os.Getenv(\"HOST\")", null)]
    public void A_program_with_a_Procfile_gets_the_port_that_it_reads(string procfile, string line, string? port)
    {
        var image = GeneratedImage.Of(App.Plan(
            App.Of("go"), ("shop/go.mod", "module shop\n"), ("shop/Procfile", procfile), ("shop/main.go", Program(line))));

        image.Variable("PORT").ShouldBe(port);
        image.Ports.ShouldBe(port is null ? [] : [port]);
    }

    [Theory]
    [InlineData("//go:build cgo && (linux || darwin)\n")]
    [InlineData("//go:build !windows && !nokvm\n")]
    [InlineData("//go:build arm64 || (freebsd && amd64)\n")]
    [InlineData("//go:build unix && go1.21\n")]
    [InlineData("//go:build linux && (\n")]
    public void Files_that_Linux_can_have_count(string constraint)
    {
        var image = GeneratedImage.Of(App.Plan(
            App.Of("go"), ("shop/go.mod", "module shop\n"), ("shop/main.go", Program("")),
            ("shop/c.go", constraint + Program("import \"C\""))));

        image.Base.ShouldBe("gcr.io/distroless/cc-debian13:nonroot");
    }

    [Theory]
    [InlineData("// #cgo windows LDFLAGS: -lws2_32")]
    [InlineData("// #cgo darwin,arm64 freebsd LDFLAGS: -lfoo")]
    public void A_library_of_another_system_is_not_asked_for(string line) => Plan(line).Problem().ShouldBeNull();

    [Theory]
    [InlineData("import \"C\"", "")]
    [InlineData("", "require github.com/mattn/go-sqlite3 v1.14.0")]
    [InlineData("", "require gorm.io/driver/sqlite v1.5.0")]
    public void C_code_is_compiled_on_an_image_with_the_C_library(string line, string require)
    {
        var image = GeneratedImage.Of(Plan(line, require));

        image.Base.ShouldBe("gcr.io/distroless/cc-debian13:nonroot");
        image.Stage("build").RunsOnBuilder.ShouldBeFalse();
        image.Stage("build").Commands[^1].ShouldStartWith("CGO_ENABLED=1 go build");
    }

    /// <summary>The program gets the folder from a setting, so only the name of the file is literal.</summary>
    [Fact]
    public void The_folder_that_has_a_missing_file_is_in_the_remedy() => Plan("template.ParseFiles(path.Join(ui, \"a.html\"))")
        .Problems.ShouldHaveSingleItem().Remedy.ShouldBe(
            "Correct the path, or add the files: <ContainerGuardCopy Include=\"templates\" Destination=\"/app/templates\" />, or embed "
                + "them with go:embed.");

    [Theory]
    [InlineData("// #cgo LDFLAGS: -lvips -lm", "", "vips")]
    [InlineData("// #cgo pkg-config: libfoo", "", "libfoo")]
    [InlineData("", "require github.com/h2non/bimg v1.1.9", "github.com/h2non/bimg")]
    public void A_library_that_no_image_has_is_asked_for(string line, string require, string library)
    {
        Plan(line, require).Problem().ShouldNotBeNull().ShouldContain($"the library of '{library}'");
        Plan(line, require, App.Of("go") with { ContainerBaseImage = "debian:13-slim" }).Problem().ShouldBeNull();
    }

    [Fact]
    public void A_workspace_is_built_with_the_modules_that_it_uses()
    {
        var image = GeneratedImage.Of(App.Plan(
            App.Of("go"), ("go.work", "go 1.27\n\nuse (\n\t./shop\n\t./lib // shared\n)\n"), ("go.work.sum", ""),
            ("shop/go.mod", "module x\nrequire example.com/y v1.0.0\n"), ("shop/go.sum", ""), ("shop/main.go", Program("")),
            ("lib/go.mod", "module example.com/lib")));

        image.Stage("build").Copies.ShouldBe(
        [
            new(["go.work", "go.work.sum"], "/src/"), new(["shop/go.mod", "shop/go.sum"], "./"), new(["lib/go.mod"], "/src/lib/"),
            new(["lib/"], "/src/lib/"), new(["shop/"], "./"),
        ]);
    }

    public static TheoryData<string> Shapes => ["reads", "c", "workspace"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_rule_at_any_level_has_a_finding(string shape) => App.ShouldBeClean(App.Of("go"), shape switch
    {
        "reads" => [("shop/go.mod", "module x\n"), ("shop/main.go", Program("http.Dir(\"static\")")), ("shop/static/a.css", "")],
        "c" => [("shop/go.mod", "module x\n"), ("shop/main.go", Program("import \"C\""))],
        _ => [("go.work", "use ./shop\nuse ./lib\n"), ("shop/go.mod", "module x\n"), ("shop/main.go", Program("")), ("lib/go.mod",
            "module y")],
    });

    private static string Program(string line) => $"package main\n\nfunc main() {{\n{line}\n}}\n";

    private static ContainerPlan Plan(string line, string require = "", AppProject? project = null) => App.Plan(
        project ?? App.Of("go"), ("shop/go.mod", $"module shop\n{require}\n"), ("shop/go.sum", ""), ("shop/main.go", Program(line)),
        ("shop/templates/a.html", ""), ("shop/templates/b.html", ""), ("shop/static/a.css", ""), ("shop/config.yaml", ""),
        ("shop/migrations/1.sql", ""), ("shop/cert/id_rsa", ""), ("shop/cert/server.key", ""));
}
