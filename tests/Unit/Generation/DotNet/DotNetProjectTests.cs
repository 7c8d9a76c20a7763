using ContainerGuard.Generation.DotNet;
using ContainerGuard.Generation;
using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

public sealed class DotNetProjectTests
{
    [Fact]
    public void A_project_that_can_run_in_a_container_has_no_obstacle()
    {
        Project.Web().Problem().Text().ShouldBeNull();
        Project.Console().Problem().Text().ShouldBeNull();
    }

    [Fact]
    public void What_no_container_can_be_made_of_is_said_with_the_way_out()
    {
        Obstacle(project => project with { ProjectPath = "/other/A.csproj" }).ShouldStartWith(
            "The project is outside the build context /repo");
        Obstacle(project => project with { ProjectPath = "/repository/A.csproj" }).ShouldStartWith(
            "The project is outside the build context /repo");
        Obstacle(project => project with { OutputType = "Library" }).ShouldStartWith("OutputType is Library");
        Obstacle(project => project with { TargetFramework = TargetFramework.Parse("net48") }).ShouldStartWith(
            "TargetFramework net48 has no Linux container image");
        Obstacle(project => project with { TargetFramework = TargetFramework.Parse("net10.0-windows") }).ShouldStartWith(
            "TargetFramework net10.0-windows does not run");
        Obstacle(project => project with { RuntimeIdentifier = "osx-arm64" }).ShouldStartWith("RuntimeIdentifier osx-arm64 does not run");
        Obstacle(project => project with { RuntimeIdentifier = "linux-mips64" }).ShouldStartWith(
            "RuntimeIdentifier linux-mips64 has no known container platform");
        Obstacle(project => project with { ContainerWorkingDirectory = "app" }).ShouldStartWith(
            "ContainerWorkingDirectory 'app' is not an absolute path");
        Obstacle(project => project with { ContainerPorts = [new(70000, "tcp")] }).ShouldStartWith("ContainerPort '70000' is not a port");
        Obstacle(project => project with { PublishAot = true, ContainerFamily = "jammy" }).ShouldStartWith(".NET has no SDK image");
    }

    [Fact]
    public void A_project_is_read_from_the_properties_and_items_that_the_SDK_has_for_it()
    {
        var project = DotNetProjectReader.Read(
            "/repo/src/Api/Api.csproj",
            "/repo",
            new ContainerSettings(
                new Dictionary<string, string>
                {
                    ["TargetFramework"] = "net10.0",
                    ["TargetFrameworks"] = "net8.0;net10.0",
                    ["AssemblyName"] = "Corp.Api",
                    ["OutputType"] = "Exe",
                    ["PublishTrimmed"] = "True",
                    ["PublishSingleFile"] = "true",
                    ["IncludeNativeLibrariesForSelfExtract"] = "true",
                    ["ContainerAppCommandArgs"] = "serve\nnow",
                    ["InvariantGlobalization"] = "true",
                    ["ContainerImageTags"] = "1.2; latest",
                },
                [new("8080", "tcp"), new("8080", ""), new("9090/udp", "tcp"), new("http", "")],
                [new("A", "1"), new("A", "2")],
                [new("team", "x")]),
            ["Microsoft.NETCore.App", "Microsoft.AspNetCore.App"]);

        project.AssemblyName.ShouldBe("Corp.Api");
        project.IsMultiTargeted.ShouldBeTrue();
        project.UnpacksItself.ShouldBeTrue();
        project.ContainerAppCommandArgs.ShouldBe(["serve", "now"]);
        project.IsWeb.ShouldBeTrue();
        project.IsSelfContained.ShouldBeTrue();
        project.InvariantGlobalization.ShouldBeTrue();
        project.ContainerImageTags.ShouldBe(["1.2", "latest"]);
        project.ContainerPorts.ShouldBe([new(8080, "tcp"), new(9090, "udp"), new(0, "tcp")]);
        project.ContainerEnvironmentVariables.ShouldBe(new Dictionary<string, string> { ["A"] = "2" });
        project.Labels["team"].ShouldBe("x");
        project.Labels["net.dot.runtime.majorminor"].ShouldBe("10.0");
    }

    private static string? Obstacle(Func<DotNetProject, DotNetProject> change) => change(Project.Web()).Problem().Text();
}
