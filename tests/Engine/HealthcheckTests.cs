using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>
/// <c>ContainerGuardHealthcheck</c> in an image without a shell and without an HTTP client: the engine asks, and is answered.
/// </summary>
public sealed class HealthcheckTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    [Theory]
    [InlineData("/", "healthy")]
    [InlineData("/not-there", "unhealthy")]
    public async Task The_container_counts_as_what_the_app_answers(string path, string verdict)
    {
        using var workspace = package.NewRepository();
        await using var image = await workspace.Web().MirroredBy(Engine).Property("ContainerGuardHealthcheck", path).ToImage(Engine);
        await using var container = await image.Run(
            "--read-only", "--cap-drop=ALL", "--tmpfs=/tmp", "--health-interval=1s", "--health-start-period=0s", "--health-retries=2");

        (await container.Get()).Status.ShouldBe(200);

        (await container.Health(TimeSpan.FromSeconds(60))).ShouldBe(verdict);
    }
}
