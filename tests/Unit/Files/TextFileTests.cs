using System.Runtime.Versioning;
using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Files;

public sealed class TextFileTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_and_a_folder_of_its_name_are_told_apart()
    {
        TextFile.Read(_folder.Combine("Dockerfile"), "Dockerfile").Problem.ShouldBe(
            "The Dockerfile does not exist. Correct the path, or remove the item from the project.");

        Directory.CreateDirectory(_folder.Combine("Dockerfile"));
        TextFile.Read(_folder.Combine("Dockerfile"), "Dockerfile").Problem!.ShouldContain("it is a folder");
    }

    [Fact]
    public void Writing_what_is_there_already_leaves_the_time_stamp()
    {
        var path = _folder.Write("a.txt", "same");
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        TextFile.Write(path, Encoding.UTF8.GetBytes("same"), "file").ShouldBeNull();

        File.GetLastWriteTimeUtc(path).Year.ShouldBe(2020);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_link_stays_a_link_and_permissions_stay()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Links and modes are Unix's here.");
        var path = _folder.Write("real.txt", "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(_folder.Combine("link.txt"), "real.txt");

        TextFile.Write(_folder.Combine("link.txt"), Encoding.UTF8.GetBytes("new"), "file").ShouldBeNull();

        File.ReadAllText(path).ShouldBe("new");
        new FileInfo(_folder.Combine("link.txt")).LinkTarget.ShouldBe("real.txt");
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Writing_makes_the_folders_and_leaves_nothing_else()
    {
        TextFile.Write(_folder.Combine("a", "b", "c.txt"), Encoding.UTF8.GetBytes("text"), "file").ShouldBeNull();

        File.ReadAllText(_folder.Combine("a", "b", "c.txt")).ShouldBe("text");
        Directory.GetFileSystemEntries(_folder.Combine("a", "b")).Length.ShouldBe(1);
    }

    [Fact]
    public void What_cannot_be_written_is_one_sentence_and_no_remains()
    {
        Directory.CreateDirectory(_folder.Combine("report"));

        TextFile.Write(_folder.Combine("report"), [1], "SARIF report").ShouldBe(
            "The SARIF report cannot be written: a folder has its name. Move the folder, or use another file name.");

        Directory.GetFileSystemEntries(_folder.Path).Length.ShouldBe(1);
    }
}
