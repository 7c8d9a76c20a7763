using System.Buffers.Binary;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>Projects for several platforms, and for one that no engine here runs.</summary>
public sealed class PlatformTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    /// <summary>The field e_machine of an ELF file, and its values (gabi, "ELF header").</summary>
    private const int MachineOffset = 18;

    [Fact]
    public async Task One_file_gives_an_image_for_each_architecture_compiled_on_the_builders_own()
    {
        using var workspace = package.NewRepository();
        var name = $"test/base-{Guid.NewGuid():n}";
        foreach (var architecture in (string[])["amd64", "arm64"])
        {
            workspace.Write($"base/{architecture}/Dockerfile", "FROM scratch\nCOPY Dockerfile /marker\n");
            (await Engine.Docker(
                workspace.Combine("base", architecture), "buildx", "build", "--platform", $"linux/{architecture}", "--provenance=false",
                "--push", "-t", $"{Engine.Registry}/{name}:{architecture}", ".")).ShouldSucceed();
        }

        (await Engine.Docker(
            workspace.Path, "buildx", "imagetools", "create", "--tag", $"{Engine.Registry}/{name}:1", $"{Engine.Registry}/{name}:amd64",
            $"{Engine.Registry}/{name}:arm64")).ShouldSucceed();
        var app = workspace.Console()
            .MirroredBy(Engine)
            .Property("PublishSingleFile", "true")
            .Property("SelfContained", "false")
            .Property("ContainerBaseImage", $"{Engine.Registry}/{name}:1")
            .Property("ContainerRuntimeIdentifiers", "linux-x64;linux-arm64");

        var publish = (await app.Publish()).ShouldSucceed();

        const string Both = " --platform linux/amd64,linux/arm64 ";
        var command = GeneratedApp.BuildCommand(publish);
        command.ShouldContain(Both);
        foreach (var (architecture, machine) in ((string, int)[])[("amd64", 0x3E), ("arm64", 0xB7)])
        {
            (await Engine.Docker(
                workspace.Path, "build", "--check", "--platform", $"linux/{architecture}", "--file", app.GeneratedDockerfile,
                workspace.Path))
                .ShouldSucceed().Output.ShouldContain("no warnings found");

            // The engine's own builder makes one platform at a time.
            await using var image =
                await Engine.BuildAsTold(app.Folder, command.Replace(Both, $" --platform linux/{architecture} ", StringComparison.Ordinal));

            (await Engine.Inspect(image.Tag)).GetProperty("Architecture").GetString().ShouldBe(architecture);
            (await MachineOf(image.Tag, "/app/app", workspace)).ShouldBe(machine);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nanoserver-ltsc2025")]
    [InlineData("windowsservercore-ltsc2022")]
    public async Task BuildKit_reads_the_file_of_a_Windows_container_without_a_warning(string family)
    {
        using var workspace = package.NewRepository("my work");
        Directory.CreateDirectory(workspace.Combine("my feed"));
        foreach (var file in Directory.EnumerateFiles(package.Feed, "*.nupkg"))
        {
            File.Copy(file, workspace.Combine("my feed", Path.GetFileName(file)));
        }

        workspace.UseFeed("my feed");
        var app = workspace.Web("my app")
            .Property("RuntimeIdentifier", "win-x64")
            .Property("UseAppHost", "false")
            .Property("SelfContained", "false")
            .Property("ContainerFamily", family)
            .Property("ContainerGuardLevel", "all")
            .Property("ContainerGuardPinning", "off");

        var publish = (await app.Publish()).ShouldSucceed();

        publish.Warnings.ShouldBeEmpty();
        File.ReadAllText(app.GeneratedDockerfile).ShouldStartWith("# escape=`\n");
        var standIn = $"docker-image://{Engine.Debian}";
        var options = File.ReadLines(app.GeneratedDockerfile)
            .Where(static line => line.StartsWith("FROM ", StringComparison.Ordinal))
            .SelectMany(line => (string[])["--build-context", $"{line.Split(' ')[1]}={standIn}"]);
        (await Engine.Docker(workspace.Path, ["build", "--check", .. options, "--file", app.GeneratedDockerfile, workspace.Path]))
            .ShouldSucceed().Output.ShouldContain("no warnings found");
    }

    private async Task<int> MachineOf(string image, string path, TestWorkspace workspace)
    {
        var container =
            (await Engine.Docker(workspace.Path, "create", "--network=none", image)).ShouldSucceed().StandardOutput.Trim().Split('\n')[^1];
        var file = workspace.Combine($"program-{Guid.NewGuid():n}");
        (await Engine.Docker(workspace.Path, "cp", $"{container}:{path}", file)).ShouldSucceed();
        (await Engine.Docker(workspace.Path, "rm", container)).ShouldSucceed();
        var header = new byte[MachineOffset + 2];
        await using var stream = File.OpenRead(file);
        await stream.ReadExactlyAsync(header, TestContext.Current.CancellationToken);
        return BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(MachineOffset));
    }
}
