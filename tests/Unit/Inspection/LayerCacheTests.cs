using System.Text.Json;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>What layers contain is kept by their digest.</summary>
public sealed class LayerCacheTests : IDisposable
{
    private static readonly byte[] Layer = new TarBuilder().Folder("etc")
        .File("etc/os-release", "ID=alpine\n").Link("link", "etc").Pax(("path", "caf\u00e9")).File("x").File("b/.wh.c").Build();

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_known_layer_is_the_same_as_a_read_one()
    {
        var cache = Cache();
        var read = TestInspection.ReadLayer(TarBuilder.Gzip(Layer));

        cache.Add(read);
        var known = cache.Find(read.DiffId, read.BlobHash, read.PackedSize).ShouldNotBeNull();

        JsonSerializer.Serialize(known).ShouldBe(JsonSerializer.Serialize(read));
    }

    [Fact]
    public void A_layer_is_read_once_for_all_images()
    {
        var options = new InspectionOptions { Cache = Cache() };

        TestInspection.Image(options, Layer).Layers[0].IsFromCache.ShouldBeFalse();
        var again = TestInspection.Image(options, Layer, new TarBuilder().File("app").Build());

        again.Layers.Select(static layer => layer.IsFromCache).ShouldBe([true, false]);
        again.Files.Find("etc/os-release").ShouldNotBeNull();
    }

    [Fact]
    public void A_layer_that_only_claims_a_known_digest_is_read()
    {
        var cache = Cache();
        var read = TestInspection.ReadLayer(Layer);
        cache.Add(read);

        cache.Find(read.DiffId, null, read.PackedSize + 512).ShouldBeNull();
        cache.Find(read.DiffId, new string('0', 64), read.PackedSize).ShouldBeNull();
        cache.Find("sha256:../../etc/passwd", null, null).ShouldBeNull();
        cache.Find(null, null, null).ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_damaged_file_is_deleted_and_the_layer_is_read_again(int place)
    {
        var cache = Cache();
        var read = TestInspection.ReadLayer(Layer);
        cache.Add(read);
        var file = Directory.GetFiles(_folder.Path, "*.layer", SearchOption.AllDirectories).ShouldHaveSingleItem();
        var content = File.ReadAllBytes(file);
        content[place < 0 ? content.Length + place : place] ^= 1;
        File.WriteAllBytes(file, content);

        cache.Find(read.DiffId, read.BlobHash, read.PackedSize).ShouldBeNull();
        File.Exists(file).ShouldBeFalse();
        TestInspection.Image(new InspectionOptions { Cache = cache }, Layer).Layers[0].IsFromCache.ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_was_cut_off_at_any_byte_is_damaged()
    {
        var content = LayerFactsFile.Write(TestInspection.ReadLayer(Layer));

        LayerFactsFile.Read(content).ShouldNotBeNull();
        for (var length = 0; length < content.Length; length++) LayerFactsFile.Read(content[..length]).ShouldBeNull();
    }

    [Fact]
    public void Another_set_of_readers_does_not_use_its_results()
    {
        var read = TestInspection.ReadLayer(Layer);
        Cache().Add(read);

        LayerCache.Open(_folder.Path, ["system/2", "dpkg/1"])!.Find(read.DiffId, read.BlobHash, null).ShouldBeNull();
    }

    [Fact]
    public void The_oldest_results_are_deleted_first()
    {
        var cache = LayerCache.Open(_folder.Path, ["system/2"], mostBytes: 3000)!;
        var layers = Enumerable.Range(0, 8).Select(i => TestInspection.ReadLayer(new TarBuilder().File($"f{i}", new string('x', i))
            .File(new string('n', 90)).File("etc/passwd", new string('p', 500)).Build())).ToList();
        foreach (var layer in layers)
        {
            cache.Add(layer);
            foreach (var file in Directory.GetFiles(_folder.Path, "*.layer", SearchOption.AllDirectories))
            {
                File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddHours(-1));
            }
        }

        cache.Find(layers[0].DiffId, layers[0].BlobHash, null).ShouldNotBeNull();
        cache.Trim();

        cache.Find(layers[0].DiffId, layers[0].BlobHash, null).ShouldNotBeNull();
        cache.Find(layers[1].DiffId, layers[1].BlobHash, null).ShouldBeNull();
        cache.Find(layers[7].DiffId, layers[7].BlobHash, null).ShouldNotBeNull();
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Sum(static file => new FileInfo(file).Length).ShouldBeLessThanOrEqualTo(3000);
    }

    [Fact]
    public void Only_the_user_can_read_it()
    {
        if (OperatingSystem.IsWindows()) return;
        var cache = Cache();
        cache.Add(TestInspection.ReadLayer(Layer));

        var file = Directory.GetFiles(_folder.Path, "*.layer", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(file)!)
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Processes_that_share_it_never_see_half_a_result()
    {
        var read = TestInspection.ReadLayer(Layer);
        Parallel.For(0, 200, i =>
        {
            var cache = Cache();
            if (i % 3 == 0) cache.Trim();
            cache.Add(read);
            if (cache.Find(read.DiffId, read.BlobHash, read.PackedSize) is { } known) known.Entries.Count.ShouldBe(read.Entries.Count);
        });

        Cache().Find(read.DiffId, read.BlobHash, read.PackedSize).ShouldNotBeNull();
        Directory.GetFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_not_used() =>
        LayerCache.Open(Path.Combine(_folder.Write("file", ""), "below"), []).ShouldBeNull();

    private LayerCache Cache() => LayerCache.Open(_folder.Path, [SystemFiles.ReaderName])!;
}
