using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>A publisher moves a tag; the lock file is what decides whether a build follows.</summary>
public sealed class MovedTagTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private const string LockFile = "containerguard.lock.json";

    [Fact]
    public async Task A_committed_lock_file_gives_the_same_bytes_until_an_update_moves_it()
    {
        // A publisher of this test's own, because other tests build on the tags meanwhile.
        var publisher = $"moved-{Guid.NewGuid():n}";
        await Engine.Tag($"{publisher}/dotnet/sdk:10.0", "mcr/dotnet/sdk:10.0");
        await Engine.Tag($"{publisher}/dotnet/runtime:10.0-noble-chiseled-extra", "mcr/dotnet/runtime:10.0-noble-chiseled-extra");
        using var workspace = package.NewRepository();
        var app = workspace.Console().Mirror("mcr.microsoft.com", $"{Engine.Registry}/{publisher}");
        await using var before = await app.ToImage(Engine);
        var dockerfile = File.ReadAllText(app.GeneratedDockerfile);
        var locked = workspace.Read(LockFile);

        await Engine.Tag($"{publisher}/dotnet/runtime:10.0-noble-chiseled-extra", "mcr/dotnet/runtime:10.0-noble");
        await using var after = await app.ToImage(Engine);

        workspace.Read(LockFile).ShouldBe(locked);
        File.ReadAllText(app.GeneratedDockerfile).ShouldBe(dockerfile);
        (await after.Files()).Keys.ShouldNotContain("/bin/sh");

        (await app.Target("ContainerGuardUpdate")).ShouldSucceed();
        await using var updated = await app.ToImage(Engine);

        workspace.Read(LockFile).ShouldNotBe(locked);
        File.ReadAllText(app.GeneratedDockerfile).ShouldNotBe(dockerfile);
        (await updated.Files()).Keys.ShouldContain("/usr/bin/dpkg");
    }
}
