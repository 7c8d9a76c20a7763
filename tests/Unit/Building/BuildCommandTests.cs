using ContainerGuard.Building;
using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Generation.DotNet;

namespace ContainerGuard.Tests.Unit.Building;

/// <summary>What is to be built, as a command of each program.</summary>
public sealed class BuildCommandTests
{
    private static readonly ImageBuild Api = new() { Dockerfile = "/repo/Dockerfile", Context = "/repo", Names = ["api:1"] };

    [Theory]
    [InlineData("Api", "api")]
    [InlineData("Corp.Web_Api", "corp.web_api")]
    [InlineData("My App", "my-app")]
    [InlineData("_Grüße..X-", "gr-e.x")]
    [InlineData("你好", "app")]
    public void An_assembly_name_becomes_a_repository_name(string assembly, string repository) =>
        ImageNames.Repository(assembly).ShouldBe(repository);

    [Fact]
    public void A_registry_stands_before_each_name() =>
        ImageNames.Of("registry.corp:5000/", "team/api", "Api", ["1.0", "two words"])
            .ShouldBe(["registry.corp:5000/team/api:1.0", "registry.corp:5000/team/api:two-words"]);

    [Fact]
    public void Repository_tags_and_platform_are_those_of_the_project() => Printed(Project.Web() with
    {
        ContainerRepository = "corp/api",
        ContainerImageTags = ["1.0", "latest"],
        RuntimeIdentifier = "linux-arm64",
    }).ShouldBe("docker buildx build -f /repo/Dockerfile -t corp/api:1.0 -t corp/api:latest --platform linux/arm64 --load /repo");

    [Fact]
    public void Paths_are_quoted_for_the_shell_they_are_pasted_into()
    {
        Printed(Project.Web(), "/my repo/Dockerfile").ShouldContain(" -f \"/my repo/Dockerfile\" ");
        Printed(Project.Web(), "/it's $5/Dockerfile").ShouldContain(" -f '/it'\\''s $5/Dockerfile' ");
        Printed(Project.Web(), "C:\\my repo\\Dockerfile", forWindows: true).ShouldContain(" -f \"C:\\my repo\\Dockerfile\" ");
        Printed(Project.Web(), "C:\\repo\\Dockerfile", forWindows: true).ShouldContain(" -f C:\\repo\\Dockerfile ");
    }

    [Fact]
    public void What_is_printed_for_podman_and_buildah_has_the_second_step_too() =>
        BuildCommand.Text(Api with { Output = new BuildOutput(OutputKind.Push) }, BuildTool.Podman, forWindows: false)
            .ShouldBe("podman build -f /repo/Dockerfile -t api:1 /repo && podman push api:1 docker://api:1");

    public static TheoryData<string, int> Builds => new(
        from name in Variants.Keys from tool in Enum.GetValues<BuildTool>() select (name, (int)tool));

    private static Dictionary<string, ImageBuild> Variants { get; } = new()
    {
        ["load"] = Api,
        ["push"] = Api with { Output = new BuildOutput(OutputKind.Push), Names = ["registry.corp/api:1", "registry.corp/api:2"] },
        ["OCI archive"] = Api with { Output = new BuildOutput(OutputKind.OciArchive, "/out.tar") },
        ["docker archive"] = Api with { Output = new BuildOutput(OutputKind.DockerArchive, "/out.tar") },
        ["list"] = Api with { Platforms = ["linux/amd64", "linux/arm64"], Output = new BuildOutput(OutputKind.Push) },
        ["times"] = Api with { SourceDateEpoch = 7 },
        ["attestations"] = Api with { Provenance = "max", Sbom = true, Builder = "cluster" },
        ["Windows"] = Api with { IsForWindows = true },
        ["pushed Windows"] = Api with { IsForWindows = true, Output = new BuildOutput(OutputKind.Push) },
    };

