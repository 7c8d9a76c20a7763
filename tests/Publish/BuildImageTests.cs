using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>The target that builds an image, under both of its names. A script stands for docker.</summary>
public sealed class BuildImageTests(PublishedPackage package)
{
    /// <summary>Records its arguments, and leaves the result that buildx leaves.</summary>
    private const string Docker = """
        #!/bin/sh
        if [ "$1 $2" = "buildx version" ]; then echo "github.com/docker/buildx v0.14.0"; exit 0; fi
        echo "docker $*" >> "$(dirname "$0")/ran"
        while [ $# -gt 0 ]; do
          [ "$1" = --metadata-file ] && echo '{"containerimage.config.digest": "sha256:123"}' > "$2"
          shift
        done

        """;

    [Theory]
    [InlineData("build", "-t:ContainerGuardBuildImage")]
    [InlineData("build", "-t:ContainerGuardBuild")]
    [InlineData("publish", "-p:ContainerGuardBuildOnPublish=true")]
    public async Task Targets_hooked_to_either_name_run_around_one_build(string command, string argument)
    {
        using var workspace = package.Locked();
        var app = App(workspace);
        foreach (var name in new[] { "ContainerGuardBuild", "ContainerGuardBuildImage" })
        {
            app.Property($"{name}DependsOn", $"$({name}DependsOn);First{name}");
            Say(app, $"First{name}", $"first {name}.");
            Say(app, $"Before{name}", $"before {name}.", before: name);
            Say(app, $"After{name}", $"after {name}. $(ContainerGuardImageId) @(ContainerGuardBuiltImage)", after: name);
        }

        var output = (await app.DotNet(command, argument, "-v:normal", "-tl:off")).ShouldSucceed().Output;

        var build = At(output, "docker buildx build --progress");
        foreach (var name in new[] { "ContainerGuardBuild", "ContainerGuardBuildImage" })
        {
            At(output, $"first {name}.").ShouldBeLessThan(At(output, $"before {name}."));
            At(output, $"before {name}.").ShouldBeLessThan(build);
            At(output, $"after {name}. sha256:123 app:latest").ShouldBeGreaterThan(build);
        }

        File.ReadAllLines(workspace.Combine("bin", "ran")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task The_command_of_the_summary_is_the_command_that_is_run()
    {
        using var workspace = package.Locked();
        var app =
            App(workspace).Property("ContainerRepository", "corp/api").Item("ContainerGuardBuildArgument", "VERSION", ("Value", "1.2"));

        var output = (await app.Publish("-p:ContainerGuardBuildOnPublish=true")).ShouldSucceed().Output;

        const string Announcement = "Build the image with: ";
        var printed =
            output.Split('\n').Single(line => line.Contains(Announcement, StringComparison.Ordinal)).Split(Announcement)[1].Trim();
        var words = File.ReadAllText(workspace.Combine("bin", "ran")).Trim().Split(' ').ToList();
        words.Remove("--progress=plain").ShouldBeTrue();
        words.RemoveRange(words.IndexOf("--metadata-file"), 2);
        string.Join(' ', words).ShouldBe(printed);
        printed.ShouldContain("-t corp/api:latest");
        printed.ShouldContain("--build-arg VERSION=1.2");
    }

    [Fact]
    public async Task An_image_that_cannot_be_read_after_its_build_is_a_warning()
    {
        using var workspace = package.Locked();

        var warning = (await App(workspace).Target("ContainerGuardBuildImage")).ShouldSucceed().Warnings.ShouldHaveSingleItem();

        warning.Code.ShouldBe("CG0070");
        warning.Message.ShouldStartWith("The image was not inspected.");
    }

    [Fact]
    public async Task A_failed_build_is_one_error_under_either_name()
    {
        using var workspace = package.Locked();
        var app = App(workspace, Docker + "echo 'ERROR: failed to build: no space left'; exit 1\n");

        foreach (var name in new[] { "ContainerGuardBuild", "ContainerGuardBuildImage" })
        {
            var error = (await app.Target(name)).ShouldFail().Errors.ShouldHaveSingleItem();

            error.Code.ShouldBe("CG0050");
            error.Message.ShouldContain("no space left");
        }
    }

    private static TestProject App(TestWorkspace workspace, string docker = Docker)
    {
        workspace.Write("bin/docker", docker);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(workspace.Combine("bin", "docker"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return workspace.Web().Environment("PATH", $"{workspace.Combine("bin")}:{Environment.GetEnvironmentVariable("PATH")}");
    }

    private static void Say(TestProject app, string target, string text, string? before = null, string? after = null) => app.Xml(root =>
    {
        var element = root.AddTarget(target);
        if (before is not null) element.BeforeTargets = before;
        if (after is not null) element.AfterTargets = after;
        var message = element.AddTask("Message");
        message.SetParameter("Text", text);
        message.SetParameter("Importance", "high");
    });

    private static int At(string output, string text)
    {
        var at = output.IndexOf(text, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, $"'{text}' is missing in:{Environment.NewLine}{output}");
        output.IndexOf(text, at + 1, StringComparison.Ordinal).ShouldBe(-1, $"'{text}' is there twice");
        return at;
    }
}
