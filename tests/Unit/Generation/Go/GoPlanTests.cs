namespace ContainerGuard.Tests.Unit.Generation.Go;

public sealed class GoPlanTests
{
    private const string Main = "// The shop.\npackage main\n\nfunc main() {}\n";

    private const string GoBuild = "CGO_ENABLED=0 GOOS=\"$TARGETOS\" GOARCH=\"$TARGETARCH\" go build -trimpath '-ldflags=-s -w'";

    private static readonly (string, string)[] Shop =
    [
        ("shop/go.mod", "module example.com/shop/v2\n\ngo 1.27.1\n\nrequire (\n\texample.com/router v1.2.3 // indirect\n)\n"),
        ("shop/go.sum", ""),
        ("shop/main.go", Main),
    ];

    [Fact]
    public void A_module_is_compiled_into_a_distroless_image() => App.Plan(App.Of("go"), Shop).Dockerfile().ShouldBe("""
        # The Go version from go.mod.
        # build runs on the builder's architecture and compiles for the target's.
        FROM --platform=$BUILDPLATFORM golang:1.27 AS build
        WORKDIR /src/shop

        # Copy go.mod and go.sum first, so that a change of a source file does not repeat the download.
        COPY shop/go.mod shop/go.sum ./
        RUN --mount=type=cache,id=go-modules,target=/go/pkg/mod \
            go mod download

        COPY shop/ ./
        ARG TARGETOS
        ARG TARGETARCH
        # Without cgo the program needs no C library. -trimpath removes this stage's paths, -s -w the debug tables.
        RUN --mount=type=cache,id=go-modules,target=/go/pkg/mod \
            --mount=type=cache,id=go-build,target=/root/.cache/go-build \
            CGO_ENABLED=0 GOOS="$TARGETOS" GOARCH="$TARGETARCH" \
            go build -trimpath -ldflags="-s -w" -o /out/shop .

        # Certificates, time zones and a user: all that a static program needs. No shell, no package manager.
        # final is the image that ships: no compiler, no sources (CG2007).
        FROM gcr.io/distroless/static-debian13:nonroot AS final
        # Owned by root and read-only for the app: an attacker in the process cannot change its code.
        COPY --from=build /out /app
        WORKDIR /app
        # The image's user nonroot has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).
        USER 65532
        # The orchestrator checks the health from outside, because the image has no shell and no HTTP client.
        HEALTHCHECK NONE
        # Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
        ENTRYPOINT ["/app/shop"]

        """);

    [Fact]
    public void Without_requirements_nothing_is_downloaded()
    {
        var plan = App.Plan(App.Of("go", "/repo/shop.proj"), ("go.mod", "module shop\n\ngo 1.19\n"), ("main.go", Main));
        var image = GeneratedImage.Of(plan);

        plan.Dockerfile().ShouldStartWith("# A supported Go, which builds modules for Go 1.19.\n");
        image.Stages.First().ShouldBe(("build", "golang:1.27"));
        var build = image.Stage("build");
        build.Copies.ShouldBe([new(["."], ".")]);
        build.Mounts.ShouldBe(["type=cache,id=go-build,target=/root/.cache/go-build"]);
        build.Commands.ShouldBe([$"{GoBuild} -o /out/shop ."]);
    }

    [Theory]
    [InlineData("go 1.26", "golang:1.26")]
    [InlineData("go 1.26.0\n\ntoolchain go1.28rc2", "golang:1.28")]
    [InlineData("go 1.21 // the oldest\ntoolchain default", "golang:1.27")]
    [InlineData("", "golang:1.27")]
    public void The_compiler_is_one_in_support_and_no_older_than_the_module_asks(string directives, string image) =>
        App.Plan(App.Of("go"), ("shop/go.mod", $"module shop\n{directives}\n"), ("shop/main.go", Main)).Images
            .ShouldBe([image, "gcr.io/distroless/static-debian13:nonroot"]);

    [Fact]
    public void The_only_program_below_cmd_is_built()
    {
        var image = GeneratedImage.Of(App.Plan(
            App.Of("go"), ("shop/go.mod", "module shop\n"), ("shop/shop.go", "package shop\n"), ("shop/cmd/serve/main.go", Main),
            ("shop/cmd/data/data.go", "package data\n")));

        image.Stage("build").Commands.ShouldBe([$"{GoBuild} -o /out/serve ./cmd/serve"]);
        image.Entrypoint.ShouldBe(["/app/serve"]);
    }

    [Fact]
    public void Of_several_the_one_that_the_project_names_is_built() => GeneratedImage.Of(App.Plan(
        App.Of("go", "/repo/shop.proj") with { AssemblyName = "admin" }, ("go.mod", "module x"), ("cmd/shop/main.go", Main),
        ("cmd/admin/main.go", Main))).Stage("build").Commands.ShouldHaveSingleItem().ShouldEndWith(" ./cmd/admin");

    [Fact]
    public void Several_are_asked_about_whatever_their_folders_are_called() =>
        App.Plan(App.Of("go", "/repo/shop.proj"), ("go.mod", "module x"), ("cmd/shop/main.go", Main), ("cmd/admin/main.go", Main))
            .Problem().ShouldNotBeNull().ShouldSatisfyAllConditions(
                static problem => problem.ShouldContain("cmd/admin, cmd/shop"),
                static problem => problem.ShouldContain("<AssemblyName>admin</AssemblyName>"));

