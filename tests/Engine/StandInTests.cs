using System.Text.Json;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>The engine and its base images themselves, by a Dockerfile written by hand: what the other engine tests stand on.</summary>
public sealed class StandInTests(DockerEngine engine) : EngineTest(engine)
{
    [Fact]
    public async Task A_multi_stage_build_serves_on_8080_as_app_and_stops_at_once()
    {
        using var folder = new TemporaryDirectory();
        folder.Write("app.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
            </Project>
            """);
        folder.Write("Program.cs", """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/", () => "Hello World!");
            app.Run();
            """);
        var dockerfile = folder.Write("Dockerfile", $"""
            FROM {Engine.MicrosoftMirror}/dotnet/sdk:10.0 AS build
            WORKDIR /source
            COPY --link . .
            RUN dotnet publish -o /app
            FROM {Engine.MicrosoftMirror}/dotnet/aspnet:10.0-noble-chiseled
            WORKDIR /app
            COPY --link --from=build /app .
            USER $APP_UID
            ENTRYPOINT ["dotnet", "app.dll"]
            """);

        await using var image = await Engine.Build(folder.Path, dockerfile);
        await using var container = await image.Run();

        (await container.Get()).ShouldBe(new HttpAnswer(200, "Hello World!"));
        (await container.UserId()).ShouldBe(AppUser);
        var (exitCode, duration) = await container.Stop();
        exitCode.ShouldBe(0);
        duration.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("10.0-noble-chiseled")]
    [InlineData("10.0-noble-chiseled-extra")]
    public async Task A_chiseled_image_has_neither_shell_nor_package_manager(string tag)
    {
        using var folder = new TemporaryDirectory();
        var dockerfile = folder.Write("Dockerfile", $"FROM {Engine.MicrosoftMirror}/dotnet/aspnet:{tag}");
        await using var image = await Engine.Build(folder.Path, dockerfile);

        var files = await image.Files();

        files.Keys.ShouldContain("/usr/share/dotnet/dotnet");
        files.Keys.Select(Path.GetFileName).ShouldNotContain(name => name == "sh" || name == "bash" || name == "apt" || name == "dpkg");
        files.Keys.Any(file => file.Contains("/libicuuc.so", StringComparison.Ordinal))
            .ShouldBe(tag.EndsWith("extra", StringComparison.Ordinal));
        (await image.Config()).GetProperty("User").GetString().ShouldBe("1654");
    }

    [Fact]
    public async Task The_full_image_has_the_user_app_but_runs_as_root()
    {
        using var folder = new TemporaryDirectory();
        var dockerfile = folder.Write("Dockerfile", $"FROM {Engine.MicrosoftMirror}/dotnet/aspnet:10.0");
        await using var image = await Engine.Build(folder.Path, dockerfile);

        var config = await image.Config();

        config.GetProperty("User").GetString().ShouldBe("");
        config.GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()).ShouldContain("APP_UID=1654");
    }

    [Fact]
    public async Task A_tag_names_an_index_of_platforms()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Engine.Registry}/v2/mcr/dotnet/aspnet/manifests/10.0");
        request.Headers.Accept.ParseAdd("application/vnd.docker.distribution.manifest.list.v2+json");
        request.Headers.Accept.ParseAdd("application/vnd.oci.image.index.v1+json");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        using var index = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        index.RootElement.GetProperty("manifests")[0].GetProperty("platform").GetProperty("os").GetString().ShouldBe("linux");
    }

    [Fact]
    public async Task BuildKit_checks_a_Dockerfile()
    {
        using var folder = new TemporaryDirectory();
        var dockerfile = folder.Write("Dockerfile", $"FROM {Engine.MicrosoftMirror}/dotnet/aspnet:10.0\nENTRYPOINT dotnet app.dll\n");

        var result = await Engine.BuildCheck(folder.Path, dockerfile);

        result.ShouldFail().Output.ShouldContain("JSONArgsRecommended");
    }
}
