using ContainerGuard.Files;

namespace ContainerGuard.Tests.Unit.Files;

public sealed class PhysicalFileSystemTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Files_folders_and_links_are_told_apart_hidden_ones_included()
    {
        File.WriteAllText(PathOf(".env"), "");
        Directory.CreateDirectory(PathOf("src"));
        File.CreateSymbolicLink(PathOf("to-file"), PathOf(".env"));
        Directory.CreateSymbolicLink(PathOf("to-folder"), PathOf("src"));

        PhysicalFileSystem.Instance.List(_folder.FullName).ShouldBe(
        [
            new FileEntry(".env", FileKind.File),
            new FileEntry("src", FileKind.Directory),
            new FileEntry("to-file", FileKind.Link),
            new FileEntry("to-folder", FileKind.Link),
        ], ignoreOrder: true);
    }

    [Fact]
    public void Only_the_beginning_of_a_file_is_read()
    {
        File.WriteAllText(PathOf("a"), "0123456789");

        PhysicalFileSystem.Instance.ReadText(PathOf("a"), 4).ShouldBe("0123");
        PhysicalFileSystem.Instance.ReadText(PathOf("a")).ShouldBe("0123456789");
    }

    [Fact]
    public void What_is_missing_is_empty_and_no_error()
    {
        PhysicalFileSystem.Instance.ReadText(PathOf("missing")).ShouldBeNull();
        PhysicalFileSystem.Instance.ReadText(_folder.FullName).ShouldBeNull();
        PhysicalFileSystem.Instance.List(PathOf("missing")).ShouldBeEmpty();
        PhysicalFileSystem.Instance.FileExists(_folder.FullName).ShouldBeFalse();
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