    /// <summary>
    /// Only the options by which a program reports its progress and its result are not shown, and a list has a name of its own in each run.
    /// </summary>
    [Theory]
    [MemberData(nameof(Builds))]
    public void The_command_that_is_printed_is_the_command_that_is_run(string variant, int tool)
    {
        var run = string.Join(" && ", Run(Variants[variant], (BuildTool)tool)).Replace(" --progress=plain", "", StringComparison.Ordinal);
        foreach (var option in new[] { " --metadata-file /tmp/result", " --iidfile /tmp/result", " --digestfile /tmp/result.digest" })
        {
            run = run.Replace(option, "", StringComparison.Ordinal);
        }

        BuildCommand.Text(Variants[variant], (BuildTool)tool, forWindows: false)
            .ShouldBe(run.Replace("localhost/result", "localhost/containerguard-list", StringComparison.Ordinal));
    }

    [Fact]
    public void An_engine_for_Windows_containers_builds_without_buildx() =>
        Run(Api with { IsForWindows = true, Output = new BuildOutput(OutputKind.Push) }).ShouldBe(
        [
            "docker build --iidfile /tmp/result -f /repo/Dockerfile -t api:1 /repo",
            "docker image push api:1",
        ]);

    [Fact]
    public void Buildx_loads_the_image_and_says_what_it_made() =>
        Run(Api).ShouldBe(["docker buildx build --progress=plain --metadata-file /tmp/result -f /repo/Dockerfile -t api:1 --load /repo"]);

    [Theory]
    [InlineData((int)OutputKind.Push, null, "--push")]
    [InlineData((int)OutputKind.OciArchive, null, "--output type=oci,dest=/out.tar")]
    [InlineData((int)OutputKind.DockerArchive, null, "--output type=docker,dest=/out.tar")]
    [InlineData((int)OutputKind.Load, 7, "--provenance=false --output type=docker,rewrite-timestamp=true")]
    [InlineData((int)OutputKind.Push, 7, "--provenance=false --output type=image,push=true,rewrite-timestamp=true")]
    [InlineData((int)OutputKind.OciArchive, 7, "--provenance=false --output type=oci,dest=/out.tar,rewrite-timestamp=true")]
    public void Buildx_puts_it_where_it_is_to_go(int kind, int? epoch, string expected)
    {
        var command =
            Run(Api with { Output = new BuildOutput((OutputKind)kind, "/out.tar"), SourceDateEpoch = epoch }).ShouldHaveSingleItem();

        command.ShouldEndWith($"{expected} /repo");
        command.Contains("--build-arg SOURCE_DATE_EPOCH=7 ", StringComparison.Ordinal).ShouldBe(epoch is not null);
    }

    [Fact]
    public void An_archive_is_saved_by_the_engine_where_its_builder_writes_none() =>
        BuildCommand.All(
            Api with { Output = new BuildOutput(OutputKind.DockerArchive, "/out.tar") }, BuildTool.Docker,
            new BuildRun("/tmp/result", BuilderKind.Engine))
            .Select(command => command.Text(forWindows: false)).ShouldBe(
            [
                "docker buildx build --progress=plain --metadata-file /tmp/result -f /repo/Dockerfile -t api:1 --load /repo",
                "docker image save --output /out.tar api:1",
            ]);

    [Fact]
    public void With_times_of_the_sources_an_engine_with_containerds_store_loads_and_pushes_what_was_archived() =>
        BuildCommand.All(
            Api with { Output = new BuildOutput(OutputKind.Push), SourceDateEpoch = 7 }, BuildTool.Docker,
            new BuildRun("/tmp/result", BuilderKind.EngineWithContainerd))
            .Select(command => command.Text(forWindows: false)).ShouldBe(
            [
                "docker buildx build --progress=plain --metadata-file /tmp/result -f /repo/Dockerfile -t api:1 --build-arg "
                    + "SOURCE_DATE_EPOCH=7 --provenance=false --output type=oci,dest=/tmp/result.tar,rewrite-timestamp=true /repo",
                "docker image load --input /tmp/result.tar",
                "docker image push api:1",
            ]);

