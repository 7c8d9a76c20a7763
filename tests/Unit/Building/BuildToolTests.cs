using ContainerGuard.Building;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Building;

/// <summary>Which program builds, and what to install where none can.</summary>
public sealed class BuildToolTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_programs_on_the_PATH_are_found_in_the_order_of_preference()
    {
        foreach (var name in new[] { "buildah", "podman", "docker" }) _folder.Write(name, "");

        FoundBuildTool.All(null, Path).Select(found => found.Tool).ShouldBe([BuildTool.Docker, BuildTool.Podman, BuildTool.Buildah]);
        FoundBuildTool.All(BuildTool.Podman, Path).Select(found => found.Tool).ShouldBe([BuildTool.Podman]);
        FoundBuildTool.Find(null, _ => null).ShouldBeNull();
    }

    [Theory]
    [InlineData(
        null, true,
        "docker has no buildx plug-in. Install docker-buildx-plugin (docker-buildx in Debian and Ubuntu), or install podman or buildah.")]
    [InlineData("docker", true, "or install podman or buildah and remove ContainerGuardBuildTool.")]
    [InlineData("podman", false, "podman is not on the PATH. Install it, or remove ContainerGuardBuildTool.")]
    [InlineData(null, false, "Install one of them")]
    public void The_message_says_what_to_install(string? named, bool lacksBuildx, string expected) =>
        FoundBuildTool.Missing(named is null ? null : Setting.Read<BuildTool>(named), lacksBuildx).ShouldContain(expected);

    [Theory]
    [InlineData("echo github.com/docker/buildx v0.14.0 171fcbe", true)]
    [InlineData("echo buildah 1.33.7", false)]
    [InlineData("echo 'unknown flag: --progress' >&2; exit 125", false)]
    [InlineData("echo \"docker: 'buildx' is not a docker command.\" >&2; exit 1", false)]
    public async Task Docker_is_asked_for_its_plug_in(string script, bool has)
    {
        if (OperatingSystem.IsWindows()) return;
        var docker = _folder.Write("docker", $"#!/bin/sh\n[ \"$*\" = 'buildx version' ] || exit 3\n{script}\n");
        File.SetUnixFileMode(docker, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await BuilderAbilities.HasBuildxAsync(docker, _folder.Path, CancellationToken.None)).ShouldBe(has);
    }

    private string? Path(string variable) => variable == "PATH" ? _folder.Path : null;
}
