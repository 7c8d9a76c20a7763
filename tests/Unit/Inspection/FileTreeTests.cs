using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>The tree of files: each path knows its layers.</summary>
public class FileTreeTests
{
    [Fact]
    public void A_path_knows_the_layer_that_added_it_and_the_layers_that_changed_it()
    {
        var image = TestInspection.Image(
            new TarBuilder().File("a", "1").File("b").Build(), new TarBuilder().File("b").Build(), new TarBuilder().File("a", "2").Build());

        Layers(image.Files.Find("a")!.Version!).ShouldBe([0, 2]);
        Layers(image.Files.Find("b")!.Version!).ShouldBe([0, 1]);
    }

    [Fact]
    public void A_deleted_path_knows_who_had_it_and_who_deleted_it()
    {
        var image = TestInspection.Image(new TarBuilder().File("etc/secret", "s").Build(), new TarBuilder().File("etc/.wh.secret").Build());

        var deleted = image.Files.Deleted.ShouldHaveSingleItem();

        (deleted.Path, deleted.Version.Layer, deleted.Layer, deleted.IsWhiteout, deleted.Version.Content.Size).ShouldBe(
            ("etc/secret", 0, 1, true, 1));
        image.Files.Find("etc/secret").ShouldBeNull();
    }

    [Fact]
    public void A_path_that_is_made_again_keeps_its_past()
    {
        var image = TestInspection.Image(
            new TarBuilder().File("a").Build(), new TarBuilder().File(".wh.a").Build(), new TarBuilder().File("a", "new").Build());

        image.Files.Deleted.ShouldBeEmpty();
        Layers(image.Files.Find("a")!.Version!).ShouldBe([0, 2]);
    }

    [Fact]
    public void A_link_that_replaces_a_folder_hides_what_was_in_it()
    {
        var image = TestInspection.Image(
            new TarBuilder().Folder("lib").File("lib/old").Build(),
            new TarBuilder().Folder("usr/lib").Link("lib", "usr/lib").File("lib/new", "n").Build());

        image.FilesAsWritten.Find("lib/old").ShouldBeNull();
        image.FilesAsWritten.Find("lib/new").ShouldNotBeNull();
        image.Files.Find("usr/lib/new")!.Version!.Content.Size.ShouldBe(1);
        image.Files.Resolve("lib/new")!.Path.ShouldBe("usr/lib/new");
    }

    [Fact]
    public void A_whiteout_through_a_link_deletes_the_file_that_a_container_sees()
    {
        var image = TestInspection.Image(
            new TarBuilder().Folder("usr/lib").File("usr/lib/a").Link("lib", "usr/lib").Build(),
            new TarBuilder().File("lib/.wh.a").Build());

        image.Files.Find("usr/lib/a").ShouldBeNull();
        image.FilesAsWritten.Find("usr/lib/a").ShouldNotBeNull();
    }

    [Fact]
    public void A_hard_link_has_the_content_of_a_lower_layer_that_its_own_layer_deletes()
    {
        var image = TestInspection.Image(
            new TarBuilder().File("tool", "tool").Build(), new TarBuilder().File(".wh.tool").HardLink("other", "tool").Build());

        var other = image.Files.Find("other")!.Version!;
        (other.Type, other.Content.Size, other.Layer, other.ContentLayer).ShouldBe((FileType.File, 4, 1, 0));
    }

    [Fact]
    public void The_first_file_of_a_layer_is_not_the_last_word()
    {
        var image = TestInspection.Image(new TarBuilder().File("f", "first").File("f", "second!").Build());

        image.Files.Find("f")!.Version!.Content.Size.ShouldBe(7);
        image.Layers[0].Facts!.Entries.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(".wh..")]
    [InlineData(".wh...")]
    [InlineData(".wh.")]
    [InlineData(".wh..wh.plnk")]
    public void A_whiteout_without_a_real_name_deletes_nothing(string name)
    {
        var image = TestInspection.Image(new TarBuilder().File("a/b").Build(), new TarBuilder().File($"a/{name}").Build());

        image.Files.Find("a/b").ShouldNotBeNull();
        image.Files.Deleted.ShouldBeEmpty();
    }

    [Fact]
    public void An_opaque_whiteout_of_the_root_deletes_everything_below_its_layer()
    {
        var image =
            TestInspection.Image(new TarBuilder().File("a").File("b/c").Build(), new TarBuilder().File("new").File(".wh..wh..opq").Build());

        image.Files.Files.Select(static node => node.Path).ShouldBe(["new"]);
    }

    [Fact]
    public void Os_release_is_found_through_links_and_read_in_the_layer_that_has_it()
    {
        var image = TestInspection.Image(
            new TarBuilder().File("usr/lib/os-release", "ID=old\n").Link("etc/os-release", "../usr/lib/os-release").Build(),
            new TarBuilder().File("usr/lib/os-release", "ID=debian\nVERSION_ID='13'\n").Build());

        var release = OsRelease.Find(image).ShouldNotBeNull();
        (release.Path, release.Target, release.Fields["ID"], release.Fields["VERSION_ID"]).ShouldBe(
            ("etc/os-release", "usr/lib/os-release", "debian", "13"));
    }

    [Fact]
    public void The_hashes_of_passwords_are_not_kept()
    {
        var image =
            TestInspection.Image(new TarBuilder().File("etc/passwd", "root:$6$abcdef:0:0:root:/root:/bin/sh\napp:x:1:1::/:\n").Build());

        var text = System.Text.Encoding.UTF8.GetString(image.NoteOf(image.Files.Find("etc/passwd")!.Version!, SystemFiles.ReaderName)!);

        text.ShouldBe("root:*:0:0:root:/root:/bin/sh\napp:x:1:1::/:\n");
    }

    private static List<int> Layers(FileVersion version)
    {
        List<int> layers = [];
        for (var state = version; state is not null; state = state.Previous) layers.Insert(0, state.Layer);
        return layers;
    }
}