    [Fact]
    public void A_program_in_a_folder_with_another_name_is_found() => GeneratedImage.Of(App.Plan(
        App.Of("go"), ("shop/go.mod", "module shop\n"), ("shop/server/main.go", Main), ("shop/examples/main.go", Main)))
        .Stage("build").Commands.ShouldHaveSingleItem().ShouldEndWith(" ./server");

    [Theory]
    [InlineData("//go:build ignore\n\npackage main\n")]
    [InlineData("/* package main */\npackage mainly\n")]
    [InlineData("")]
    public void What_is_no_program_is_an_obstacle(string source) =>
        App.Plan(App.Of("go"), ("shop/go.mod", "module x"), ("shop/a.go", source), ("shop/a_test.go", Main))
            .Problem().ShouldNotBeNull().ShouldContain("no program");

    [Fact]
    public void Requirements_without_go_sum_are_an_obstacle() =>
        App.Plan(App.Of("go"), ("shop/go.mod", "module x\nrequire example.com/y v1.0.0"), ("shop/main.go", Main))
            .Problem().ShouldNotBeNull().ShouldContain("go mod tidy");

    [Fact]
    public void Vendored_modules_are_not_downloaded()
    {
        var build = GeneratedImage.Of(App.Plan(
            App.Of("go"), ("shop/go.mod", "module x\nrequire example.com/y v1.0.0"), ("shop/main.go", Main),
            ("shop/vendor/modules.txt", "# example.com/y v1.0.0"))).Stage("build");

        build.Commands.ShouldHaveSingleItem().ShouldStartWith(GoBuild);
        build.Mounts.ShouldBe(["type=cache,id=go-build,target=/root/.cache/go-build"]);
    }

    [Fact]
    public void A_module_beside_this_one_comes_along()
    {
        var image = GeneratedImage.Of(App.Plan(
            App.Of("go"),
            ("shop/go.mod",
                "module x\nrequire (\n\texample.com/lib v0.0.0\n\texample.com/y v1.0.0\n)\nreplace example.com/lib => ../lib\n"),
            ("shop/go.sum", ""),
            ("shop/main.go", Main),
            ("lib/go.mod", "module example.com/lib")));

        image.Stage("build").Copies.ShouldBe(
        [
            new(["shop/go.mod", "shop/go.sum"], "./"), new(["lib/go.mod"], "/src/lib/"), new(["lib/"], "/src/lib/"), new(["shop/"], "./"),
        ]);
    }

    [Fact]
    public void One_outside_the_context_is_an_obstacle() =>
        App.Plan(App.Of("go"), ("shop/go.mod", "module x\nrequire y v0.0.0\nreplace y v0.0.0 => ../../y"), ("shop/main.go", Main))
            .Problem().ShouldNotBeNull().ShouldContain("../../y");

    [Fact]
    public void The_settings_of_the_project_are_followed()
    {
        var image = GeneratedImage.Of(App.Plan(
            App.Of("go") with
            {
                ContainerBaseImage = "registry.corp/static:1",
                ContainerUser = "2000",
                ContainerWorkingDirectory = "/srv/my shop",
                ContainerPorts = [new(8080, "tcp")],
                ContainerEnvironmentVariables = new Dictionary<string, string> { ["GOMEMLIMIT"] = "100MiB" },
                Process = ["/srv/my shop/shop", "--port=8080"],
            },
            Shop));

        image.Base.ShouldBe("registry.corp/static:1");
        image.Stage("final").Copies.ShouldBe([new(["/out"], "/srv/my shop") { From = "build" }]);
        image.WorkingDirectory.ShouldBe("/srv/my shop");
        image.Variable("GOMEMLIMIT").ShouldBe("100MiB");
        image.Ports.ShouldBe(["8080"]);
        image.User.ShouldBe("2000");
        image.Entrypoint.ShouldBe(["/srv/my shop/shop", "--port=8080"]);
    }

    [Fact]
    public void Tests_are_not_sent()
    {
        var plan = App.Plan(App.Of("go"), Shop);

        plan.Sends("shop/internal/cart.go").ShouldBeTrue();
        plan.Sends("shop/internal/cart_test.go").ShouldBeFalse();
        plan.Sends("shop/shop.proj").ShouldBeFalse();
    }

    public static TheoryData<string, (string, string)[]> Shapes => new()
    {
        { "/repo/shop/shop.proj", Shop },
        { "/repo/shop.proj", [("go.mod", "module shop\nrequire y v1"), ("go.sum", ""), ("main.go", Main)] },
        { "/repo/shop.proj", [("go.mod", "module shop"), ("cmd/shop/main.go", Main)] },
        { "/repo/My Shop (ü)/My $Shop [1].proj", [("My Shop (ü)/go.mod", "module shop\nrequire y v1"), ("My Shop (ü)/go.sum", ""),
            ("My Shop (ü)/cmd/my $shop [1]/main.go", Main)] },
        { "/repo/shop/shop.proj", [.. Shop, ("shop/vendor/modules.txt", "")] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_rule_at_any_level_has_a_finding(string path, (string, string)[] files)
    {
        App.ShouldBeClean(App.Of("go", path), files);
        App.ShouldBeClean(App.Of("go", path) with { ContainerPorts = [new(8080, "tcp")], LabelsBaseImage = true }, files);
    }
}
