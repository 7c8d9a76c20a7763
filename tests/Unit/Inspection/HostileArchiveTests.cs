using System.Diagnostics;
using System.Text;
using ContainerGuard.Analysis.Built.Readers;
using ContainerGuard.Archives;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>Archives that attack the program that reads them: each one is handled, or refused with one message.</summary>
public class HostileArchiveTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bomb_is_refused_by_its_ratio(bool isZstd)
    {
        var layer = new TarBuilder().File("zeros", new byte[8 << 20]).Build();
        var limits = new ArchiveLimits { BytesOfAnyRatio = 1 << 20 };

        var failure = Should.Throw<InspectionException>(
            () => TestInspection.ReadLayer(isZstd ? TarBuilder.Zstd(layer) : TarBuilder.Gzip(layer), limits));

        failure.Message.ShouldBe("Layer 1 cannot be read: it unpacks to more than 200 times its size, and to more than 1 MB. "
            + "ContainerGuard does not inspect images above this limit. The page of CG0070 links to all limits.");
    }

    [Fact]
    public void A_file_of_zeros_is_not_a_bomb() =>
        TestInspection.ReadLayer(TarBuilder.Gzip(new TarBuilder().File("zeros", new byte[8 << 20]).Build())).Entries[0].Size
            .ShouldBe(8 << 20);

    [Fact]
    public void A_layer_that_unpacks_to_too_much_is_refused() =>
        Should.Throw<InspectionException>(() => TestInspection.ReadLayer(
            new TarBuilder().File("f", new byte[3 << 19]).File("g", new byte[3 << 19]).Build(), new ArchiveLimits { MostBytes = 2 << 20 }))
            .Why.ShouldBe("it unpacks to more than 2 MB");

    [Fact]
    public void A_million_entries_are_read_in_one_pass_and_more_than_the_limit_are_refused()
    {
        const int Count = 1_000_000;
        var clock = Stopwatch.StartNew();

        var facts = TestInspection.ReadLayer(new Entries(Count), null);

        facts.Entries.Count.ShouldBe(Count);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        Should.Throw<InspectionException>(
            () => TestInspection.ReadLayer(new Entries(1001), null, new ArchiveLimits { MostEntries = 1000 })).Why
            .ShouldBe("it has more than 1000 entries");
    }

    [Fact]
    public void A_sparse_file_of_terabytes_costs_nothing()
    {
        var facts = TestInspection.ReadLayer(
            new TarBuilder().Pax(("GNU.sparse.map", "0,1"), ("GNU.sparse.size", "8796093022208")).File("lastlog", "x").Build());

        facts.Entries[0].Size.ShouldBe(8L << 40);
        facts.Entries[0].Hash.ShouldBeNull();
    }

    [Theory]
    [InlineData(5000, 1, "a path has more than 4096 bytes")]
    [InlineData(2, 600, "a path has more than 512 folders")]
    public void A_path_that_is_too_long_or_too_deep_is_refused(int length, int depth, string why)
    {
        var path = string.Join('/', Enumerable.Repeat(new string('p', length), depth));

        Should.Throw<InspectionException>(() => TestInspection.ReadLayer(new TarBuilder().Pax(("path", path)).File("f").Build())).Why
            .ShouldStartWith(why);
    }

    [Fact]
    public void An_extended_header_that_is_too_large_is_refused() =>
        Should.Throw<InspectionException>(() => TestInspection.ReadLayer(new TarBuilder().Entry("l", 'L', new byte[2 << 20]).Build())).Why
            .ShouldBe("an extended header has more than 1024 KB");

    [Theory]
    [InlineData("/etc/shadow", "etc/shadow")]
    [InlineData("../../etc/shadow", "etc/shadow")]
    [InlineData("a/../../../etc/shadow", "etc/shadow")]
    [InlineData("a/..", "")]
    public void A_path_stays_inside_the_root_and_is_reported(string written, string path)
    {
        var facts = TestInspection.ReadLayer(new TarBuilder().File(written).Build());

        facts.Entries[0].Path.ShouldBe(path);
        facts.UnsafeNames.ShouldBe([written]);
    }

    [Theory]
    [InlineData("../../../outside", "outside")]
    [InlineData("/../outside", "outside")]
    public void A_link_out_of_the_root_stays_inside_of_it(string target, string path)
    {
        var image = TestInspection.Image(new TarBuilder().Link("a/link", target).File("outside", "in").Build());

        image.Files.Resolve("a/link")!.Path.ShouldBe(path);
    }

    [Fact]
    public void Links_in_a_circle_lead_nowhere()
    {
        var image = TestInspection.Image(new TarBuilder().Link("a", "b")
            .Link("b", "a").Link("self", "self").File("a/x", "lost").HardLink("h", "h2").HardLink("h2", "h").Build());

        image.Files.Resolve("a").ShouldBeNull();
        image.Files.Resolve("self/file").ShouldBeNull();
        image.FilesAsWritten.Find("h")!.Version!.Type.ShouldBe(FileType.HardLink);
    }

    [Fact]
    public void Links_that_multiply_do_not_cost_exponential_time()
    {
        var layer = new TarBuilder().Folder("l0");
        for (var i = 1; i <= 39; i++) layer.Pax(("linkpath", string.Join('/', Enumerable.Repeat($"l{i - 1}/..", 40)))).Link($"l{i}", "");
        layer.File("l39/file");

        TestInspection.Image(layer.Build()).Files.Resolve("l39").ShouldBeNull();
    }

    [Fact]
    public void A_folder_that_becomes_a_file_again_and_again_takes_linear_time()
    {
        var layer = new TarBuilder();
        for (var i = 0; i < 3000; i++) layer.Folder("a").File("a/x").File("a");

        TestInspection.Image(layer.Build()).Files.Files.Count().ShouldBe(1);
    }

    [Fact]
    public void A_damaged_layer_is_one_message_with_its_place()
    {
        var layer = TarBuilder.Gzip(new TarBuilder().File("f", new string('x', 100_000)).Build());
        layer[layer.Length / 2] ^= 0xFF;
        layer[20] ^= 0xFF;

        var failure = Should.Throw<InspectionException>(() => TestInspection.Image(new TarBuilder().File("ok").Build(), layer));

        failure.Where.ShouldStartWith("Layer 2 of '");
        failure.Message.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("BZh91AY", "bzip2")]
    [InlineData("\u00FD7zXZ\0", "xz")]
    public void A_compression_that_is_not_read_is_named(string start, string name) =>
        Should.Throw<InspectionException>(() => TestInspection.ReadLayer(Encoding.Latin1.GetBytes(start + new string('x', 600)))).Why
            .ShouldContain(name);

    [Fact]
    public void Holes_of_any_size_are_read_at_once_and_what_is_between_them_is_searched()
    {
        var secret = Encoding.ASCII.GetBytes("key=AKIA" + "Q7RZP2LMX4VTC6WB\n");
        var map = Encoding.ASCII.GetBytes($"1\n{1L << 58}\n{secret.Length}\n");
        Array.Resize(ref map, 512);
        var layer = new TarBuilder()
            .Pax(
                ("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.name", "app/x"),
                ("GNU.sparse.realsize", $"{1L << 61}"))
            .Entry("x", '0', [.. map, .. secret]).Build();

        foreach (var archive in (byte[][])[layer, new TarBuilder().File("app/x.tar", layer).Build()])
        {
            var facts = new LayerInspector([new SecretReader()], ArchiveLimits.Default).Read(
                new MemoryStream(archive), archive.Length, "Layer 1", TestContext.Current.CancellationToken);

            facts.Notes.ShouldHaveSingleItem();
            (facts.Entries[0].Hash is null).ShouldBe(archive == layer);
        }
    }

    [Fact]
    public void The_holes_of_an_archive_have_one_limit()
    {
        var map = Encoding.ASCII.GetBytes("1\n100\n0\n");
        Array.Resize(ref map, 512);
        var layer = new TarBuilder();
        for (var i = 0; i < 3; i++)
        {
            layer.Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.name", $"{i}"), ("GNU.sparse.realsize", "100"))
                .Entry("x", '0', map);
        }

        TestInspection.ReadLayer(layer.Build(), new ArchiveLimits { MostHoles = 250 }).Entries.Select(static entry => entry.Hash is null)
            .ShouldBe([false, false, true]);
    }

    [Fact]
    public void Members_that_link_to_each_other_are_missing()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllBytes(folder.Combine("a.tar"), new TarBuilder().Link("manifest.json", "other").Link("other", "manifest.json").Build());

        Should.Throw<InspectionException>(() => TestInspection.Read(folder.Combine("a.tar"))).Why
            .ShouldBe("it has neither manifest.json nor index.json");
    }

    [Theory]
    [InlineData("""{"manifests":[{"digest":"sha256:zz"}]}""", "has 2")]
    [InlineData("""{"manifests":[{}]}""", "an entry has no digest")]
    [InlineData("""{"manifests":[{"digest":"sha256:../../../../etc/passwd"}]}""", "hexadecimal digits")]
    [InlineData("""[]""", "it has no list of manifests")]
    [InlineData("""{"manifests":[{"digest":"sha256:\ud800"}]}""", "not Unicode")]
    [InlineData("""{"manifests":[{"digest":DIGEST,"platform":{"os":"\ud800"}}]}""", "not Unicode")]
    [InlineData("""{"manifests":[{"digest":DIGEST,"platform":{"\ud800":1}}]}""", "not Unicode")]
    [InlineData("""{"manifests":[{"digest":DIGEST,"platform":{"os":"linuxû"}}]}""", "not Unicode")]
    [InlineData("""{"manifests":[{"digest":DIGEST,"platform":{"features":["û"]}}]}""", "not Unicode")]
    public void A_malformed_index_is_one_message(string index, string why)
    {
        using var folder = new TemporaryDirectory();
        var text = index.Replace("DIGEST", $"\"sha256:{new string('a', 64)}\"", StringComparison.Ordinal);
        File.WriteAllBytes(folder.Combine("index.json"), Encoding.Latin1.GetBytes(text));

        Should.Throw<InspectionException>(() => TestInspection.Read(folder.Path)).Why.ShouldContain(why);
    }

    [Fact]
    public void A_folder_of_the_transport_dir_is_one_message_with_a_way_to_a_layout()
    {
        using var folder = new TemporaryDirectory();
        folder.Write("manifest.json", """{"schemaVersion":2,"config":{"digest":"sha256:0"},"layers":[]}""");

        var message = Should.Throw<InspectionException>(() => SavedImages.OpenFile(folder.Path, new InspectionOptions(), default)).Message;

        message.ShouldContain("the transport dir");
        message.ShouldContain("skopeo copy dir:FOLDER oci:FOLDER2");
    }

    [Fact]
    public void An_index_that_contains_itself_is_refused()
    {
        // Its bytes do not have this digest: a layout can lie.
        var digest = new string('a', 64);
        var index = $$"""{"manifests":[{"mediaType":"application/vnd.oci.image.index.v1+json","digest":"sha256:{{digest}}"}]}""";
        using var folder = new TemporaryDirectory();
        folder.Write("index.json", index);
        folder.Write($"blobs/sha256/{digest}", index);

        Should.Throw<InspectionException>(() => TestInspection.Read(folder.Path)).Why
            .ShouldBe("more than 8 indexes are inside each other");
    }

    [Fact]
    public void A_manifest_with_too_many_layers_is_refused()
    {
        var limits = InspectionLimits.Default with { MostLayers = 2 };

        Should.Throw<InspectionException>(
            () => TestInspection.Image(new InspectionOptions { Limits = limits }, [.. Enumerable.Repeat(new TarBuilder().Build(), 3)])).Why
            .ShouldBe("an image has more than 2 layers");
    }

    /// <summary>An archive of empty files, made while it is read.</summary>
    private sealed class Entries(int count) : ForwardStream
    {
        private readonly byte[] _header = TarBuilder.Header("d/0000000", '0', "00000000000");
        private int _made;
        private int _given = 512;

        public override int Read(Span<byte> buffer)
        {
            if (_given == 512)
            {
                if (_made == count) return 0;
                _made++;
                Encoding.ASCII.GetBytes($"d/{_made:D7}").CopyTo(_header, 0);
                TarBuilder.Sign(_header);
                _given = 0;
            }

            var length = Math.Min(buffer.Length, 512 - _given);
            _header.AsSpan(_given, length).CopyTo(buffer);
            _given += length;
            return length;
        }
    }
}
