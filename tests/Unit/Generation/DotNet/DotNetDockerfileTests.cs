using ContainerGuard.Building;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Generation;
using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

public sealed class DotNetDockerfileTests
{
    [Fact]
    public void A_web_project_is_published_into_the_chiseled_aspnet_image()
    {
        var project = Project.Web() with
        {
            Labels = new Dictionary<string, string> { ["org.opencontainers.image.title"] = "The \"API\"" },
        };
        var inputs = new RestoreInputs { Files = ["src/Lib/Lib.csproj", "nuget.config", "src/Api/Api.csproj", "Directory.Build.props"] };
        var pins = new Dictionary<string, string>
        {
            ["mcr.microsoft.com/dotnet/sdk:10.0"] = "mcr.microsoft.com/dotnet/sdk:10.0@sha256:1111",
            ["mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra"] =
                "registry.corp/mcr/dotnet/aspnet:10.0-noble-chiseled-extra@sha256:2222",
        };

        GeneratedFile.WithoutHeader(Project.Generate(project, inputs, pins).Dockerfile).ShouldBe("""
            # The SDK for net10.0.
            # build runs on the builder's architecture and compiles for the target's.
            FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0@sha256:1111 AS build
            ARG TARGETARCH
            WORKDIR /src

            # Copy what restore reads first, so that a change of a source file does not repeat the restore.
            COPY Directory.Build.props nuget.config ./
            COPY src/Api/Api.csproj src/Api/
            COPY src/Lib/Lib.csproj src/Lib/
            # The mount caches downloads. The packages stay in this layer, so a pruned cache cannot break publish (NETSDK1064).
            RUN --mount=type=cache,id=nuget-http,target=/root/.local/share/NuGet/http-cache,sharing=locked \
                dotnet restore src/Api/Api.csproj -a "$TARGETARCH" -p:Configuration=Release -p:UseAppHost=false

            COPY . .
            # ContainerGuard has already checked this project, so it is off in this build.
            RUN dotnet publish src/Api/Api.csproj --no-restore -c Release -a "$TARGETARCH" -p:UseAppHost=false \
                -p:ContainerGuardEnabled=false -o /app

            # The ASP.NET Core runtime, chiseled: no shell, no package manager; -extra adds ICU and time zones.
            # final is the image that ships: no SDK, no sources (CG2007).
            FROM registry.corp/mcr/dotnet/aspnet:10.0-noble-chiseled-extra@sha256:2222 AS final
            # Owned by root and read-only for the app: an attacker in the process cannot change its code.
            # WORKDIR comes after COPY: before it, WORKDIR would create the folder and give it to the app's user.
            COPY --from=build /app /app
            WORKDIR /app
            ENV ASPNETCORE_ENVIRONMENT=Production \
                ASPNETCORE_HTTP_PORTS=8080
            EXPOSE 8080
            LABEL org.opencontainers.image.base.digest=sha256:2222 \
                org.opencontainers.image.base.name=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra \
                org.opencontainers.image.title="The \"API\""
            # The base image's user app ($APP_UID) has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).
            USER 1654
            # The orchestrator checks the health from outside, because the image has no shell and no HTTP client.
            HEALTHCHECK NONE
            # Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
            ENTRYPOINT ["dotnet", "Api.dll"]

            """);
    }

