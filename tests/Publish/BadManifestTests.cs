using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>
/// What lies beside a project that is not .NET and cannot become a container is one error, with the file and the way out, and nothing is
/// written.
/// </summary>
public sealed class BadManifestTests(PublishedPackage package)
{
    [Theory]
    [InlineData("package.json", "{", "package.json is not a valid JSON object")]
    [InlineData("package.json", """{ "main": "\ud800" }""", "package.json is not a valid JSON object")]
    [InlineData("package.json", """{ "main": "app.js", "dependencies": { "express": "5.1.0" } }""", "package-lock.json does not exist")]
    [InlineData("package.json", "{}", "The start command is not known")]
    [InlineData("pyproject.toml", "[project]\nname = shop\n", "(line 2, column 8). Correct the file.")]
    [InlineData("go.mod", "module example.com/shop\n", "no program")]
    [InlineData("requirements.txt", "flask==3.1.2\n", "ContainerAppCommand")]
    [InlineData("Gemfile", "gem 'rack'\n", "Gemfile.lock does not exist")]
    public async Task One_error_says_what_is_wrong_with_it(string manifest, string text, string expected)
    {
        using var workspace = package.NewWorkspace();
        var app = Beside(workspace, (manifest, text));

        var result = (await app.Publish()).ShouldFail();

        var error = result.Errors.ToArray().ShouldHaveSingleItem(result.Output);
        (error.Code, error.File).ShouldBe(("CG0006", app.ProjectFile));
        error.Message.ShouldContain(expected);
        result.Output.ShouldNotContain("   at ", Case.Sensitive, "a stack trace");
        File.Exists(app.Combine("obj", "container", "Dockerfile")).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_programs_and_none_that_is_called_as_the_project_is_are_named()
    {
        using var workspace = package.NewWorkspace();
        const string Program = "package main\n\nfunc main() {}\n";

        var error = (await Beside(
            workspace, ("go.mod", "module example.com/shop\n"), ("cmd/api/main.go", Program), ("cmd/worker/main.go", Program)).Publish())
            .ShouldFail().Errors.ToArray().ShouldHaveSingleItem();

        error.Message.ShouldContain("cmd/api, cmd/worker");
        error.Message.ShouldContain("<AssemblyName>api</AssemblyName>");
    }

    [Fact]
    public async Task A_manifest_without_a_lock_file_is_a_warning_at_the_manifest()
    {
        using var workspace = package.NewWorkspace();
        var app = Beside(workspace, ("requirements.txt", "flask\n"), ("main.py", "print('hello')\n"));

        var result = (await app.Publish()).ShouldSucceed();

        var warning = result.Warnings.ShouldHaveSingleItem();
        result.Output.ShouldContain(", 1 finding)");
        (warning.Code, warning.File).ShouldBe(("CG0008", app.Combine("requirements.txt")));
    }

    [Fact]
    public async Task A_runtime_identifier_without_an_image_is_one_error()
    {
        using var workspace = package.NewWorkspace();

        var error = (await For(workspace, "linux-mips64").Publish()).ShouldFail().Errors.ToArray().ShouldHaveSingleItem();

        error.Code.ShouldBe("CG0006");
        error.Message.ShouldContain("linux-x64");
    }

    [Fact]
    public async Task A_publish_for_a_system_without_containers_writes_no_Dockerfile_and_says_why_when_asked_for_one()
    {
        using var workspace = package.NewWorkspace();
        var app = For(workspace, "osx-arm64");

        (await app.Publish()).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        Directory.GetFiles(app.Combine("."), "Dockerfile", SearchOption.AllDirectories).ShouldBeEmpty();

        (await app.Build("-t:ContainerGuardGenerate")).Output.ShouldContain("RuntimeIdentifier osx-arm64 does not run in a container");
    }

    private static TestProject For(TestWorkspace workspace, string identifier) => workspace.Console()
        .Property("ContainerGuardPinning", "off")
        .Property("RuntimeIdentifier", identifier).Property("SelfContained", "false").Property("UseAppHost", "false");

    /// <summary>A project of a line beside these files.</summary>
    private TestProject Beside(TestWorkspace workspace, params (string Path, string Text)[] files)
    {
        var app = workspace.Project("shop", $"ContainerGuard/{package.Version}").Property("ContainerGuardPinning", "off");
        foreach (var (path, text) in files) app.File(path, text);
        return app;
    }
}