    [Fact]
    public void Everything_that_a_build_may_have_is_given_to_buildx() => Run(Api with
    {
        Builder = "cluster",
        Names = ["registry.corp/api:1", "registry.corp/api:latest"],
        Platforms = ["linux/amd64", "linux/arm64"],
        NamedContexts = [new NamedContext("feed", "/home/me/feed", "/feed")],
        Secrets = [new BuildSecret("config", "/a,b/nuget.config"), new BuildSecret("token", null, "TOKEN")],
        Arguments = [new("VERSION", "1.0"), new("FROM_OUTSIDE", null)],
        Labels = [new("team", "platform")],
        Provenance = "max",
        Sbom = true,
        Output = new BuildOutput(OutputKind.Push),
        Options = ["--network=host"],
    }).ShouldBe([
        "docker buildx build --progress=plain --metadata-file /tmp/result --builder cluster -f /repo/Dockerfile -t registry.corp/api:1 -t "
        + "registry.corp/api:latest "
        + "--platform linux/amd64,linux/arm64 --build-context feed=/home/me/feed --secret 'id=config,\"src=/a,b/nuget.config\"' --secret "
        + "id=token,env=TOKEN "
        + "--build-arg VERSION=1.0 --build-arg FROM_OUTSIDE --label team=platform --provenance=mode=max --sbom=true --push --network=host "
        + "/repo"]);

    [Fact]
    public void Podman_and_buildah_build_first_and_send_then()
    {
        Run(Api with { IgnoreFile = "/repo/Dockerfile.dockerignore", SourceDateEpoch = 7,
            Output = new BuildOutput(OutputKind.OciArchive, "/out.tar") }, BuildTool.Buildah).ShouldBe(
        [
            "buildah build --iidfile /tmp/result -f /repo/Dockerfile -t api:1 --ignorefile /repo/Dockerfile.dockerignore --timestamp 7 "
                + "/repo",
            "buildah push --digestfile /tmp/result.digest api:1 oci-archive:/out.tar:api:1",
        ]);
        Run(Api with { Names = ["registry.corp/api:1", "registry.corp/api:2"], Platforms = ["linux/amd64", "linux/arm64"],
            Output = new BuildOutput(OutputKind.Push) }, BuildTool.Podman).ShouldBe(
        [
            "podman build --manifest localhost/result -f /repo/Dockerfile --platform linux/amd64,linux/arm64 /repo",
            "podman tag localhost/result registry.corp/api:1 registry.corp/api:2",
            "podman manifest rm localhost/result",
            "podman manifest push --all --digestfile /tmp/result.digest registry.corp/api:1 docker://registry.corp/api:1",
            "podman manifest push --all --digestfile /tmp/result.digest registry.corp/api:1 docker://registry.corp/api:2",
        ]);
    }

    [Fact]
    public void What_a_program_cannot_do_is_said_before_it_is_tried()
    {
        (Api with { Builder = "cluster" }).Problem(BuildTool.Podman).ShouldNotBeNull().ShouldContain("ContainerGuardBuilder");
        (Api with { Sbom = true }).Problem(BuildTool.Buildah).ShouldNotBeNull().ShouldContain("ContainerGuardSbom");
        (Api with { Provenance = "max" }).Problem(BuildTool.Podman).ShouldNotBeNull().ShouldContain("ContainerGuardProvenance");
        (Api with { Provenance = "false" }).Problem(BuildTool.Podman).ShouldBeNull();
        (Api with { Builder = "cluster", Sbom = true, Provenance = "max" }).Problem(BuildTool.Docker).ShouldBeNull();
        (Api with { IsForWindows = true }).Problem(BuildTool.Docker).ShouldBeNull();
        (Api with { IsForWindows = true }).Problem(BuildTool.Podman).ShouldNotBeNull().ShouldContain("ContainerGuardBuildTool=docker");
        (Api with { IsForWindows = true, Sbom = true }).Problem(BuildTool.Docker).ShouldNotBeNull().ShouldContain("ContainerGuardSbom");
        (Api with { Platforms = ["linux/amd64", "linux/arm64"], Output = new BuildOutput(OutputKind.DockerArchive, "/out.tar") })
            .Problem(BuildTool.Docker).ShouldNotBeNull().ShouldContain("oci:");
    }

