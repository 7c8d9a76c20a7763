using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>What a person adds to the generated stages is in the image, and the app still runs as nobody's root.</summary>
public sealed class StageExtrasTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    [Fact]
    public async Task Packages_files_commands_and_fragments_are_in_the_image()
    {
        using var workspace = package.NewRepository();
        var project = workspace.Web().MirroredBy(Engine)
            .Property("ContainerBaseImage", "mcr.microsoft.com/dotnet/aspnet:10.0")
            .Item("ContainerGuardAptPackage", "tini")
            .Item("ContainerGuardCopy", "motd.txt", ("Destination", "/etc/motd"))
            .Item("ContainerGuardRun", "Note the build.", ("Command", "echo made > /made"))
            .Item("ContainerGuardFragment", "more.Dockerfile")
            .File("motd.txt", "Hello\n")
            .File("more.Dockerfile", "ENV MORE=1\n");

        await using var image = await project.ToImage(Engine);

        var files = await image.Files();
        files.Keys.ShouldContain("/usr/bin/tini");
        files.Keys.ShouldContain("/made");
        (await image.Config()).GetProperty("Env").EnumerateArray().Select(static variable => variable.GetString()).ShouldContain("MORE=1");
        await using var container = await image.Run("--read-only", "--cap-drop=ALL", "--tmpfs=/tmp");
        (await container.Get()).ShouldBe(new HttpAnswer(200, "Hello World!"));
        (await container.UserId()).ShouldBe(AppUser);
    }

    [Fact]
    public async Task They_are_in_the_image_of_an_application_that_is_not_dotnet_as_well()
    {
        await DockerEngine.Make("stacks");
        using var workspace = package.NewRepository();
        var app = workspace.Project("shop", $"ContainerGuard/{package.Version}")
            .Mirror("docker.io", Engine.HubMirror)
            .Item("ContainerGuardAptPackage", "tini", ("Version", "0.19.*"))
            .Item("ContainerGuardCopy", "motd.txt", ("Destination", "/etc/motd"))
            .Item("ContainerGuardRun", "Note the build.", ("Command", "echo built > /opt/venv/built"), ("Stage", "build"))
            .File(".python-version", "3.11\n")
            .File("requirements.txt", "")
            .File("motd.txt", "Hello\n")
            .File("main.py", "print(open('/etc/motd').read() + open('/opt/venv/built').read())\n");

        await using var image = await app.ToImage(Engine);

        (await image.Files()).Keys.ShouldContain("/usr/bin/tini");
        await using var container = await image.Run("--read-only", "--cap-drop=ALL");
        (await container.Wait()).ShouldBe(0, await container.Logs());
        (await container.Logs()).ShouldContain("Hello\nbuilt");
    }
}
