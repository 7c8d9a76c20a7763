using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>What a second build costs: only what changed.</summary>
public sealed class RebuildTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    [Fact]
    public async Task An_edit_of_a_source_does_not_restore_again()
    {
        using var workspace = package.NewRepository();
        var app = New(workspace.Web());
        await using var first = await app.ToImage(Engine);
        first.StepOutput("dotnet restore").ShouldNotContain("CACHED");
        var dockerfile = File.ReadAllText(app.GeneratedDockerfile);

        app.File("Program.cs", app.Read("Program.cs").Replace("Hello World!", "Hello Moon!", StringComparison.Ordinal));
        await using var second = await app.ToImage(Engine);

        File.ReadAllText(app.GeneratedDockerfile).ShouldBe(dockerfile);
        second.StepOutput("dotnet restore").ShouldContain("CACHED");
        second.StepOutput("dotnet publish").ShouldNotContain("CACHED");
        await using var container = await second.Run();
        (await container.Get()).Body.ShouldBe("Hello Moon!");
    }

    [Fact]
    public async Task An_edit_of_the_project_file_restores_again()
    {
        using var workspace = package.NewRepository();
        var app = New(workspace.Console());
        await using var first = await app.ToImage(Engine);

        app.Property("Description", "Changed.");
        await using var second = await app.ToImage(Engine);

        second.StepOutput("dotnet restore").ShouldNotContain("CACHED");
    }

    /// <summary>A project that no other test has built: the engine's cache knows a step by its content, not by its folder.</summary>
    private TestProject New(TestProject project) => project.MirroredBy(Engine).Property("Product", $"{Guid.NewGuid()}");
}
