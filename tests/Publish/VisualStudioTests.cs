using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>
/// The properties of Visual Studio's Container Tools: <c>DockerfilePath</c> (before: <c>DockerfileFile</c>) and <c>DockerfileContext</c>,
/// "a path relative to the Dockerfile" (learn.microsoft.com/visualstudio/containers/container-msbuild-properties).
/// </summary>
public sealed class VisualStudioTests(PublishedPackage package)
{
    private const string Start = "FROM node:24@" + Workspaces.RuntimeDigest + "\nUSER 1000\n";

    [Theory]
    [InlineData("DockerfilePath")]
    [InlineData("DockerfileFile")]
    public async Task Either_name_of_the_Dockerfile_is_read(string property)
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("docker/My.Dockerfile", Start + "USER root\n").Property(property, "docker\\My.Dockerfile");

        (await app.Build()).Diagnostics.Where(found => found.Code == "CG3001").Select(found => found.File).Distinct().ShouldBe(
            [app.Combine("docker", "My.Dockerfile")]);
    }

    [Fact]
    public async Task The_new_name_wins()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("new/Dockerfile", Start + "USER root\n")
            .Property("DockerfilePath", "new/Dockerfile").Property("DockerfileFile", "old/Dockerfile");

        (await app.Build()).Diagnostics.Where(found => found.Code == "CG3001").Select(found => found.File).Distinct().ShouldBe(
            [app.Combine("new", "Dockerfile")]);
    }

    /// <summary>The tools may set the default name themselves, before there is a Dockerfile.</summary>
    [Fact]
    public async Task The_default_name_of_a_Dockerfile_that_does_not_exist_is_no_Dockerfile()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Property("DockerfilePath", "$(MSBuildProjectDirectory)\\Dockerfile");

        (await app.Publish()).ShouldSucceed();

        File.Exists(app.GeneratedDockerfile).ShouldBeTrue();
    }

    /// <summary>CG4012 (a source of COPY is not in the context) tells which folder is the context.</summary>
    [Theory]
    [InlineData("DockerfileContext", "..\\..", "api/api.csproj")]
    [InlineData("DockerfileContext", "..", "api.csproj")]
    [InlineData("DockerfileContext", ".", "My.Dockerfile")]
    [InlineData("ContainerGuardContext", "..", "api/api.csproj")]
    public async Task The_context_of_Visual_Studio_is_relative_to_the_Dockerfile(string property, string value, string source)
    {
        using var workspace = package.Locked();
        var app = workspace.Web("api").File("docker/My.Dockerfile", $"{Start}COPY {source} missing.txt /app/\n")
            .Property("DockerfilePath", "docker/My.Dockerfile").Property(property, value);

        var found = (await app.Build()).Diagnostics.Where(found => found.Code == "CG4012").ShouldHaveSingleItem();

        found.Message.ShouldContain("missing.txt");
    }

    [Fact]
    public async Task A_context_that_does_not_exist_is_one_error_in_a_build()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Start).Property("ContainerGuardContext", "../nowhere");

        var error = (await app.Build()).ShouldFail().Errors.ShouldHaveSingleItem();

        (error.Code, error.File).ShouldBe(("CG0004", app.ProjectFile));
        error.Message.ShouldContain("nowhere");
    }
}
