using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Files;

/// <summary>Only regular files are opened: others may never end, or wait without end.</summary>
public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        var path = Pipe("Dockerfile");

        Should.Throw<IOException>(() => RegularFile.Open(path)).Message.ShouldContain("not a regular file");
        TextFile.Read(path, "Dockerfile").Problem.ShouldBe(
            "The Dockerfile cannot be read: it is a pipe, a socket or a device, and not a regular file. "
                + "Use the path of a regular file that the build can read.");
        PhysicalFileSystem.Instance.ReadText(path).ShouldBeNull();
        PhysicalFileSystem.Instance.Open(path).ShouldBeNull();
    }

    [Fact]
    public void A_link_to_a_pipe_is_refused_too()
    {
        Pipe("pipe");
        File.CreateSymbolicLink(_folder.Combine("Dockerfile"), "pipe");

        TextFile.Read(_folder.Combine("Dockerfile"), "Dockerfile").Problem!.ShouldContain("not a regular file");
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    public void A_device_is_refused(string path)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Devices have no paths there.");
        TextFile.Read(path, "lock file").Problem!.ShouldContain("not a regular file");
    }

    [Fact]
    public void A_socket_is_refused()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Its type is not visible there.");
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));

        TextFile.Read(path, "baseline").Problem!.ShouldContain("not a regular file");
        File.Delete(path);
    }

    [Fact]
    public void Files_with_and_without_content_are_read_through_links_too()
    {
        _folder.Write("full", "text");
        _folder.Write("empty", "");
        File.CreateSymbolicLink(_folder.Combine("link"), "empty");

        Encoding.UTF8.GetString(RegularFile.ReadAll(_folder.Combine("full"))).ShouldBe("text");
        RegularFile.ReadAll(_folder.Combine("empty")).ShouldBeEmpty();
        RegularFile.ReadAll(_folder.Combine("link")).ShouldBeEmpty();
        Should.Throw<FileNotFoundException>(() => RegularFile.ReadAll(_folder.Combine("missing")));
    }

    [Fact]
    public void A_file_of_gigabytes_is_one_sentence()
    {
        var path = _folder.Combine("Dockerfile");
        using (var stream = File.Create(path)) stream.SetLength(3L << 30);

        TextFile.Read(path, "Dockerfile").Problem!.ShouldStartWith("The Dockerfile cannot be read: it is larger than 512 MiB.");
        PhysicalFileSystem.Instance.ReadText(path).ShouldBeNull();
        PhysicalFileSystem.Instance.ReadText(path, 4)!.Length.ShouldBe(4);
    }

    private string Pipe(string name)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Pipes have no paths there.");
        var path = _folder.Combine(name);
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        made.ExitCode.ShouldBe(0);
        return path;
    }
}
