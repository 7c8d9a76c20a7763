using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>The program that builds an image, where docker lacks its plug-in. Scripts stand for the programs.</summary>
public sealed class BuildToolTests(PublishedPackage package)
{
    private const string WithoutBuildx = "#!/bin/sh\necho 'unknown flag: --progress' >&2\nexit 125\n";
    private const string Podman = "#!/bin/sh\nwhile [ $# -gt 0 ]; do [ \"$1\" = --iidfile ] && echo sha256:123 > \"$2\"; shift; done\n";
    private const string Dockerfile = "FROM node:24@" + Workspaces.RuntimeDigest + "\nUSER 1000\nCMD [\"node\"]\n";

    [Fact]
    public async Task Without_buildx_the_next_program_builds()
    {
        using var workspace = package.Locked();
        var app = App(workspace, ("docker", WithoutBuildx), ("podman", Podman));

        var result = (await app.Target("ContainerGuardBuildImage", "-v:normal")).ShouldSucceed();

        result.Output.ShouldContain("podman build --iidfile");
        result.Output.ShouldNotContain("unknown flag");
    }

    [Theory]
    [InlineData("-p:ContainerGuardBuildTool=docker")]
    [InlineData("-p:ContainerGuardBuilder=cluster")]
    [InlineData("-p:ContainerGuardSbom=on")]
    public async Task Where_only_docker_can_build_its_missing_plug_in_is_one_error(string property)
    {
        using var workspace = package.Locked();
        var app = App(workspace, ("docker", WithoutBuildx), ("podman", Podman), ("buildah", Podman));

        var result = (await app.Target("ContainerGuardBuildImage", property)).ShouldFail();

        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CG0051");
        error.Message.ShouldContain("docker-buildx-plugin");
        result.Output.ShouldNotContain("unknown flag");
    }

    [Fact]
    public async Task The_summary_shows_the_command_of_an_installed_program()
    {
        using var workspace = package.Locked();
        workspace.Write("bin/podman", Podman);

        (await workspace.Web().Environment("PATH", workspace.Combine("bin")).Publish()).ShouldSucceed().Output.ShouldContain(
            "podman build -f ");
    }

    private static TestProject App(TestWorkspace workspace, params (string Name, string Script)[] programs)
    {
        foreach (var (name, script) in programs)
        {
            workspace.Write($"bin/{name}", script);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(workspace.Combine("bin", name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        return workspace.Web()
            .File("Dockerfile", Dockerfile).Environment("PATH", $"{workspace.Combine("bin")}:{Environment.GetEnvironmentVariable("PATH")}");
    }
}
