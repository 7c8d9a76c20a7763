using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>However a person calls the build, the guard runs once, and it works.</summary>
public sealed class WaysToBuildTests(PublishedPackage package)
{
    private const string Generated = "obj/container/Dockerfile";

    [Theory]
    [InlineData("-m")]
    [InlineData("-graph")]
    [InlineData("-mt")]
    [InlineData("-r", "linux-x64")]
    [InlineData("-o", "out dir")]
    [InlineData("-c", "Debug")]
    public async Task Publish_works_with(params string[] arguments)
    {
        using var workspace = package.Locked();
        var app = workspace.Web();

        (await app.Publish(arguments)).ShouldSucceed().Diagnostics.ShouldBeEmpty();

        File.Exists(app.Combine(Generated)).ShouldBeTrue();
    }

    [Fact]
    public async Task Publish_works_without_restore_and_without_build()
    {
        using var workspace = package.Locked();
        var app = workspace.Web();
        (await app.Publish()).ShouldSucceed();

        File.Delete(app.Combine(Generated));
        (await app.Publish("--no-restore")).ShouldSucceed();
        File.Exists(app.Combine(Generated)).ShouldBeTrue();

        File.Delete(app.Combine(Generated));
        (await app.Publish("--no-build")).ShouldSucceed();
        File.Exists(app.Combine(Generated)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_with_spaces_and_letters_from_elsewhere_is_a_folder()
    {
        using var workspace = package.Locked("Größe 大 ñ");
        var app = workspace.Web("Mein Dienst");

        (await app.Publish()).ShouldSucceed().Diagnostics.ShouldBeEmpty();

        app.Read(Generated).ShouldContain("Mein Dienst");
    }

    [Fact]
    public async Task A_solution_publishes_each_of_its_projects_with_one_lock_file()
    {
        using var workspace = package.Locked();
        var library = workspace.Library();
        var first = workspace.Web("first").References(library).Save();
        var second = workspace.Console("second").References(library).Save();
        workspace.Write("all.slnx", """
            <Solution>
              <Project Path="lib/lib.csproj" />
              <Project Path="first/first.csproj" />
              <Project Path="second/second.csproj" />
            </Solution>
            """);

        (await workspace.DotNet("publish", "all.slnx")).ShouldSucceed().Diagnostics.ShouldBeEmpty();

        first.Read(Generated).ShouldContain("aspnet:10.0-noble-chiseled-extra@");
        second.Read(Generated).ShouldContain("runtime:10.0-noble-chiseled-extra@");
    }

    [Fact]
    public async Task A_project_with_several_target_frameworks_is_checked_once()
    {
        using var workspace = package.Locked();
        var app = workspace.Console()
            .Property("TargetFramework", "").Property("TargetFrameworks", "net10.0;net9.0")
            .File("Dockerfile", $"FROM mcr.microsoft.com/dotnet/runtime@{Workspaces.RuntimeDigest}\nUSER 1654\n");

        var result = (await app.Build("-tl:off", "-v:normal", "-m:2")).ShouldSucceed();

        Occurrences(result.Output, "warning CG2004").ShouldBe(2, "once where it happens and once in the summary");
    }

    [Fact]
    public async Task A_design_time_build_does_not_check()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", "FROM node\nUSER root\n");
        (await app.DotNet("restore")).ShouldSucceed();

        var result = await app.DotNet(
            "msbuild", "-t:CoreCompile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true");

        result.ShouldSucceed().Output.ShouldNotContain("CG");
    }

    [Fact]
    public async Task The_IDE_builds_again_when_Dockerfile_ignore_file_or_lock_file_change()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", "FROM scratch\n");
        (await app.DotNet("restore")).ShouldSucceed();

        var inputs =
            (await app.DotNet("msbuild", "-getItem:UpToDateCheckInput", "-p:BuildingInsideVisualStudio=true")).ShouldSucceed().Output;

        inputs.ShouldContain("\"Dockerfile\"");
        inputs.ShouldContain("\"Dockerfile.dockerignore\"");
        inputs.ShouldContain("containerguard.lock.json");
    }

    [Fact]
    public async Task What_is_generated_is_among_the_files_that_the_build_wrote()
    {
        using var workspace = package.Locked();

        var written = (await workspace.Web().DotNet("msbuild", "-restore", "-t:Publish", "-getItem:FileWrites")).ShouldSucceed().Output;

        written.ShouldContain("obj/container/Dockerfile");
        written.ShouldContain("obj/container/Dockerfile.dockerignore");
    }

    [Fact]
    public async Task Restore_does_not_check()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", "FROM node\nUSER root\n");

        (await app.DotNet("restore")).ShouldSucceed().Output.ShouldNotContain("CG");
    }

    [Fact]
    public async Task An_sdk_element_beside_the_sdk_works_as_a_package_reference_does()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Without("PackageReference", "ContainerGuard");
        app.Xml(root =>
        {
            var sdk = root.CreateProjectSdkElement("ContainerGuard", package.Version);
            root.PrependChild(sdk);
        });

        (await app.Publish()).ShouldSucceed().Diagnostics.ShouldBeEmpty();

        app.Read(Generated).ShouldContain(Workspaces.RuntimeDigest);
    }

    [Fact]
    public async Task An_sdk_element_and_a_package_reference_together_open_one_door()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", $"FROM mcr.microsoft.com/dotnet/aspnet@{Workspaces.RuntimeDigest}\nUSER 1654\n");
        app.Xml(root => root.PrependChild(root.CreateProjectSdkElement("ContainerGuard", package.Version)));

        var result = (await app.Build("-tl:off", "-v:normal")).ShouldSucceed();

        Occurrences(result.Output, "warning CG2004").ShouldBe(2);
    }

    [Theory]
    [InlineData("build", "warning")]
    [InlineData("publish", "error")]
    public async Task A_project_with_this_sdk_alone_checks_what_is_not_DotNet(string command, string severity)
    {
        using var workspace = package.Locked();
        var app = workspace.Project("site", $"ContainerGuard/{package.Version}").File("Dockerfile", "FROM node\nUSER root\n");

        var result = await app.DotNet(command);

        result.Diagnostics.ShouldContain(found => found.Code == "CG3001" && found.Severity == severity);
        result.ExitCode.ShouldBe(severity == "error" ? 1 : 0, result.Output);
        result.Output.ShouldNotContain("NU1503");
    }

    [Fact]
    public async Task A_project_with_this_sdk_alone_stands_in_a_solution()
    {
        using var workspace = package.Locked();
        workspace.Project("site", $"ContainerGuard/{package.Version}")
            .File("Dockerfile", $"FROM node:24-slim@{Workspaces.RuntimeDigest}\nUSER node\n").Save();
        workspace.Web("api").Save();
        workspace.Write("all.slnx", """
            <Solution>
              <Project Path="site/site.csproj" />
              <Project Path="api/api.csproj" />
            </Solution>
            """);

        var result = (await workspace.DotNet("build", "all.slnx")).ShouldSucceed();

        result.Errors.ShouldBeEmpty();
        result.Output.ShouldNotContain("NU1503");
        (await workspace.DotNet("clean", "all.slnx")).ShouldSucceed();
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
