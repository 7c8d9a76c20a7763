using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>A new web project with the package and nothing else, published and built once for all these tests.</summary>
public sealed class PublishedWebApp(DockerEngine engine, PublishedPackage package) : IAsyncLifetime
{
    private TestWorkspace? _workspace;
    private BuiltImage? _image;

    public TestWorkspace Workspace => _workspace!;

    public TestProject Project { get; private set; } = null!;

    public BuiltImage Image => _image!;

    public async ValueTask InitializeAsync()
    {
        if (engine.IsAvailable)
        {
            _workspace = package.NewRepository();
            Project = _workspace.Web().MirroredBy(engine);
            _image = await Project.ToImage(engine);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_image is not null)
        {
            await _image.DisposeAsync();
        }

        _workspace?.Dispose();
    }
}

/// <summary>
/// The whole way once: package reference, <c>dotnet publish</c>, the printed <c>docker buildx build</c>, a running container.
/// </summary>
public sealed class WebAppTests(DockerEngine engine, PublishedWebApp app) : EngineTest(engine), IClassFixture<PublishedWebApp>
{
    [Fact]
    public async Task It_serves_on_8080_as_the_user_app_and_stops_within_two_seconds_with_exit_code_0()
    {
        await using var container =
            await app.Image.Run("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--tmpfs=/tmp");

        (await container.Get()).ShouldBe(new HttpAnswer(200, "Hello World!"));
        (await container.UserId()).ShouldBe(AppUser);
        var (exitCode, duration) = await container.Stop();
        exitCode.ShouldBe(0);
        duration.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Both_base_images_are_written_at_the_mirror_with_tag_and_digest()
    {
        var text = File.ReadAllText(app.Project.GeneratedDockerfile);

        text.ShouldMatch($@"FROM --platform=\$BUILDPLATFORM {Engine.MicrosoftMirror}/dotnet/sdk:10\.0\S*@sha256:[0-9a-f]{{64}} AS build");
        text.ShouldMatch($@"FROM {Engine.MicrosoftMirror}/dotnet/aspnet:10\.0\S*-chiseled-extra@sha256:[0-9a-f]{{64}} AS final");
    }

    [Fact]
    public async Task BuildKit_checks_the_generated_file_without_a_warning()
    {
        var result = await Engine.BuildCheck(app.Workspace.Path, app.Project.GeneratedDockerfile);

        result.ShouldSucceed().Output.ShouldContain("no warnings found");
    }

    [Fact]
    public async Task The_image_has_no_shell_no_sources_and_nothing_that_the_app_could_overwrite()
    {
        var files = await app.Image.Files();

        files.Keys.ShouldContain("/app/app.dll");
        files.Keys.Select(Path.GetFileName).ShouldNotContain(
            name => name == "sh" || name == "apt" || name == "Program.cs" || name == "app.csproj" || name == "nuget.config");
        files.Where(file => file.Key.StartsWith("/app", StringComparison.Ordinal) && file.Value.IsWritableBy(AppUser, AppUser))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task The_configuration_says_user_port_and_entry_point()
    {
        var config = await app.Image.Config();

        config.GetProperty("User").GetString().ShouldBe("1654");
        config.GetProperty("ExposedPorts").EnumerateObject().Select(port => port.Name).ShouldBe(["8080/tcp"]);
        config.GetProperty("Entrypoint").EnumerateArray().Select(word => word.GetString()).ShouldBe(["dotnet", "app.dll"]);
    }
}
