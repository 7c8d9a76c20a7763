using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>A project without a Dockerfile, the package referenced, <c>dotnet publish</c>.</summary>
public sealed class PublishTests(PublishedPackage package)
{
    private const string Generated = "obj/container/Dockerfile";

    [Fact]
    public async Task A_web_project_gets_a_Dockerfile_with_both_base_images_pinned_by_tag_and_digest()
    {
        using var workspace = package.Locked();
        var app = workspace.Web();

        var result = (await app.Publish()).ShouldSucceed();

        var text = app.Read(Generated);
        text.ShouldContain($"mcr.microsoft.com/dotnet/sdk:10.0@{Workspaces.SdkDigest}");
        text.ShouldContain($"mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra@{Workspaces.RuntimeDigest}");
        app.Read(Generated + ".dockerignore").ShouldContain("**/bin");
        result.Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_line_says_where_the_file_is_how_many_images_are_pinned_and_how_to_build_it()
    {
        using var workspace = package.Locked();
        var app = workspace.Web();

        var result = (await app.Publish()).ShouldSucceed();

        result.Output.ShouldContain(app.Combine("obj", "container", "Dockerfile"));
        result.Output.ShouldContain("2 images pinned");
        result.Output.ShouldContain("no findings");
        result.Output.ShouldContain("docker buildx build -f ");
    }

    [Fact]
    public async Task A_second_publish_writes_the_same_bytes_and_leaves_the_time_stamps()
    {
        using var workspace = package.Locked();
        var app = workspace.Web();
        (await app.Publish()).ShouldSucceed();
        var (text, time) = (app.Read(Generated), File.GetLastWriteTimeUtc(app.Combine(Generated)));

        (await app.Publish()).ShouldSucceed();

        app.Read(Generated).ShouldBe(text);
        File.GetLastWriteTimeUtc(app.Combine(Generated)).ShouldBe(time);
    }

    [Fact]
    public async Task Build_alone_writes_no_Dockerfile()
    {
        using var workspace = package.Locked();
        var app = workspace.Web();

        (await app.Build()).ShouldSucceed();

        File.Exists(app.Combine(Generated)).ShouldBeFalse();
    }

    [Fact]
    public async Task Switched_off_it_leaves_no_trace()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Property("ContainerGuardEnabled", "false").File("Dockerfile", "FROM node\n");

        var result = (await app.Publish()).ShouldSucceed();

        Directory.Exists(app.Combine("obj", "container")).ShouldBeFalse();
        result.Output.ShouldNotContain("CG");
    }

