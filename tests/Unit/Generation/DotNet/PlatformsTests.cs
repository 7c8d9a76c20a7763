using ContainerGuard.Building;
using ContainerGuard.Generation.DotNet;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary>One Dockerfile for all architectures: it takes the one that the builder asks for.</summary>
public sealed class PlatformsTests
{
    public static TheoryData<string, string, string> Projects => new()
    {
        { "RuntimeIdentifier", "linux-x64", "" },
        { "RuntimeIdentifiers", "linux-x64;linux-arm64;win-x64;osx-arm64", "" },
        { "ContainerRuntimeIdentifier", "linux-arm64", "" },
        { "ContainerRuntimeIdentifiers", "linux-x64;linux-arm64", "" },
        { "ContainerRuntimeIdentifiers", "linux-x64;linux-arm64", "SelfContained" },
        { "ContainerRuntimeIdentifiers", "linux-x64;linux-arm64", "PublishAot" },
        { "ContainerRuntimeIdentifiers", "linux-x64;linux-arm64", "PublishSingleFile" },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void Whatever_architectures_are_asked_for_the_file_is_the_same(string property, string identifiers, string kind)
    {
        var asked = Read((property, identifiers), (kind, "true"));
        var any = Read((kind, "true"));

        asked.Problem().Text().ShouldBeNull();
        var text = Project.DockerfileOf(asked);
        text.ShouldBe(Project.DockerfileOf(any));
        text.ShouldNotContain("x64");
        var build = GeneratedImage.Of(text).Stage("build");
        build.Command("dotnet", "restore").Skip(3).Take(2).ShouldBe(["-a", "\"$TARGETARCH\""]);
        build.Command("dotnet", "publish").Skip(6).Take(2).ShouldBe(["-a", "\"$TARGETARCH\""]);
        build.RunsOnBuilder.ShouldBe(kind != "PublishAot");
    }

    [Fact]
    public void A_container_for_Linux_may_be_asked_of_a_project_for_Windows()
    {
        var project = Read(("RuntimeIdentifier", "win-x64"), ("ContainerRuntimeIdentifiers", "linux-x64;linux-arm64"));

        project.IsWindows.ShouldBeFalse();
        project.Problem().Text().ShouldBeNull();
    }

    [Theory]
    [InlineData("ContainerRuntimeIdentifiers", "linux-musl-x64;linux-musl-arm64", true)]
    [InlineData("RuntimeIdentifiers", "linux-musl-x64;linux-musl-arm64;win-x64", true)]
    [InlineData("RuntimeIdentifiers", "linux-musl-x64;linux-x64", false)]
    public void All_of_them_for_musl_are_on_alpine(string property, string identifiers, bool isMusl)
    {
        var project = Read((property, identifiers));

        project.Problem().Text().ShouldBeNull();
        BaseImages.For(project, globalJson: null).Final.Reference.Contains("-alpine", StringComparison.Ordinal).ShouldBe(isMusl);
    }

    [Fact]
    public void Two_C_libraries_are_refused() => Read(("ContainerRuntimeIdentifiers", "linux-x64;linux-musl-x64")).Problem().Text()
        .ShouldBe("linux-musl-x64 and linux-x64 need different C libraries, but a base image has one. "
            + "Keep the identifiers of one library in ContainerRuntimeIdentifiers.");

    [Fact]
    public void One_architecture_is_asked_of_the_builder()
    {
        var project = Read(("ContainerRuntimeIdentifier", "linux-arm64"), ("RuntimeIdentifier", "linux-x64"));

        BuildCommand.Text(
            ImageBuild.Of(DotNetPlanner.Answer(project, RestoreInputs.Of(project)), "/repo/Dockerfile"), BuildTool.Docker,
            forWindows: false).ShouldContain(" --platform linux/arm64 ");
    }

    private static DotNetProject Read(params (string Name, string Value)[] properties)
    {
        var all = new Dictionary<string, string> { ["TargetFramework"] = "net10.0", ["AssemblyName"] = "Api" };
        foreach (var (name, value) in properties) all[name] = value;
        return DotNetProjectReader.Read(
            "/repo/src/Api/Api.csproj", Project.Context, new(all, [], [], []), ["Microsoft.NETCore.App", "Microsoft.AspNetCore.App"]);
    }
}
