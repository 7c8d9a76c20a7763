using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary><c>dotnet publish -p:ContainerGuardBuildOnPublish=true</c>, and the image that comes of it.</summary>
public sealed class ImageBuildTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private readonly string _repository = $"containerguard-test-{Guid.NewGuid():n}";

    [Fact]
    public async Task A_publish_builds_names_and_reports_the_image_of_a_project_without_a_Dockerfile()
    {
        using var workspace = package.NewRepository();
        var app = Builds(workspace.Web().MirroredBy(Engine));

        var publish = (await app.Publish("-p:ContainerGuardBuildOnPublish=true", "-p:ContainerImageTags=\"1.0;latest\"")).ShouldSucceed();

        publish.StandardOutput.ShouldContain($"app -> Built {_repository}:1.0, {_repository}:latest (sha256:");
        await using (var container = await Engine.Run($"{_repository}:1.0"))
        {
            (await container.Get()).Status.ShouldBe(200);
        }

        await Remove($"{_repository}:1.0", $"{_repository}:latest");
    }

    [Fact]
    public async Task A_command_that_fails_is_an_error_at_its_line_with_what_it_printed()
    {
        using var workspace = package.NewRepository();
        var app = Own(workspace, $"FROM {Engine.Debian}\n\nRUN echo oops >&2; \\\n    exit 3\nUSER 1000\nENTRYPOINT [\"true\"]\n");

        var error = (await app.Build("-t:ContainerGuardBuildImage")).ShouldFail().Errors.ShouldHaveSingleItem();

        (error.Code, error.File, error.Line).ShouldBe(("CG0050", app.Combine("Dockerfile"), 3));
        error.Message.ShouldContain("exit code: 3. Last output: oops");
    }

    [Fact]
    public async Task A_secret_is_there_for_its_command_and_neither_in_the_log_nor_in_a_layer()
    {
        using var workspace = package.NewRepository();
        var value = Guid.NewGuid().ToString("n");

        // The engine keeps what an instruction made, whatever secret it was given; one that it has seen before prints nothing.
        var run = Guid.NewGuid();
        var app = Own(
            workspace,
            $"FROM {Engine.Debian}\nRUN --mount=type=secret,id=token cat /run/secrets/token && echo it was there in {run}\nUSER 1000\n"
                + "ENTRYPOINT [\"true\"]\n")
            .Item("ContainerGuardSecret", "token", ("EnvironmentVariable", "TOKEN_OF_TEST"))
            .Environment("TOKEN_OF_TEST", value);

        var build = (await app.Build("-t:ContainerGuardBuildImage", "-v:detailed", "-p:ContainerGuardBuildOutput=docker:out/app.tar"))
            .ShouldSucceed();

        // At this verbosity MSBuild itself prints the environment that it starts with.
        build.Output.Split('\n')
            .Where(line => line.Contains(value, StringComparison.Ordinal) && !line.Contains("TOKEN_OF_TEST", StringComparison.Ordinal))
            .ShouldBeEmpty();
        build.Output.ShouldContain($"***it was there in {run}");
        foreach (var (name, content) in await ContentOf(app.Combine("out", "app.tar")))
        {
            content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(value)).ShouldBe(-1, name);
        }

        await Remove($"{_repository}:latest");
    }

    [Fact]
    public async Task A_secret_that_is_not_set_and_a_builder_that_does_not_exist_are_one_error_each()
    {
        using var workspace = package.NewRepository();
        var app = Own(workspace, $"FROM {Engine.Debian}\nUSER 1000\nENTRYPOINT [\"true\"]\n");

        (await app.Build("-t:ContainerGuardBuildImage", "-p:ContainerGuardBuilder=nope")).Errors.ShouldHaveSingleItem().Code.ShouldBe(
            "CG0052");
        (await app.Environment("DOCKER_HOST", "unix:///nowhere.sock").Build("-t:ContainerGuardBuildImage")).Errors
            .ShouldHaveSingleItem().Code.ShouldBe("CG0051");
        app.Item("ContainerGuardSecret", "token", ("EnvironmentVariable", "NOT_SET_ANYWHERE"));
        (await app.Build("-t:ContainerGuardBuildImage")).Errors.ShouldHaveSingleItem().Message.ShouldContain("NOT_SET_ANYWHERE");
    }

    [Fact]
    public async Task An_archive_is_written_where_the_SDK_would_write_it()
    {
        using var workspace = package.NewRepository();
        var app = Own(workspace, $"FROM {Engine.Debian}\nLABEL a=b\nUSER 1000\nENTRYPOINT [\"true\"]\n").Item(
            "ContainerLabel", "team", ("Value", "platform"));

        (await app.Build("-t:ContainerGuardBuildImage", "-p:ContainerArchiveOutputPath=out/")).ShouldSucceed();

        var files = await ContentOf(app.Combine("out", $"{_repository}.tar"));
        using var manifest = JsonDocument.Parse(files["manifest.json"]);
        manifest.RootElement[0].GetProperty("RepoTags")[0].GetString().ShouldBe($"{_repository}:latest");
        Encoding.UTF8.GetString(files[manifest.RootElement[0].GetProperty("Config").GetString()!]).ShouldContain("\"team\":\"platform\"");
        await Remove($"{_repository}:latest");
    }

    [Fact]
    public async Task An_image_is_pushed_to_the_registry_of_the_project()
    {
        using var workspace = package.NewRepository();
        var app = Own(workspace, $"FROM {Engine.Debian}\nUSER 1000\nENTRYPOINT [\"true\"]\n");

        var build = (await app.Build("-t:ContainerGuardBuildImage", $"-p:ContainerRegistry={Engine.Registry}")).ShouldSucceed();

        var name = $"{Engine.Registry}/{_repository}:latest";
        var digest = build.StandardOutput.Split($"{name} (")[1].Split(',')[0];
        (await Engine.Docker(workspace.Path, "buildx", "imagetools", "inspect", name)).ShouldSucceed().Output.ShouldContain(digest);
        await Remove(name);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("buildah")]
    [InlineData("podman")]
    public async Task A_person_s_Dockerfile_names_the_original_and_is_built_from_the_mirror(string tool)
    {
        using var workspace = package.NewRepository();
        const string Text = "FROM mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled-extra\nENTRYPOINT [\"dotnet\"]\n";
        var app = (tool == "docker"
            ? Builds(workspace.Project("app", $"ContainerGuard/{package.Version}"))
            : WithoutEngine(workspace, tool, Text))
            .MirroredBy(Engine).Property("ContainerGuardPinning", "require").Property("ContainerGuardLevel", "minimum").File(
                "Dockerfile", Text);
        (await app.Build("-t:ContainerGuardFix")).ShouldSucceed();

        // The original registry is out of reach: only the mirror has the image.
        (await app.Build("-t:ContainerGuardBuildImage", "-p:ContainerGuardBuildOutput=docker:image.tar")).ShouldSucceed();

        app.Read("Dockerfile").ShouldStartWith("FROM mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled-extra@sha256:");
        File.Exists(app.Combine("image.tar")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("buildah")]
    [InlineData("podman")]
    public async Task Builders_without_an_engine_make_the_same_layers_of_the_same_sources_twice(string tool)
    {
        using var workspace = package.NewRepository();
        var app = WithoutEngine(
            workspace, tool, $"FROM {Engine.Debian}\nRUN date > /dev/null; touch /made\nUSER 1000\nENTRYPOINT [\"true\"]\n")
            .Property("ContainerGuardSourceDateEpoch", "1700000000");

        (await app.Build("-t:ContainerGuardBuildImage", "-p:ContainerGuardBuildOutput=oci:first.tar")).ShouldSucceed();
        (await app.Build("-t:ContainerGuardBuildImage", "-p:ContainerGuardBuildOutput=oci:second.tar")).ShouldSucceed();

        (await ContentOf(app.Combine("first.tar"))).Keys.ShouldBe((await ContentOf(app.Combine("second.tar"))).Keys, ignoreOrder: true);
        workspace.Write("app/Dockerfile", $"FROM {Engine.Debian}\nRUN true\nRUN echo oops >&2; exit 3\nUSER 1000\nENTRYPOINT [\"true\"]\n");
        var error = (await app.Build("-t:ContainerGuardBuildImage")).ShouldFail().Errors.ShouldHaveSingleItem();
        (error.Code, error.Line).ShouldBe(("CG0050", 3));
        error.Message.ShouldContain("oops");
    }

    [Theory]
    [InlineData("buildah")]
    [InlineData("podman")]
    public async Task A_list_of_platforms_is_made_anew_whatever_had_its_name(string tool)
    {
        using var workspace = package.NewRepository();
        var app =
            WithoutEngine(workspace, tool, "FROM scratch\nCOPY app/data /data\nUSER 1000\nENTRYPOINT [\"/data\"]\n").File("data", "first");
        string[] list = ["-t:ContainerGuardBuildImage", "-p:ContainerGuardBuildPlatforms=\"linux/amd64;linux/arm64\"",
            "-p:ContainerImageTags=\"1.0;latest\"", "-p:ContainerGuardBuildOutput=oci:list.tar",
            // The image is only data, which its inspection reports.
            "-p:ContainerGuardInspectOnBuild=false"];
        (await app.Build("-t:ContainerGuardBuildImage", "-p:ContainerGuardInspectOnBuild=false")).ShouldSucceed();
        (await app.Build(list)).ShouldSucceed();

        app.File("data", "second");
        var build = (await app.Build(list)).ShouldSucceed();

        var files = await ContentOf(app.Combine("list.tar"));
        var digest = Manifests(files["index.json"]).Single().GetProperty("digest").GetString()!;
        build.StandardOutput.ShouldContain($"app -> Built {_repository}:1.0, {_repository}:latest ({digest}, in ");
        Manifests(files[$"blobs/{digest.Replace(':', '/')}"])
            .Select(static image => image.GetProperty("platform").GetProperty("architecture").GetString())
            .ShouldBe(["amd64", "arm64"], ignoreOrder: true);

        static JsonElement[] Manifests(byte[] index) =>
            [.. JsonDocument.Parse(index).RootElement.GetProperty("manifests").EnumerateArray()];
    }

    /// <summary>A project of a Dockerfile alone, built with a program that has its images to itself.</summary>
    private TestProject WithoutEngine(TestWorkspace workspace, string tool, string dockerfile)
    {
        if (!File.Exists($"/usr/bin/{tool}")) Assert.Skip($"This test needs the {tool} that build/engine/install.sh installs.");
        var storage = workspace.Write(
            "storage.conf",
            $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{workspace.Combine("images")}\"\nrunroot = \"{workspace.Combine("run")}\"\n");

        // Podman 4.3 takes what it has built for one platform for another's.
        return Own(workspace, dockerfile)
            .Property("ContainerGuardBuildTool", tool)
            .Item("ContainerGuardBuildOption", "--tls-verify=false")
            .Item("ContainerGuardBuildOption", "--no-cache")
            .Environment("CONTAINERS_STORAGE_CONF", storage)
            .Environment("BUILDAH_ISOLATION", "chroot")
            .Environment("DOCKER_CONFIG", "");
    }

    /// <summary>A project of a Dockerfile alone.</summary>
    private TestProject Own(
        TestWorkspace workspace, string dockerfile) => Builds(workspace.Project("app", $"ContainerGuard/{package.Version}"))
        .Property("ContainerGuardPinning", "off")
        .Property("ContainerGuardLevel", "minimum")
        .File("Dockerfile", dockerfile);

    /// <summary>Finds the engine of the tests, which has no network of its own for builds.</summary>
    private TestProject Builds(TestProject project)
    {
        foreach (var (name, value) in Engine.Variables) project.Environment(name, value);
        return project.Property("ContainerRepository", _repository).Item("ContainerGuardBuildOption", "--network=host");
    }

    private Task<CommandResult> Remove(params string[] names) => Engine.Docker(Path.GetTempPath(), ["rmi", "--force", .. names]);

    /// <summary>The files of an archive; layers as they are stored in it.</summary>
    private static async Task<Dictionary<string, byte[]>> ContentOf(string archive)
    {
        var files = new Dictionary<string, byte[]>();
        await using var stream = File.OpenRead(archive);
        await using var reader = new TarReader(stream);
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            if (entry.DataStream is null) continue;
            using var content = new MemoryStream();
            await entry.DataStream.CopyToAsync(content);
            files[entry.Name] = content.ToArray();
        }

        return files;
    }
}
