namespace ContainerGuard.Tests.Publish;

/// <summary>A publish whose inputs are those of the last one gives its result again; any changed input is seen.</summary>
public sealed class UnchangedPublishTests(PublishedOnce published) : IClassFixture<PublishedOnce>
{
    private const string Generated = PublishedOnce.Generated;
    private const string Mark = PublishedOnce.Mark;

    [Fact]
    public async Task A_publish_without_changes_reports_what_the_last_one_reported()
    {
        var app = published.App();

        var result = (await app.Publish()).ShouldSucceed();

        result.Output.ShouldContain(Mark);
        result.Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("the digest of an image")]
    [InlineData("an edited Dockerfile")]
    [InlineData("a deleted Dockerfile")]
    [InlineData("a property on the command line")]
    [InlineData("a property of a file above the project")]
    [InlineData("an ignore file")]
    [InlineData("a severity")]
    [InlineData("a Dockerfile elsewhere in the context")]
    [InlineData("the value of a build argument in the environment")]
    public async Task A_changed_input_is_seen(string change)
    {
        var app = published.App();
        string[] arguments = [];
        var workspace = app.Workspace;
        var other = $"sha256:{new string('3', 64)}";
        switch (change)
        {
            case "the digest of an image":
                var locked = workspace.Read("containerguard.lock.json");
                workspace.Write("containerguard.lock.json", locked.Replace(Workspaces.RuntimeDigest, other, StringComparison.Ordinal));
                break;
            case "an edited Dockerfile":
                app.File(Generated, app.Read(Generated) + "LABEL edited=yes\n");
                break;
            case "a deleted Dockerfile":
                File.Delete(app.Combine(Generated));
                break;
            case "a property on the command line":
                arguments = ["-p:ContainerWorkingDirectory=/srv"];
                break;
            case "a property of a file above the project":
                workspace.Write(
                    "Directory.Build.props",
                    "<Project><PropertyGroup><ContainerWorkingDirectory>/srv</ContainerWorkingDirectory></PropertyGroup></Project>");
                break;
            case "an ignore file":
                workspace.Write(".dockerignore", "secrets/\n");
                break;
            case "a Dockerfile elsewhere in the context":
                workspace.Write("infra/images/Dockerfile", "FROM mcr.microsoft.com/dotnet/sdk:10.0\nRUN dotnet publish app/app.csproj\n");
                break;
            case "the value of a build argument in the environment":
                app.Environment("LEVEL", "2");
                break;
            default:
                workspace.Write(".editorconfig", "root = true\n[*]\ndotnet_diagnostic.CG3001.severity = eror\n");
                break;
        }

        var result = await app.Publish(arguments);

        result.Output.ShouldNotContain(Mark);
        switch (change)
        {
            case "the digest of an image":
                app.Read(Generated).ShouldContain(other);
                break;
            case "an edited Dockerfile":
                app.Read(Generated).ShouldContain("edited=yes");
                result.Warnings.ShouldHaveSingleItem().Code.ShouldBe("CG0007");
                break;
            case "a property on the command line" or "a property of a file above the project":
                app.Read(Generated).ShouldContain("WORKDIR /srv");
                break;
            case "an ignore file":
                app.Read(Generated + ".dockerignore").ShouldContain("secrets/");
                break;
            case "a Dockerfile elsewhere in the context":
                result.ShouldSucceed().Warnings.ShouldHaveSingleItem().Code.ShouldBe("CG4029");
                break;
            case "a severity":
                result.ShouldFail().Errors.ShouldHaveSingleItem().Message.ShouldContain("eror");
                break;
            default:
                File.Exists(app.Combine(Generated)).ShouldBeTrue();
                break;
        }
    }

    [Fact]
    public async Task The_files_of_the_package_are_not_published()
    {
        var app = published.App();
        foreach (var name in (string[])["lock", "advisories", "baseline"]) app.File($"containerguard.{name}.json", "{\"version\": 1}");
        app.File("reports/guard.json", "{}").File("appsettings.json", "{}");

        (await app.Publish("-p:ContainerGuardLockFile=../containerguard.lock.json",
            "-p:ContainerGuardInspectJson=reports/guard.json")).ShouldSucceed();

        Directory.GetFiles(app.Combine("bin/Release/net10.0/publish"), "*.json", SearchOption.AllDirectories).Select(Path.GetFileName)
            .Where(static name => !name!.StartsWith("app.", StringComparison.Ordinal)).ShouldBe(["appsettings.json"]);
    }

    [Fact]
    public async Task A_publish_with_a_warning_reports_it_every_time()
    {
        var app = published.App();
        app.File(Generated, app.Read(Generated) + "LABEL edited=yes\n");
        PublishedOnce.Age(app.Workspace);

        var first = (await app.Publish()).ShouldSucceed();
        var second = (await app.Publish()).ShouldSucceed();

        first.Warnings.Count().ShouldBe(1);
        second.Warnings.Select(static warning => warning.Message).ShouldBe(first.Warnings.Select(static warning => warning.Message));
    }

    [Fact]
    public async Task Clean_removes_the_result()
    {
        var app = published.App();

        (await app.DotNet("clean")).ShouldSucceed();

        File.Exists(app.Combine(PublishedOnce.Kept)).ShouldBeFalse();
    }
}
