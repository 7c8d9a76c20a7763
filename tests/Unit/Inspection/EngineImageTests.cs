using System.Net.Sockets;
using System.Text;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>An image of a local engine, which exports it over its socket.</summary>
public sealed class EngineImageTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("docker-daemon:app:1", "DOCKER_HOST")]
    [InlineData("containers-storage:app:1", "CONTAINER_HOST")]
    public async Task Its_export_is_read_as_it_arrives(string name, string variable)
    {
        var (request, image) = await Ask(
            name, variable, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
            TarBuilder.DockerArchive(new TarBuilder().File("a", "content").Build()));

        request.ShouldStartWith("GET /images/get?names=app%3A1 HTTP/1.1\r\n");
        (await image).Files.Find("a")!.Version!.Content.Size.ShouldBe(7);
    }

    [Fact]
    public async Task An_image_that_it_does_not_have_is_one_message()
    {
        const string Body = """{"message":"No such image: app:1"}""";
        var (_, image) =
            await Ask("docker-daemon:app:1", "DOCKER_HOST", $"HTTP/1.1 404 Not Found\r\nContent-Length: {Body.Length}\r\n\r\n{Body}", []);

        (await Should.ThrowAsync<InspectionException>(image)).Message.ShouldBe(
            "'app:1' of docker cannot be read: the engine responds with 404: No such image: app:1. "
                + "Check the image's name and tag, or pull it first.");
    }

    [Fact]
    public async Task An_export_that_breaks_off_is_one_message()
    {
        var archive = TarBuilder.DockerArchive(new TarBuilder().File("a", new string('x', 100_000)).Build());
        var (_, image) = await Ask("docker-daemon:app:1", "DOCKER_HOST", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", archive[..50_000]);

        (await Should.ThrowAsync<InspectionException>(image)).Message.ShouldStartWith("'app:1' of docker cannot be read: it ends after ");
    }

    [Theory]
    [InlineData("docker-daemon:app:1", "DOCKER_HOST")]
    [InlineData("containers-storage:app:1", "CONTAINER_HOST")]
    public void An_engine_that_does_not_run_is_one_message_with_the_other_forms(string name, string variable)
    {
        var failure =
            Should.Throw<InspectionException>(() => Read(name, key => key == variable ? $"unix://{_folder.Combine("none.sock")}" : null));

        failure.Message.ShouldContain("none.sock does not answer");
        failure.Remedy.ShouldEndWith(ImageName.Forms);
    }

    /// <summary>podman writes an empty archive then, whose members are not what is wrong.</summary>
    [Fact]
    public void An_image_that_podman_does_not_have_is_what_podman_says()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The program of this test is a script of Unix.");
        var program = _folder.Write("podman", "#!/bin/sh\necho 'Error: app:1: image not known' >&2\nexit 125\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Should.Throw<InspectionException>(() => Read("containers-storage:app:1", key => key == "PATH" ? _folder.Path : null))
            .Message.ShouldBe(
                "'app:1' of podman cannot be read: podman save fails: Error: app:1: image not known. "
                    + "Check the image's name and tag, or pull it first.");
    }

    [Theory]
    [InlineData(7, "false,true")]
    [InlineData(0, "false,true")]
    public async Task Its_configuration_is_read_without_its_files(int size, string empty)
    {
        var layer = $"sha256:{new string('a', 64)}";
        var config = await Answer(
            $$$"""{"Os":"linux","Architecture":"arm64","Variant":"v8","RootFS":{"Layers":["{{{layer}}}"]},"Config":{"User":"1654","Env":["A=b"]}}""",
            $$"""[{"CreatedBy":"CMD [\"sh\"]","Size":0},{"CreatedBy":"RUN touch /x # buildkit","Size":{{size}}}]""");

        (config.Os, config.Architecture, config.Variant, config.User).ShouldBe(("linux", "arm64", "v8", "1654"));
        config.DiffIds.ShouldBe([layer]);
        config.History.Select(static step => step.CreatedBy).ShouldBe(["RUN touch /x # buildkit", "CMD [\"sh\"]"]);
        string.Join(',', config.History.Select(static step => step.IsEmpty ? "true" : "false")).ShouldBe(empty);
    }

    [Theory]
    [InlineData("no JSON", "[]")]
    [InlineData("[]", "[]")]
    [InlineData("""{"Config":[]}""", "{}")]
    public async Task A_configuration_that_is_none_is_one_message(string inspected, string history) =>
        (await Should.ThrowAsync<InspectionException>(Answer(inspected, history))).Message.ShouldNotContain("\n");

    /// <summary>Answers the two requests for a configuration.</summary>
    private async Task<ImageConfig> Answer(string inspected, string history)
    {
        var path = _folder.Combine("c.sock");
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        server.Bind(new UnixDomainSocketEndPoint(path));
        server.Listen(2);
        ImageName.TryParse("docker-daemon:app:1", out var name, out _).ShouldBeTrue();
        var options = new InspectionOptions { Environment = key => key == "DOCKER_HOST" ? $"unix://{path}" : null };
        var config = Task.Run(() => EngineConfig.Read(name!, options, TestContext.Current.CancellationToken));
        foreach (var body in (string[])[inspected, history])
        {
            using var client = await server.AcceptAsync(TestContext.Current.CancellationToken);
            await using var stream = new NetworkStream(client, ownsSocket: true);
            var read = await stream.ReadAsync(new byte[4096], TestContext.Current.CancellationToken);
            read.ShouldBeGreaterThan(0);
            await stream.WriteAsync(
                Encoding.UTF8.GetBytes(
                    $"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"),
                TestContext.Current.CancellationToken);
        }

        return await config;
    }

    private static InspectedImage Read(string text, Func<string, string?> environment)
    {
        ImageName.TryParse(text, out var name, out _).ShouldBeTrue();
        using var saved =
            SavedImages.Open(name!, new InspectionOptions { Environment = environment }, TestContext.Current.CancellationToken);
        return saved.ReadChosen(null, null, TestContext.Current.CancellationToken);
    }

    private async Task<(string Request, Task<InspectedImage> Image)> Ask(string name, string variable, string head, byte[] body)
    {
        var path = _folder.Combine("e.sock");
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        server.Bind(new UnixDomainSocketEndPoint(path));
        server.Listen(1);
        var image = Task.Run(() => Read(name, key => key == variable ? $"unix://{path}" : null));

        using var client = await server.AcceptAsync(TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(client, ownsSocket: true);
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            request.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        await stream.WriteAsync(body, TestContext.Current.CancellationToken);
        return (request.ToString(), image);
    }
}
