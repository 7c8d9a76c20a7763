using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary><c>ContainerGuardPinning=lock</c>: a Dockerfile with tags only, and a builder that is held to the lock file.</summary>
public sealed class LockedBuildTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private readonly string _repository = $"containerguard-test-{Guid.NewGuid():n}";
    private readonly string _publisher = $"locked-{Guid.NewGuid():n}";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_build_uses_the_locked_digest_after_the_tag_has_moved(bool isMirrored)
    {
        await Engine.Tag($"{_publisher}/base:1", "library/debian:12-slim");
        using var workspace = package.NewRepository();
        var registry = isMirrored ? "original.example" : $"{Engine.Registry}/{_publisher}";
        var text = $"FROM {registry}/base:1\nUSER 1000\nENTRYPOINT [\"true\"]\n";
        var app = Locked(workspace, text);
        if (isMirrored) app.Mirror("original.example", $"{Engine.Registry}/{_publisher}");
        (await app.Build("-t:ContainerGuardPin")).ShouldSucceed();

        await Engine.Tag($"{_publisher}/base:1", "mcr/dotnet/runtime:10.0-noble-chiseled-extra");
        (await app.Build("-t:ContainerGuardBuildImage")).ShouldSucceed();

        app.Read("Dockerfile").ShouldBe(text);
        (await Layers($"{_repository}:latest")).ShouldBe(await Layers(Engine.Debian));
        await Engine.Docker(Path.GetTempPath(), "rmi", "--force", $"{_repository}:latest");
    }

    [Fact]
    public async Task A_build_by_hand_with_the_policy_uses_the_locked_digest_and_refuses_what_the_lock_file_lacks()
    {
        await Engine.Tag($"{_publisher}/base:1", "library/debian:12-slim");
        await Engine.Tag($"{_publisher}/other:1", "library/debian:12-slim");
        using var workspace = package.NewRepository();
        var app = Locked(workspace, $"ARG BASE=base\nFROM {Engine.Registry}/{_publisher}/${{BASE}}:1\nUSER 1000\nENTRYPOINT [\"true\"]\n");
        (await app.Build("-t:ContainerGuardPin")).ShouldSucceed();
        await Engine.Tag($"{_publisher}/base:1", "mcr/dotnet/runtime:10.0-noble-chiseled-extra");
        var policy = Directory.GetFiles(app.Combine("obj"), "source-policy.json", SearchOption.AllDirectories).ShouldHaveSingleItem();

        (await ByHand()).ShouldSucceed();
        (await Layers($"{_repository}:hand")).ShouldBe(await Layers(Engine.Debian));
        (await ByHand("--build-arg", "BASE=other")).ShouldFail().Output.ShouldContain("denied by policy");
        await Engine.Docker(Path.GetTempPath(), "rmi", "--force", $"{_repository}:hand");

        Task<CommandResult> ByHand(params string[] options) => Engine.Docker(
            app.Combine("."), new Dictionary<string, string> { ["EXPERIMENTAL_BUILDKIT_SOURCE_POLICY"] = policy },
            ["buildx", "build", "--load", "--progress=plain", "--tag", $"{_repository}:hand", .. options, "."]);
    }

    [Fact]
    public async Task An_argument_of_the_build_that_leads_to_an_image_that_is_not_locked_is_refused_before_the_build()
    {
        await Engine.Tag($"{_publisher}/base:1", "library/debian:12-slim");
        await Engine.Tag($"{_publisher}/other:1", "library/debian:12-slim");
        using var workspace = package.NewRepository();
        var app = Locked(workspace, $"ARG BASE=base\nFROM {Engine.Registry}/{_publisher}/${{BASE}}:1\nUSER 1000\nENTRYPOINT [\"true\"]\n");
        (await app.Build("-t:ContainerGuardPin")).ShouldSucceed();
        app.Item("ContainerGuardBuildOption", "--build-arg=BASE=other");

        var error = (await app.Build("-t:ContainerGuardBuildImage")).ShouldFail().Errors.ShouldHaveSingleItem();

        error.Code.ShouldBe("CG2003");
        error.Message.ShouldContain($"{_publisher}/other:1");
    }

    [Theory]
    [InlineData("buildah")]
    [InlineData("podman")]
    public async Task A_builder_without_policies_builds_a_copy_with_digests(string tool)
    {
        if (!File.Exists($"/usr/bin/{tool}")) Assert.Skip($"This test needs the {tool} that build/engine/install.sh installs.");
        await Engine.Tag($"{_publisher}/base:1", "library/debian:12-slim");
        using var workspace = package.NewRepository();
        var storage = workspace.Write(
            "storage.conf",
            $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{workspace.Combine("images")}\"\nrunroot = \"{workspace.Combine("run")}\"\n");
        var text = $"FROM {Engine.Registry}/{_publisher}/base:1\nUSER 1000\nENTRYPOINT [\"true\"]\n";
        var app = Locked(workspace, text)
            .Property("ContainerGuardBuildTool", tool)
            .Item("ContainerGuardBuildOption", "--tls-verify=false")
            .Environment("CONTAINERS_STORAGE_CONF", storage)
            .Environment("BUILDAH_ISOLATION", "chroot")
            .Environment("DOCKER_CONFIG", "");
        (await app.Build("-t:ContainerGuardPin")).ShouldSucceed();
        await Engine.Tag($"{_publisher}/base:1", "mcr/dotnet/runtime:10.0-noble-chiseled-extra");

        (await app.Build("-t:ContainerGuardBuildImage", "-p:ContainerGuardBuildOutput=oci:image.tar")).ShouldSucceed();

        app.Read("Dockerfile").ShouldBe(text);
        var copy = Directory.GetFiles(app.Combine("obj"), "Dockerfile.locked", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.ReadAllText(copy).ShouldStartWith($"FROM {Engine.Registry}/{_publisher}/base:1@sha256:");
        File.Exists(app.Combine("image.tar")).ShouldBeTrue();
    }

    private TestProject Locked(TestWorkspace workspace, string dockerfile)
    {
        var project = workspace.Project("app", $"ContainerGuard/{package.Version}")
            .Property("ContainerGuardPinning", "lock")
            .Property("ContainerGuardLevel", "minimum")
            .Property("ContainerRepository", _repository)
            .Item("ContainerGuardBuildOption", "--network=host")
            .File("Dockerfile", dockerfile);
        foreach (var (name, value) in Engine.Variables) project.Environment(name, value);
        return project;
    }

    private async Task<string> Layers(string image)
    {
        var result = await Engine.Docker(Path.GetTempPath(), "image", "inspect", "--format", "{{json .RootFS.Layers}}", image);
        if (result.ExitCode != 0)
        {
            (await Engine.Docker(Path.GetTempPath(), "pull", image)).ShouldSucceed();
            result = await Engine.Docker(Path.GetTempPath(), "image", "inspect", "--format", "{{json .RootFS.Layers}}", image);
        }

        return result.ShouldSucceed().StandardOutput.Trim();
    }
}
