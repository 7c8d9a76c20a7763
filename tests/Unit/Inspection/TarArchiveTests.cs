using System.Formats.Tar;
using System.Text;
using ContainerGuard.Archives;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>The tar reader: the forms that writers of layers use, and damage.</summary>
public class TarArchiveTests
{
    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void It_reads_what_the_framework_writes(TarEntryFormat format)
    {
        var longName = $"{new string('d', 90)}/{new string('f', 90)}";

        Files(TarBuilder.OfFramework(format, ("a", "one"), (longName, "two"))).ShouldBe([("a", "one"), (longName, "two")]);
    }

    [Fact]
    public void A_size_beyond_eight_gigabytes_is_a_binary_number()
    {
        var header = TarBuilder.Header("big", '0', "");
        new byte[] { 0x80, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0 }.CopyTo(header, 124);
        TarBuilder.Sign(header);
        var archive = Open(header);

        archive.MoveNext().ShouldBeTrue();
        archive.Current.Size.ShouldBe(3L << 32);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE })]
    [InlineData(new byte[] { 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[]
    {
        (byte)'9', (byte)'9', (byte)'9', (byte)'9', (byte)'9', (byte)'9', (byte)'9', (byte)'9', (byte)'9', (byte)'9', (byte)'9', 0,
    })]
    public void A_size_that_is_negative_too_large_or_not_octal_is_damage(byte[] size)
    {
        var header = TarBuilder.Header("f", '0', "");
        size.CopyTo(header, 124);
        TarBuilder.Sign(header);

        Should.Throw<ArchiveException>(() => Files(header)).Kind.ShouldBe(ArchiveProblemKind.Damaged);
    }

    [Fact]
    public void A_pax_header_overrides_the_name_the_size_and_the_owner()
    {
        var archive = Open(new TarBuilder().Pax(
            ("path", "ä/long"), ("size", "3"), ("uid", "4294967294"), ("mtime", "1700000000.5"), ("SCHILY.xattr.security.capability", "x"))
            .Entry("short", '0', "abc"u8.ToArray(), size: "00000000000").File("next").Build());

        archive.MoveNext().ShouldBeTrue();
        (archive.Current.Name, archive.Current.Size, archive.Current.UserId, archive.Current.Modified,
            archive.Current.HasCapabilities).ShouldBe(("ä/long", 3, 4294967294, 1700000000, true));
        archive.MoveNext().ShouldBeTrue();
        (archive.Current.Name, archive.Current.HasCapabilities).ShouldBe(("next", false));
    }

    [Fact]
    public void A_global_header_holds_until_a_local_one_takes_it_back()
    {
        var archive = new TarBuilder().Entry("g", 'g', "12 uid=1000\n"u8.ToArray()).File("a").Pax(("uid", "")).File("b").Build();

        Entries(archive).Select(static entry => entry.UserId).ShouldBe([1000, 0]);
    }

    [Fact]
    public void A_link_has_no_content_whatever_its_size_says() =>
        Files(new TarBuilder().Entry("link", '1', [], "target", "00000001000").File("after", "x").Build()).ShouldBe(
            [("link", ""), ("after", "x")]);

    [Fact]
    public void The_mark_of_the_end_and_the_padding_of_the_last_entry_may_be_missing()
    {
        Files(new TarBuilder().File("a", "x").BuildWithoutEnd()).ShouldBe([("a", "x")]);
        Files(new TarBuilder().File("a", "x").BuildWithoutEnd()[..^100]).ShouldBe([("a", "x")]);
        Files([]).ShouldBeEmpty();
    }

    [Fact]
    public void What_follows_the_mark_of_the_end_is_not_read() =>
        Files([.. new TarBuilder().File("a").Build(), .. new TarBuilder().File("hidden").Build()]).ShouldBe([("a", "")]);

    [Fact]
    public void An_archive_that_ends_within_an_entry_is_damaged() =>
        Should.Throw<ArchiveException>(() => Files(new TarBuilder().File("a", new string('x', 2000)).BuildWithoutEnd()[..1000])).Message
            .ShouldBe("it ends after 1000 bytes, within an entry");

    [Fact]
    public void Bytes_that_are_not_a_header_are_damage() =>
        Should.Throw<ArchiveException>(
            () => Files([.. new TarBuilder().File("a").BuildWithoutEnd(), .. Encoding.ASCII.GetBytes(new string('x', 512))]))
            .Message.ShouldBe("at byte 512 it does not have the header of an entry");

    [Theory]
    [InlineData("GNU.sparse.map", "0,5,3,5")]
    [InlineData("GNU.sparse.map", "0,999")]
    [InlineData("GNU.sparse.map", "0,1,x")]
    [InlineData("GNU.sparse.map", "9999999,10")]
    public void A_sparse_map_that_contradicts_itself_is_damage(string key, string map) =>
        Should.Throw<ArchiveException>(
            () => Files(new TarBuilder().Pax((key, map), ("GNU.sparse.size", "100")).File("f", "0123456789").Build())).Kind
            .ShouldBe(ArchiveProblemKind.Damaged);

    [Fact]
    public void A_sparse_file_has_its_holes() =>
        Files(new TarBuilder().Pax(("GNU.sparse.map", "2,3,6,1"), ("GNU.sparse.size", "8"), ("GNU.sparse.name", "real"))
            .File("stored", "abcd").File("next", "n").Build())
            .ShouldBe([("real", "\0\0abc\0d\0"), ("next", "n")]);

    [Fact]
    public void An_archive_on_a_disk_is_skipped_through_without_being_read()
    {
        var stream = new MemoryStream(new TarBuilder().File("big", new string('x', 3_000_000)).File("after", "y").Build());
        var archive = new TarArchive(stream, ArchiveLimits.Default);

        archive.MoveNext();
        archive.MoveNext().ShouldBeTrue();

        archive.Current.Name.ShouldBe("after");
        Encoding.UTF8.GetString(archive.NextChunk()).ShouldBe("y");
    }

    private static TarArchive Open(byte[] bytes) => new(new OneWay(bytes), ArchiveLimits.Default);

    private static List<ContainerGuard.Archives.TarEntry> Entries(byte[] bytes)
    {
        var archive = Open(bytes);
        List<ContainerGuard.Archives.TarEntry> entries = [];
        while (archive.MoveNext()) entries.Add(archive.Current);
        return entries;
    }

    private static List<(string Name, string Content)> Files(byte[] bytes)
    {
        var archive = Open(bytes);
        List<(string Name, string Content)> files = [];
        while (archive.MoveNext())
        {
            var content = new List<byte>();
            for (var piece = archive.NextChunk(); !piece.IsEmpty; piece = archive.NextChunk()) content.AddRange(piece);
            files.Add((archive.Current.Name, Encoding.UTF8.GetString([.. content])));
        }

        return files;
    }

    /// <summary>A stream that gives few bytes at a time, as a network does.</summary>
    private sealed class OneWay(byte[] bytes) : ForwardStream
    {
        private int _at;

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(Math.Min(buffer.Length, 700), bytes.Length - _at);
            bytes.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }
    }
}