    [Fact]
    public void A_secret_that_is_not_there_is_named_and_its_value_never()
    {
        var build = Api with { Secrets = [new BuildSecret("file", "/there"), new BuildSecret("token", null, "TOKEN")] };

        build.MissingSecret(_ => true, _ => "s3cret").ShouldBeNull();
        build.MissingSecret(_ => false, _ => "s3cret").ShouldNotBeNull().ShouldContain("'file'");
        build.MissingSecret(_ => true, _ => null).ShouldNotBeNull().ShouldContain("TOKEN");
        new SecretMask(build.Secrets, _ => "one line\n", _ => "s3cret").Apply("got s3cret of one line").ShouldBe("got *** of ***");
    }

    [Theory]
    [InlineData("", "", "", (int)OutputKind.Load, "")]
    [InlineData("", "", "registry.corp", (int)OutputKind.Push, "")]
    [InlineData("", "out/api.tar", "registry.corp", (int)OutputKind.DockerArchive, "/p/out/api.tar")]
    [InlineData("", "out/", "", (int)OutputKind.DockerArchive, "/p/out/team-api.tar")]
    [InlineData("LOAD", "out/api.tar", "registry.corp", (int)OutputKind.Load, "")]
    [InlineData("push", "", "", (int)OutputKind.Push, "")]
    [InlineData("oci:api.tar", "", "", (int)OutputKind.OciArchive, "/p/api.tar")]
    [InlineData("docker:/x/api.tar", "", "", (int)OutputKind.DockerArchive, "/x/api.tar")]
    public void The_output_is_what_is_said_else_what_the_SDK_would_do(
        string value, string archive, string registry, int kind, string path) =>
        BuildOutput.Read(value, archive, registry, "team/api", file => Path.GetFullPath(file, "/p"))
            .ShouldBe(new BuildOutput((OutputKind)kind, path));

    [Theory]
    [InlineData("nowhere")]
    [InlineData("oci:")]
    [InlineData("load:x")]
    public void An_output_that_means_nothing_is_none(string value) => BuildOutput.Read(value, "", "", "api", file => file).ShouldBeNull();

    [Fact]
    public void The_digests_are_read_from_what_the_program_leaves()
    {
        BuildResult.Read("sha256:1\n").ShouldBe(new BuildResult("sha256:1", ""));
        BuildResult.Read("""{"containerimage.config.digest": "sha256:1", "containerimage.digest": "sha256:2"}""")
            .ShouldBe(new BuildResult("sha256:1", "sha256:2"));
        BuildResult.Read("""{"containerimage.config.digest": "sha256:1", "containerimage.digest": "sha256:1"}""")
            .ShouldBe(new BuildResult("sha256:1", ""));
        BuildResult.Read("{").ShouldBe(new BuildResult("", ""));
    }

    [Fact]
    public void The_driver_of_a_builder_is_read() =>
        BuilderAbilities.DriverIn("Name:          default\nDriver:        docker\n").ShouldBe("docker");

    private static string Printed(DotNetProject project, string dockerfile = "/repo/Dockerfile", bool forWindows = false) =>
        BuildCommand.Text(
            ImageBuild.Of(DotNetPlanner.Answer(project, RestoreInputs.Of(project)), dockerfile), BuildTool.Docker, forWindows);

    private static IEnumerable<string> Run(ImageBuild build, BuildTool tool = BuildTool.Docker) =>
        BuildCommand.All(build, tool, new BuildRun("/tmp/result")).Select(command => command.Text(forWindows: false));
}
