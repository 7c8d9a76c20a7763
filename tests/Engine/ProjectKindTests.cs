using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>The kinds of projects that a container is generated for, each to a container that runs.</summary>
public sealed class ProjectKindTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    [Fact]
    public async Task A_console_application_runs_to_its_end()
    {
        using var workspace = package.NewRepository();
        await using var image = await workspace.Console().MirroredBy(Engine).ToImage(Engine);

        await using var container = await image.Run();

        (await container.Wait()).ShouldBe(0);
        (await container.Logs()).Trim().ShouldBe("Hello World!");
    }

    [Fact]
    public async Task A_worker_runs_until_it_is_stopped_and_ends_with_exit_code_0()
    {
        using var workspace = package.NewRepository();
        await using var image = await workspace.Worker().MirroredBy(Engine).ToImage(Engine);

        await using var container = await image.Run();
        await container.WaitForLog("Application started");

        (await container.UserId()).ShouldBe(AppUser);
        (await container.Stop()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_project_reference_and_central_package_versions_reach_the_restore_in_the_image()
    {
        using var workspace = package.NewRepository();
        workspace.Write("Directory.Packages.props", $"""
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="ContainerGuard" Version="{package.Version}" />
                <PackageVersion Include="NuGet.Versioning" Version="8.0.0" />
              </ItemGroup>
            </Project>
            """);
        var library = workspace.Library("Greetings")
            .Package("NuGet.Versioning")
            .File("Greeting.cs", """
                namespace Greetings;

                public static class Greeting
                {
                    public static string Text => $"Hello from {NuGet.Versioning.NuGetVersion.Parse("1.2.3").Major}!";
                }
                """);
        var app = workspace.Web()
            .Without("PackageReference", "ContainerGuard")
            .Package("ContainerGuard", version: null, ("PrivateAssets", "all"))
            .References(library)
            .MirroredBy(Engine)
            .File("Program.cs", """
                var app = WebApplication.CreateBuilder(args).Build();
                app.MapGet("/", () => Greetings.Greeting.Text);
                app.Run();
                """);

        await using var image = await app.ToImage(Engine);

        await using var container = await image.Run();
        (await container.Get()).Body.ShouldBe("Hello from 1!");
    }

    [Fact]
    public async Task A_port_of_the_project_is_where_it_serves()
    {
        using var workspace = package.NewRepository();
        await using var image = await workspace.Web().Item("ContainerPort", "9090").MirroredBy(Engine).ToImage(Engine);

        await using var container = await image.Run();

        (await container.Get(port: 9090)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("true", "10.0-noble-chiseled@", "Invariant")]
    [InlineData("false", "10.0-noble-chiseled-extra@", "Freitag Europe/Berlin")]
    public async Task Cultures_and_time_zones_are_there_unless_globalization_is_invariant(string invariant, string tag, string expected)
    {
        using var workspace = package.NewRepository();
        var app = workspace.Console().Property("InvariantGlobalization", invariant).MirroredBy(Engine).File("Program.cs", """
            using System.Globalization;

            AppContext.TryGetSwitch("System.Globalization.Invariant", out var isInvariant);
            Console.WriteLine(isInvariant
                ? "Invariant"
                : new DateTime(2026, 1, 2).ToString("dddd", CultureInfo.GetCultureInfo("de-DE")) + " " + TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin").Id);
            """);

        await using var image = await app.ToImage(Engine);

        File.ReadAllText(app.GeneratedDockerfile).ShouldContain(tag);
        await using var container = await image.Run();
        (await container.Wait()).ShouldBe(0, await container.Logs());
        (await container.Logs()).Trim().ShouldBe(expected);
    }

    [Fact]
    public async Task A_folder_with_spaces_and_letters_beyond_ASCII_is_published_and_built_like_any_other()
    {
        using var workspace = package.NewRepository("Grüße aus 東京");
        await using var image = await workspace.Console("app").MirroredBy(Engine).ToImage(Engine);

        await using var container = await image.Run();

        (await container.Wait()).ShouldBe(0);
    }
}
