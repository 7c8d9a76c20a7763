using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Pinning;

/// <summary>Whether something beside <c>app/app.csproj</c>, with its <c>app/Dockerfile</c>, may need <c>node:22.1-slim</c>.</summary>
public sealed class LockFileUsersTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static ImageMirrors Mirrors =>
        ImageMirrors.TryCreate([("docker.io", "registry.corp/hub")], out var mirrors, out var reason)
            ? mirrors
            : throw new ArgumentException(reason);

    public LockFileUsersTests()
    {
        _folder.Write("app/app.csproj", "<Project />");
        _folder.Write("app/Dockerfile", "FROM node:22.1-slim\n");
    }

    public void Dispose() => _folder.Dispose();

    private bool MayNeed(string reference = "node:22.1-slim", string lockFolder = "") =>
        new LockFileUsers(
            PhysicalFileSystem.Instance, _folder.Combine(lockFolder), _folder.Combine("app", "app.csproj"),
            [_folder.Combine("app", "Dockerfile")], Mirrors).MayNeed(ImageReference.Parse(reference));

    [Theory]
    [InlineData("web/Dockerfile", "FROM node:22.1-slim\n")]
    [InlineData("web/prod.Dockerfile", "ARG V=22.1\nFROM docker.io/library/node:$V-slim\n")]
    [InlineData("web/Dockerfile", "ARG V\nFROM node:$V\n")]
    [InlineData("web/Containerfile", "FROM scratch\nCOPY --from=node:22.1-slim /a /a\n")]
    [InlineData("web/Dockerfile", "FROM registry.corp/hub/library/node:22.1-slim\n")]
    [InlineData("web/web.csproj", "<ContainerBaseImage>node:22.1-slim</ContainerBaseImage>")]
    [InlineData("Directory.Build.props", "<V>22.1</V><ContainerBaseImage>node:$(V)-slim</ContainerBaseImage>")]
    public void Another_file_that_names_it_or_may_name_it_needs_it(string path, string text)
    {
        _folder.Write(path, text);
        MayNeed().ShouldBeTrue();
    }

    [Theory]
    [InlineData("web/Dockerfile", "FROM node:24.3-slim\n")]
    [InlineData("web/web.csproj", "<Project />")]
    [InlineData("web/obj/container/Dockerfile", "FROM node:22.1-slim\n")]
    [InlineData("web/Dockerfile.dockerignore", "node:22.1-slim\n")]
    [InlineData("README.md", "node:22.1-slim\n")]
    public void Files_that_do_not_need_it_do_not(string path, string text)
    {
        _folder.Write(path, text);
        MayNeed().ShouldBeFalse();
    }

    [Fact]
    public void Another_project_may_be_built_from_any_image_of_dotnet()
    {
        MayNeed("mcr.microsoft.com/dotnet/sdk:10.0").ShouldBeFalse();
        _folder.Write("web/web.csproj", "<Project />");
        MayNeed("mcr.microsoft.com/dotnet/sdk:10.0").ShouldBeTrue();
    }

    [Fact]
    public void Who_shares_a_lock_file_that_lies_elsewhere_nobody_knows()
    {
        Directory.CreateDirectory(_folder.Combine("eng"));
        MayNeed(lockFolder: "eng").ShouldBeTrue();
    }
}