    [Fact]
    public async Task A_library_is_left_alone()
    {
        using var workspace = package.Locked();
        var library = workspace.Library().ReferencesContainerGuard();

        (await library.Publish()).ShouldSucceed();

        Directory.Exists(library.Combine("obj", "container")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("IsAspireHost", "true", "Aspire app host")]
    [InlineData("IsTestProject", "true", "test project")]
    [InlineData("PackAsTool", "true", ".NET tool")]
    public async Task A_project_that_is_not_for_containers_is_left_alone(string property, string value, string reason)
    {
        using var workspace = package.NewWorkspace("work");
        var app = workspace.Console()
            .Property(property, value).Property("AspireHostingSDKVersion", "13.0.0").Property("ContainerGuardOffline", "true");

        var published = (await app.Publish()).ShouldSucceed();

        published.Diagnostics.ShouldBeEmpty();
        published.Output.ShouldNotContain("generates no Dockerfile");
        Directory.Exists(app.Combine("obj", "container")).ShouldBeFalse();
        File.Exists(workspace.Combine("containerguard.lock.json")).ShouldBeFalse();

        // On the command line the target says why it does nothing, in a form that the terminal logger shows.
        (await app.Target("ContainerGuardGenerate", "--no-restore")).ShouldSucceed().Output.ShouldMatch(
            $"app -> ContainerGuard generates no Dockerfile: .*{Regex.Escape(reason)}");
        Directory.Exists(app.Combine("obj", "container")).ShouldBeFalse();
    }

    [Fact]
    public async Task Other_projects_that_do_not_run_in_a_container_are_known_by_their_properties()
    {
        using var workspace = package.NewWorkspace("work");
        var app = workspace.Console().Package("Microsoft.NET.Test.Sdk", "18.11.0", ("ExcludeAssets", "all"));

        (await Reason("-restore")).ShouldBe("this is a test project (IsTestProject).");
        (await Reason("-p:IsTestProject=false", "-p:IsTestingPlatformApplication=true")).ShouldBe(
            "this is a test project (IsTestProject).");
        (await Reason("-p:IsTestProject=false", "-p:UseWindowsForms=true")).ShouldStartWith("this is a desktop or mobile application");
        (await Reason("-p:IsTestProject=false", "-p:TargetPlatformIdentifier=android")).ShouldBe(
            "TargetFramework net10.0 does not run in a container.");
        (await Reason("-p:IsTestProject=false", "-p:UsingMicrosoftNETSdkWebAssembly=true")).ShouldStartWith(
            "this application runs in a browser");
        (await Reason("-p:IsTestProject=false", "-p:AzureFunctionsVersion=v4")).ShouldStartWith(
            "this application needs the host of Azure Functions");
        (await Reason("-p:IsTestProject=false", "-p:OutputType=Library")).ShouldBe("OutputType is Library, which has nothing to start.");
        (await Reason("-p:IsTestProject=false", "-p:ContainerGuardGenerateOnPublish=false")).ShouldBe(
            "ContainerGuardGenerateOnPublish is false.");

        async Task<string> Reason(params string[] arguments)
        {
            var result = (await app.DotNet(["msbuild", "-t:ContainerGuardGenerate", "-tl:off", "-nologo", .. arguments])).ShouldSucceed();
            return result.Output.Split('\n')
                .Single(static line => line.Contains("app -> ", StringComparison.Ordinal)).Split("generates no Dockerfile: ")[1].Trim();
        }
    }

    [Fact]
    public async Task An_isolated_worker_of_Azure_Functions_publishes_without_a_Dockerfile()
    {
        using var workspace = package.NewWorkspace("work");
        var app = workspace.Console()
            .Package("Microsoft.Azure.Functions.Worker", "2.51.0", ("ExcludeAssets", "all"))
            // Feeds do not keep every version of the package.
            .Property("NoWarn", "$(NoWarn);NU1603").Property("ContainerGuardOffline", "true");

        (await app.Publish()).ShouldSucceed().Diagnostics.ShouldBeEmpty();

        Directory.Exists(app.Combine("obj", "container")).ShouldBeFalse();
        (await app.Target("ContainerGuardGenerate", "--no-restore")).ShouldSucceed().Output.ShouldMatch(
            "app -> ContainerGuard generates no Dockerfile: .*this application needs the host of Azure Functions or AWS Lambda");
    }

    [Fact]
    public async Task Clean_deletes_what_was_generated_and_never_the_lock_file()
    {
        using var workspace = package.Locked();
        var app = workspace.Web();
        (await app.Publish()).ShouldSucceed();

        (await app.DotNet("clean")).ShouldSucceed();

        File.Exists(app.Combine(Generated)).ShouldBeFalse();
        File.Exists(app.Combine(Generated + ".dockerignore")).ShouldBeFalse();
        File.Exists(workspace.Combine("containerguard.lock.json")).ShouldBeTrue();
    }

    [Fact]
    public async Task Clean_never_deletes_a_file_in_the_source_tree()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Property("ContainerGuardOutput", "Dockerfile");
        (await app.Publish()).ShouldSucceed();

        (await app.DotNet("clean")).ShouldSucceed();

        File.Exists(app.Combine("Dockerfile")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_generated_file_in_the_source_tree_is_replaced_while_unedited_and_kept_once_edited()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Property("ContainerGuardOutput", "Dockerfile");
        (await app.Publish()).ShouldSucceed();

        app.Item("ContainerPort", "9090");
        (await app.Publish()).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        app.Read("Dockerfile").ShouldContain("EXPOSE 9090");

        File.AppendAllText(app.Combine("Dockerfile"), "# mine\n");
        app.Item("ContainerPort", "9091");
        var result = (await app.Publish()).ShouldSucceed();

        app.Read("Dockerfile").ShouldEndWith("# mine\n");
        app.Read("Dockerfile").ShouldNotContain("9091");
        result.Warnings.ShouldContain(warning => warning.Code == "CG0007");
        result.StandardOutput.ShouldContain("-# mine");
        result.StandardOutput.ShouldContain("+EXPOSE 9090 9091");
    }

    [Fact]
    public async Task Eject_writes_a_Dockerfile_that_is_the_persons_own()
    {
        using var workspace = package.Locked();
        var app = workspace.Web();

        (await app.Target("ContainerGuardEject")).ShouldSucceed();

        app.Read("Dockerfile").ShouldContain("ENTRYPOINT");
        app.Read("Dockerfile").ShouldNotContain("Generated by");
        (await app.Publish()).ShouldSucceed().Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_s_Dockerfile_is_checked_and_nothing_is_generated()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", "FROM node\nUSER root\n");

        var result = (await app.Publish()).ShouldFail();

        Directory.Exists(app.Combine("obj", "container")).ShouldBeFalse();
        var root = result.Errors.Single(error => error.Code == "CG3001");
        root.ShouldSatisfyAllConditions(
            () => root.File.ShouldBe(app.Combine("Dockerfile")),
            () => (root.Line, root.Column).ShouldBe((2, 6)),
            () => (root.EndLine, root.EndColumn).ShouldBe((0, 0), "as the compiler's lines: problem matchers know no ends"),
            () => root.Subcategory.ShouldBeEmpty());
        app.Read("Dockerfile").ShouldBe("FROM node\nUSER root\n");
    }
}
