using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>Which files name a mirror and which the original, and what the builder is told.</summary>
public sealed class MirrorTests(PublishedPackage package)
{
    private const string Digest = "sha256:3333333333333333333333333333333333333333333333333333333333333333";

    [Theory]
    [InlineData("false", "FROM mcr.microsoft.com/dotnet/aspnet:10.0")]
    [InlineData("true", "FROM registry.corp/mcr/dotnet/aspnet:10.0")]
    public async Task Eject_writes_the_original_names_of_images_where_the_generated_file_has_the_mirror_s(
        string mirrorInFiles, string expected)
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Mirror("mcr.microsoft.com", "registry.corp/mcr").Property("ContainerGuardMirrorInFiles", mirrorInFiles);

        (await app.Target("ContainerGuardEject")).ShouldSucceed();

        File.ReadAllText(app.GeneratedDockerfile).ShouldContain("FROM registry.corp/mcr/dotnet/aspnet:10.0");
        app.Read("Dockerfile").ShouldContain(expected);
        (await app.Publish()).ShouldSucceed().Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_generated_file_in_the_source_tree_has_the_original_names_of_images()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Mirror("mcr.microsoft.com", "registry.corp/mcr").Property("ContainerGuardOutput", "Dockerfile");

        (await app.Publish()).ShouldSucceed();

        app.Read("Dockerfile").ShouldContain("FROM mcr.microsoft.com/dotnet/aspnet:10.0");
        app.Read("Dockerfile").ShouldNotContain("registry.corp");
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task The_builder_takes_the_images_of_a_person_s_Dockerfile_from_the_mirror(string tool)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The stand-in for the builder is a shell script.");
        using var workspace = package.Locked();
        workspace.Write("containerguard.lock.json", Workspaces.LockFile(("team/app:1.4", Digest, "1000")));
        workspace.Write(
            $"bin/{tool}",
            $"#!/bin/sh\n[ \"$2\" = version ] && echo github.com/docker/buildx 0.30.0\necho \"$@\" >> '{workspace.Combine("commands")}'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(workspace.Combine("bin", tool), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var app = workspace.Console("app").Mirror("docker.io", "registry.corp/hub").Property("ContainerGuardBuildTool", tool)
            .Environment("PATH", $"{workspace.Combine("bin")}:{Environment.GetEnvironmentVariable("PATH")}")
            .File("Dockerfile", $"FROM team/app:1.4@{Digest}\nUSER 1000\n");

        (await app.Target("ContainerGuardBuildImage")).ShouldSucceed();

        workspace.Read("commands")
            .ShouldContain($"--build-context team/app:1.4@{Digest}=docker-image://registry.corp/hub/team/app:1.4@{Digest}");
        app.Read("Dockerfile").ShouldNotContain("registry.corp");
    }
}
