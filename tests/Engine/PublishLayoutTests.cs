using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary><c>ContainerGuardLayout</c> at <c>publish</c>: the app is built outside, and the image made of it.</summary>
public sealed class PublishLayoutTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    [Fact]
    public async Task The_image_is_made_of_what_publish_has_just_built_and_of_nothing_else()
    {
        using var workspace = package.NewRepository();
        var project =
            workspace.Web().MirroredBy(Engine).Property("ContainerGuardLayout", "publish").Property("ContainerGuardComments", "false");
        await using var image = await project.ToImage(Engine);

        var text = File.ReadAllLines(project.GeneratedDockerfile);
        text.Count(static line => line.StartsWith("FROM ", StringComparison.Ordinal)).ShouldBe(1);
        text.Skip(3).ShouldNotContain(static line => line.StartsWith('#'));
        (await image.Files()).Keys.Select(Path.GetFileName).ShouldNotContain(static name => name == "Program.cs" || name == "app.csproj");

        await using var container = await image.Run("--read-only", "--cap-drop=ALL", "--tmpfs=/tmp");
        (await container.Get()).ShouldBe(new HttpAnswer(200, "Hello World!"));
        (await container.UserId()).ShouldBe(AppUser);
        (await container.Stop()).ExitCode.ShouldBe(0);
    }
}
