using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary><c>ContainerGuardReproducible</c> and <c>SOURCE_DATE_EPOCH</c>: one commit is one image, whoever builds it.</summary>
public sealed class ReproducibleBuildTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private readonly string _repository = $"containerguard-test-{Guid.NewGuid():n}";

    [Fact]
    public async Task Two_clean_builders_make_the_same_image_of_the_same_sources()
    {
        string first, second, later;
        await using (var builder = await CleanBuilder.Start()) first = await DigestOfAFreshCheckout(builder, "1700000000");
        await using (var builder = await CleanBuilder.Start())
        {
            second = await DigestOfAFreshCheckout(builder, "1700000000");
            later = await DigestOfAFreshCheckout(builder, "1700000001");
        }

        second.ShouldBe(first);
        later.ShouldNotBe(first);
    }

    /// <summary>The digest that the registry knows the image by.</summary>
    private async Task<string> DigestOfAFreshCheckout(CleanBuilder builder, string epoch)
    {
        using var workspace = package.NewRepository();
        var app = workspace.Web().MirroredBy(Engine)
            .Property("ContainerRepository", _repository)
            .Property("ContainerRegistry", Engine.Registry)
            .Item("ContainerGuardBuildOption", "--network=host");
        foreach (var (name, value) in Engine.Variables) app.Environment(name, value);
        app.Environment("DOCKER_HOST", builder.Host).Environment("SOURCE_DATE_EPOCH", epoch);

        var publish = (await app.Publish("-p:ContainerGuardBuildOnPublish=true")).ShouldSucceed();

        return publish.StandardOutput.Split("latest (")[1].Split(')', ',')[0];
    }
}
