using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Generation.DotNet;

namespace ContainerGuard.Tests.Unit.Generation;

public sealed class BuildCommandTests
{
    [Theory]
    [InlineData("Api", "api")]
    [InlineData("Corp.Web_Api", "corp.web_api")]
    [InlineData("My App", "my-app")]
    [InlineData("_Grüße..X-", "gr-e.x")]
    [InlineData("你好", "app")]
    public void An_assembly_name_becomes_a_repository_name(string assembly, string repository) =>
        BuildCommand.Repository(assembly).ShouldBe(repository);

    [Fact]
    public void Repository_tags_and_platform_are_those_of_the_project() => For(Project.Web() with
    {
        ContainerRepository = "corp/api",
        ContainerImageTags = ["1.0", "latest"],
        RuntimeIdentifier = "linux-arm64",
    }).ShouldBe("docker build -f /repo/Dockerfile -t corp/api:1.0 -t corp/api:latest --platform linux/arm64 /repo");

    [Fact]
    public void Paths_are_quoted_for_the_shell_they_are_pasted_into()
    {
        For(Project.Web(), "/my repo/Dockerfile").ShouldContain(" -f \"/my repo/Dockerfile\" ");
        For(Project.Web(), "/it's $5/Dockerfile").ShouldContain(" -f '/it'\\''s $5/Dockerfile' ");
        For(Project.Web(), "C:\\my repo\\Dockerfile", forWindows: true).ShouldContain(" -f \"C:\\my repo\\Dockerfile\" ");
        For(Project.Web(), "C:\\repo\\Dockerfile", forWindows: true).ShouldContain(" -f C:\\repo\\Dockerfile ");
    }

    private static string For(DotNetProject project, string dockerfile = "/repo/Dockerfile", bool forWindows = false) =>
        BuildCommand.For(new DotNetPlan(project, RestoreInputs.Of(project)), dockerfile, forWindows);
}
