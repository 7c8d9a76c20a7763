using ContainerGuard.Generation;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>The Dockerfile that people use often does not lie beside the project.</summary>
public sealed class OtherDockerfilesTests
{
    [Theory]
    [InlineData("/repo/Dockerfile")]
    [InlineData("/repo/docker/Dockerfile")]
    [InlineData("/repo/deploy/api/Dockerfile.prod")]
    [InlineData("/repo/docker/api.Dockerfile")]
    public void A_Dockerfile_that_names_the_project_or_its_assembly_is_found(string path)
    {
        Find((path, "FROM sdk\nRUN dotnet publish src/Api/Api.csproj\n")).ShouldBe([path]);
        Find((path, "FROM aspnet\nENTRYPOINT [\"dotnet\", \"Shop.Api.dll\"]\n")).ShouldBe([path]);
    }

    [Theory]
    [InlineData("/repo/Dockerfile", "RUN dotnet publish src/MyApi.csproj\n")]
    [InlineData("/repo/Dockerfile", "ENTRYPOINT [\"dotnet\", \"Old.Shop.Api.dll\"]\n")]
    [InlineData("/repo/src/Web/Dockerfile", "COPY src/Api/Api.csproj src/Api/\nRUN dotnet publish src/Web/Web.csproj\n")]
    [InlineData("/repo/Dockerfile.md", "dotnet publish src/Api/Api.csproj\n")]
    [InlineData("/repo/node_modules/a/Dockerfile", "RUN dotnet publish src/Api/Api.csproj\n")]
    [InlineData("/repo/a/b/c/d/e/f/Dockerfile", "RUN dotnet publish src/Api/Api.csproj\n")]
    public void Other_files_are_not(string path, string text) => Find((path, text)).ShouldBeEmpty();

    private static IReadOnlyList<string> Find(params (string, string)[] files) =>
        OtherDockerfiles.Of(new MemoryFileSystem(files), "/repo", "/repo/src/Api/Api.csproj", "Shop.Api");
}
