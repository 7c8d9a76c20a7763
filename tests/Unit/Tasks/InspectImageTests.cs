using System.Text.Json;
using ContainerGuard.Inspection;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Inspection;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>The task of the target ContainerGuardInspect.</summary>
public sealed class InspectImageTests : IDisposable
{
    private static readonly byte[] Base = new TarBuilder().File("etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian 13\"\n").Build();

    private readonly TemporaryDirectory _folder = new();
    private readonly RecordingEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_says_what_the_image_is_and_what_it_looked_at()
    {
        File.WriteAllBytes(_folder.Combine("app.tar"), TarBuilder.DockerArchive(Base, new TarBuilder().File("app", "x").Build()));

        Task("docker-archive:app.tar").Execute().ShouldBeTrue();
        Task("docker-archive:app.tar").Execute().ShouldBeTrue();

        _engine.Messages[0].ShouldBe(
            "project -> docker-archive:app.tar is linux/amd64, Debian 13: 4,096 bytes, 2 layers, 2 files.\n"
                + "    Read: the configuration and 2 layers.");
        _engine.Messages[1].ShouldEndWith("Read: the configuration and 2 layers (2 from the cache).");
        Directory.Exists(_folder.Combine("cache", "layers-1")).ShouldBeTrue();
    }

    [Fact]
    public void The_facts_have_no_value_of_a_variable()
    {
        File.WriteAllBytes(_folder.Combine("app.tar"), TarBuilder.DockerArchive(Base));
        var task = Task("docker-archive:app.tar");
        task.Json = "out/facts.json";

        task.Execute().ShouldBeTrue();

        var text = File.ReadAllText(_folder.Combine("out", "facts.json"));
        JsonDocument.Parse(text).RootElement.GetProperty("images")[0].GetProperty("config").GetProperty("env").GetInt32().ShouldBe(1);
        text.ShouldNotContain("s3cret");
    }

    [Fact]
    public void It_writes_bills_of_materials_below_obj_and_the_same_bytes_again()
    {
        var layer = new TarBuilder().File("lib/apk/db/installed", "P:musl\nV:1.2.5-r0\nA:x86_64\n\n").File("etc/os-release", "ID=alpine\n");
        File.WriteAllBytes(_folder.Combine("app.tar"), TarBuilder.DockerArchive(layer.Build()));
        var (first, second) = (Task("docker-archive:app.tar"), Task("docker-archive:app.tar"));
        (first.Sbom, second.Sbom) = ("cyclonedx;spdx", "cyclonedx;spdx");
        (first.SourceDateEpoch, second.SourceDateEpoch) = ("1700000000", "1700000000");

        first.Execute().ShouldBeTrue();
        var files = Directory.GetFiles(_folder.Path, "image.*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var bytes = files.ConvertAll(File.ReadAllBytes);
        second.Execute().ShouldBeTrue();

        files.Select(Path.GetFileName).ShouldBe(["image.cdx.json", "image.spdx.json"]);
        files.ConvertAll(File.ReadAllBytes).ShouldBe(bytes);
        var text = File.ReadAllText(files[0]);
        text.ShouldContain("pkg:apk/alpine/musl@1.2.5-r0?arch=x86_64&distro=alpine");
        text.ShouldContain("2023-11-14T22:13:20Z");
        text.ShouldNotContain("s3cret");
    }

    [Fact]
    public void One_image_of_several_is_named_after_a_colon()
    {
        var (one, other) = (new TarBuilder().File("one").Build(), new TarBuilder().File("other").File("more").Build());
        File.WriteAllBytes(_folder.Combine("all.tar"), new TarBuilder()
            .File("1.json", TarBuilder.Config(one)).File("2.json", TarBuilder.Config(other)).File("1.tar", one).File("2.tar", other)
            .File(
                "manifest.json",
                """[{"Config":"1.json","RepoTags":["a:1"],"Layers":["1.tar"]},{"Config":"2.json","RepoTags":["b:2"],"Layers":["2.tar"]}]""")
            .Build());

        Task("docker-archive:all.tar:b:2").Execute().ShouldBeTrue();
        Task("docker-archive:all.tar:c:3").Execute().ShouldBeFalse();

        _engine.Messages[0].ShouldContain("2 files");
        _engine.Errors.ShouldBe([$"CG0070 '{_folder.Combine("all.tar")}' cannot be read: it does not contain the image 'c:3'. "
            + "Check the name, or remove it."]);
    }

    [Fact]
    public void An_image_whose_parts_do_not_match_is_one_warning()
    {
        File.WriteAllBytes(
            _folder.Combine("app.tar"),
            TarBuilder.DockerArchiveWith(TarBuilder.Config(Base, Base), new TarBuilder().File("../up").Build()));

        Task("docker-archive:app.tar").Execute().ShouldBeTrue();

        _engine.Messages.ShouldContain(
            "docker-archive:app.tar is damaged or incomplete: the number of layers in its configuration is wrong (diff_ids and layers "
                + "differ in number); layer 1 does not match its digest in the configuration. "
                + "Pull, build or save the image again.");
        _engine.Messages.Count(static message => message.Contains("../up", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData("", "CG0003 ContainerGuardInspectImage is empty. ")]
    [InlineData("dir:x", "CG0016 'dir:x' has the unknown transport 'dir'. ")]
    [InlineData("docker-archive:none.tar", "CG0070 'FOLDER/none.tar' cannot be read: it does not exist. Check the path. ")]
    [InlineData("oci:none", "CG0070 'FOLDER/none' cannot be read: it does not exist. Check the path. ")]
    public void A_name_that_leads_nowhere_is_one_error_with_all_forms(string image, string start)
    {
        Task(image).Execute().ShouldBeFalse();

        _engine.Errors.ShouldBe(
            [start.Replace("FOLDER/", _folder.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal) + ImageName.Forms]);
    }

    [Fact]
    public void A_registry_is_not_asked_offline()
    {
        var task = Task("registry.example/app");
        task.Offline = true;

        task.Execute().ShouldBeFalse();

        _engine.Errors.ShouldBe(["CG0070 'registry.example/app' is in a registry, and ContainerGuardOffline is true. "
            + "Inspect an archive, or an image in Docker or Podman, instead."]);
    }

    private InspectImage Task(string image) => new()
    {
        BuildEngine = _engine,
        // The images of these tests run as root, and have a variable TOKEN.
        Common = CommonItems.Of(_folder.Combine("project.csproj")).With("NoWarn", "CG8001;CG8007"),
        Image = image,
        CacheFolder = "cache",
    };
}