    [Fact]
    public void A_console_project_listens_nowhere_and_runs_on_the_runtime_image()
    {
        var image = Project.ImageOf(Project.Console());

        image.Base.ShouldBe("mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled-extra");
        image.Entrypoint.ShouldBe(["dotnet", "Tool.dll"]);
        image.Variables.ShouldBe([("DOTNET_ENVIRONMENT", "Production")]);
        image.Stage("build").Variables.ShouldBeEmpty();
        image.Ports.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_project_gives_the_same_bytes_whatever_the_order_of_its_facts()
    {
        var project = Project.Web();
        var one = Project.Generate(project, new RestoreInputs { Files = ["b/B.csproj", "a/A.csproj", "z.props", "a.props"] }, Pins());
        var two = Project.Generate(project, new RestoreInputs { Files = ["z.props", "a.props", "a/A.csproj", "b/B.csproj"] }, Pins());

        two.ShouldBe(one);
        one.Dockerfile.ShouldNotContain("\r");
        one.Dockerfile.ShouldNotContain(Project.Context);
    }

    [Theory]
    [InlineData("/repo/src/My App/My App.csproj", "src/My App/My App.csproj", "src/My App/", "'src/My App/My App.csproj'")]
    [InlineData("/repo/Grüße/Grüße.csproj", "Grüße/Grüße.csproj", "Grüße/", "Grüße/Grüße.csproj")]
    [InlineData("/repo/a[1]/A.csproj", "a[[]1]/A.csproj", "a[1]/", "'a[1]/A.csproj'")]
    [InlineData("/repo/a$b/A.csproj", "a$b/A.csproj", "a$b/", "'a$b/A.csproj'")]
    [InlineData("/repo/App.csproj", "App.csproj", "./", "App.csproj")]
    public void Names_that_BuildKit_or_the_shell_would_read_as_more_are_escaped(string path, string source, string target, string quoted)
    {
        var build = Project.ImageOf(Project.Web(path)).Stage("build");

        build.Copies.ShouldBe([new([source], target), new(["."], ".")]);
        build.Command("dotnet", "restore").Skip(2).Take(2).ShouldBe([quoted, "-a"]);
        build.Command("dotnet", "publish").Skip(2).Take(2).ShouldBe([quoted, "--no-restore"]);
    }

    [Fact]
    public void The_ports_of_the_project_are_exposed_and_the_first_is_listened_on()
    {
        var image = Project.ImageOf(Project.Web() with { ContainerPorts = [new(5000, "tcp"), new(5001, "udp")] });

        image.Variable("ASPNETCORE_HTTP_PORTS").ShouldBe("5000");
        image.Ports.ShouldBe(["5000", "5001/udp"]);
    }

    [Fact]
    public void An_address_that_the_project_sets_itself_is_left_alone()
    {
        var image = Project.ImageOf(Project.Web() with
        {
            ContainerEnvironmentVariables = new Dictionary<string, string> { ["ASPNETCORE_URLS"] = "http://+:9000;http://+:9001" },
        });

        image.Variables.ShouldBe([("ASPNETCORE_ENVIRONMENT", "Production"), ("ASPNETCORE_URLS", "http://+:9000;http://+:9001")]);
    }

    [Fact]
    public void Before_dotnet_8_the_address_is_a_url_and_the_user_a_plain_number()
    {
        var image = Project.ImageOf(Project.Web() with { TargetFramework = TargetFramework.Parse("net6.0") });

        image.Variable("ASPNETCORE_URLS").ShouldBe("http://+:8080");
        image.User.ShouldBe("1654");
    }

    [Theory]
    [InlineData("", "1654")]
    [InlineData("app", "1654")]
    [InlineData("2000:3000", "2000:3000")]
    [InlineData("root", "root")]
    public void The_user_is_the_one_of_the_project_else_a_number(string user, string expected) =>
        Project.ImageOf(Project.Web() with { ContainerUser = user }).User.ShouldBe(expected);

    [Fact]
    public void An_unknown_base_image_gets_a_number_that_needs_no_account() =>
        Project.ImageOf(Project.Web() with { ContainerBaseImage = "registry.corp/base/aspnet:1" }).User.ShouldBe("1654");

    [Fact]
    public void A_self_contained_project_starts_by_its_own_executable()
    {
        var image = Project.ImageOf(Project.Console() with { IsSelfContained = true, InvariantGlobalization = true });

        image.Base.ShouldBe("mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled");
        image.Stage("build").Commands[0].ShouldBe(
            "dotnet restore src/Tool/Tool.csproj -a \"$TARGETARCH\" -p:Configuration=Release -p:SelfContained=true");
        image.Entrypoint.ShouldBe(["/app/Tool"]);
    }

    [Fact]
    public void A_project_of_several_frameworks_is_published_for_the_one_that_was_asked_for()
    {
        Project.ImageOf(Project.Web() with { IsMultiTargeted = true }).Stage("build").Commands.ShouldBe(
        [
            "dotnet restore src/Api/Api.csproj -a \"$TARGETARCH\" -p:Configuration=Release -p:UseAppHost=false",
            "dotnet publish src/Api/Api.csproj --no-restore -c Release -f net10.0 -a \"$TARGETARCH\" -p:UseAppHost=false "
                + "-p:ContainerGuardEnabled=false -p:UseSharedCompilation=false -o /app",
        ]);
    }

    [Fact]
    public void A_single_file_that_would_unpack_itself_is_published_as_several()
    {
        var image = Project.ImageOf(Project.Console() with { IsSelfContained = true, PublishSingleFile = true, UnpacksItself = true });

        image.Stage("build").Commands.ShouldBe(
        [
            "dotnet restore src/Tool/Tool.csproj -a \"$TARGETARCH\" -p:Configuration=Release -p:SelfContained=true "
                + "-p:PublishSingleFile=false",
            "dotnet publish src/Tool/Tool.csproj --no-restore -c Release -a \"$TARGETARCH\" -p:SelfContained=true "
                + "-p:PublishSingleFile=false -p:ContainerGuardEnabled=false -p:UseSharedCompilation=false -o /app",
        ]);
        image.Entrypoint.ShouldBe(["/app/Tool"]);
    }

    [Fact]
    public void Arguments_that_the_app_needs_are_part_of_the_entry_point_and_others_can_be_replaced()
    {
        var image = Project.ImageOf(
            Project.Console() with { ContainerAppCommandArgs = ["serve"], ContainerDefaultArgs = ["--color", "navy blue"] });

        image.Entrypoint.ShouldBe(["dotnet", "Tool.dll", "serve"]);
        image.Cmd.ShouldBe(["--color", "navy blue"]);
    }

    [Fact]
    public void Native_AOT_is_compiled_on_the_architecture_it_runs_on()
    {
        var build = Project.ImageOf(Project.Web() with { IsSelfContained = true, PublishAot = true }).Stage("build");

        build.Base.ShouldBe("mcr.microsoft.com/dotnet/sdk:10.0-noble-aot");
        build.RunsOnBuilder.ShouldBeFalse();
        build.Command("dotnet", "publish").TakeLast(3).ShouldBe(["-p:CopyOutputSymbolsToPublishDirectory=false", "-o", "/app"]);
    }

    [Fact]
    public void A_package_source_outside_the_context_is_a_stage_that_the_build_command_fills()
    {
        var project = Project.Console();
        var inputs = RestoreInputs.Of(project) with { NamedContexts = [new("nuget-feed", "/home/me/feed", "/feed")] };

        var text = Project.Generate(project, inputs, Pins()).Dockerfile;

        var image = GeneratedImage.Of(text);
        image.Stage("nuget-feed").Base.ShouldBe("scratch");
        image.Stage("build").Mounts.ShouldContain("type=bind,from=nuget-feed,target=/feed");
        text.ShouldNotContain("/home/me");
        BuildCommand.Text(
            ImageBuild.Of(DotNetPlanner.Answer(project, inputs), "/repo/src/Tool/obj/container/Dockerfile"), BuildTool.Docker,
            forWindows: false).ShouldBe(
            "docker buildx build -f /repo/src/Tool/obj/container/Dockerfile -t tool:latest --build-context nuget-feed=/home/me/feed --load "
                + "/repo");
    }

    [Fact]
    public void A_compiler_server_is_started_only_for_several_projects()
    {
        var project = Project.Web();

        WordsFor(["src/Api/Api.csproj", "nuget.config"]).ShouldContain("-p:UseSharedCompilation=false");
        WordsFor(["src/Api/Api.csproj", "src/Lib/Lib.fsproj"])
            .ShouldAllBe(static word => !word.Contains("UseSharedCompilation", StringComparison.Ordinal));

        IEnumerable<string> WordsFor(string[] files) =>
            GeneratedImage.Of(DotNetPlanner.Answer(project, new RestoreInputs { Files = files })).Stage("build").Runs
                .SelectMany(static run => run.Words).SelectMany(static words => words);
    }

    [Fact]
    public void A_configuration_with_credentials_is_a_secret_and_in_no_layer()
    {
        var project = Project.Console();
        var inputs = RestoreInputs.Of(project) with { Secrets = [new("nuget-config", "/repo/nuget.config", "/src/nuget.config")] };

        var plan = DotNetPlanner.Answer(project, inputs);

        GeneratedImage.Of(plan).Stage("build").Mounts.ShouldContain("type=secret,id=nuget-config,target=/src/nuget.config");
        BuildCommand.Text(ImageBuild.Of(plan, "/repo/Dockerfile"), BuildTool.Docker, forWindows: false)
            .ShouldContain(" --secret id=nuget-config,src=/repo/nuget.config ");
    }

    private static Dictionary<string, string> Pins() => [];
}
