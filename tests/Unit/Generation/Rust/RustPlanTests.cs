namespace ContainerGuard.Tests.Unit.Generation.Rust;

public sealed class RustPlanTests
{
    private const string Shop = "[package]\nname = \"shop\"\nversion = \"1.0.0\"\nedition = \"2021\"\n";

    private static readonly (string, string)[] Package =
        [("shop/Cargo.toml", Shop), ("shop/Cargo.lock", ""), ("shop/src/main.rs", "fn main() {}\n")];

    private static readonly (string, string)[] Workspace =
    [
        ("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"2\"\n"),
        ("Cargo.lock", ""),
        ("crates/shop/Cargo.toml", Shop),
        ("crates/shop/src/main.rs", "fn main() {}\n"),
        ("crates/text/Cargo.toml", "[package]\nname = \"text\"\n"),
        ("crates/text/src/lib.rs", ""),
    ];

    [Fact]
    public void A_package_is_compiled_into_an_image_with_the_C_library() => App.Plan(App.Of("rust"), Package).Dockerfile().ShouldBe("""
        # The current Rust, which builds the code of every earlier release.
        # build compiles on the target's architecture, because crates can contain C code.
        FROM rust:1-trixie AS build
        WORKDIR /src
        COPY shop/ ./
        # The mounts keep downloads and compiled crates. touch: Cargo compares times, and the mount may be newer than these sources.
        RUN --mount=type=cache,id=cargo-registry,target=/usr/local/cargo/registry \
            --mount=type=cache,id=cargo-git,target=/usr/local/cargo/git \
            --mount=type=cache,id=cargo-target-shop,target=/src/target,sharing=locked \
            find . -path ./target -prune -o -type f -exec touch {} + && \
            cargo build --release --locked -p shop --bin shop && \
            install -D target/release/shop /out/shop

        # The C library of the build stage, certificates, time zones and a user. No shell, no package manager.
        # final is the image that ships: no compiler, no sources (CG2007).
        FROM gcr.io/distroless/cc-debian13:nonroot AS final
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
    public void A_member_is_built_in_its_workspace()
    {
        var plan = App.Plan(App.Of("rust", "/repo/crates/shop/shop.proj"), Workspace);
        var build = GeneratedImage.Of(plan).Stage("build");

        build.Copies.ShouldBe([new(["."], ".")]);
        build.Commands.ShouldContain("cargo build --release --locked -p shop --bin shop");
        plan.Sends("crates/text/src/lib.rs").ShouldBeTrue();
        plan.Sends("target/release/shop").ShouldBeFalse();
    }

    [Fact]
    public void Of_a_workspace_the_member_with_a_program_is_built() =>
        GeneratedImage.Of(App.Plan(App.Of("rust", "/repo/all.proj"), Workspace)).Entrypoint.ShouldBe(["/app/shop"]);

    [Theory]
    [InlineData(".cargo/config.toml", "[build]\nrustflags = [\"-C\", \"target-feature=+crt-static\"]\n", "")]
    [InlineData("readme.md", "", "static")]
    public void A_static_program_is_in_an_image_without_a_C_library(string file, string text, string family)
    {
        var image = GeneratedImage.Of(App.Plan(App.Of("rust") with { ContainerFamily = family }, [.. Package, ($"shop/{file}", text)]));

        image.Base.ShouldBe("gcr.io/distroless/static-debian13:nonroot");
        image.Stage("build").Commands.TakeLast(2).ShouldBe(
        [
            "cargo build --release --locked -p shop --bin shop --target \"$host\"",
            "install -D \"target/$host/release/shop\" /out/shop",
        ]);
    }

    [Fact]
    public void Vendored_crates_are_not_downloaded() => GeneratedImage.Of(App.Plan(
        App.Of("rust"),
        [.. Package, ("shop/.cargo/config.toml",
            "[source.crates-io]\nreplace-with = \"vendored-sources\"\n[source.vendored-sources]\ndirectory = \"vendor\"\n")]))
        .Stage("build").Mounts.ShouldBe(["type=cache,id=cargo-target-shop,target=/src/target,sharing=locked"]);

    [Theory]
    [InlineData("rust-toolchain.toml", "[toolchain]\nchannel = \"1.90.0\"\n", "rust:1.90.0-trixie")]
    [InlineData("rust-toolchain", "1.85\n", "rust:1.85-trixie")]
    [InlineData("rust-toolchain.toml", "[toolchain]\nchannel = \"stable\"\n", "rust:1-trixie")]
    [InlineData("rust-toolchain.toml", "[toolchain]\ncomponents = [\"clippy\"]\n", "rust:1-trixie")]
    public void The_toolchain_of_the_project_is_that_of_the_image(string file, string text, string expected)
    {
        var plan = App.Plan(App.Of("rust"), [.. Package, ($"shop/{file}", text)]);

        plan.Images[0].ShouldBe(expected);
        plan.Sends($"shop/{file}").ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "admin", "admin")]
    [InlineData("default-run = \"worker\"\n", "", "worker")]
    [InlineData("", "", null)]
    public void Of_several_programs_the_named_one_is_built(string manifest, string assemblyName, string? program)
    {
        var plan = App.Plan(
            App.Of("rust", "/repo/shop/other.proj") with { AssemblyName = assemblyName },
            ("shop/Cargo.toml", Shop + manifest + "[[bin]]\nname = \"admin\"\npath = \"src/main.rs\"\n"),
            ("shop/Cargo.lock", ""),
            ("shop/src/main.rs", ""),
            ("shop/src/bin/worker.rs", ""),
            ("shop/src/bin/report/main.rs", ""));

        if (program is null)
        {
            plan.Problem().ShouldNotBeNull()
                .ShouldStartWith("Cargo.toml has several programs (admin, report, worker), and none has the project's name.");
        }
        else
        {
            GeneratedImage.Of(plan).Entrypoint.ShouldBe([$"/app/{program}"]);
        }
    }

    [Theory]
    [InlineData("src/lib.rs", "", "has no program")]
    [InlineData("rust-toolchain", "nightly-2026-01-01", "asks for 'nightly-2026-01-01'")]
    public void What_cannot_be_built_is_refused(string file, string text, string expected) => App.Plan(
        App.Of("rust"),
        file == "src/lib.rs"
            ? [("shop/Cargo.toml", Shop), ("shop/Cargo.lock", ""), ($"shop/{file}", text)]
            : [.. Package, ($"shop/{file}", text)])
        .Problem().ShouldNotBeNull().ShouldContain(expected);

    [Fact]
    public void A_package_without_locked_versions_is_refused() =>
        App.Plan(App.Of("rust"), Package[0], Package[2]).Problem().ShouldBe(
            "Cargo.lock does not exist, so every build could use other crates. Run 'cargo generate-lockfile' and commit the file.");

    [Theory]
    [InlineData("Cargo.toml", "rust")]
    [InlineData("Cargo.toml package.json src/main.rs", "rust")]
    [InlineData("Cargo.toml package.json", "node")]
    [InlineData("Cargo.toml pyproject.toml src/main.rs", "python")]
    [InlineData("Cargo.toml index.html", "rust")]
    public void A_manifest_beside_the_project_selects_the_stack(string files, string stack) =>
        ContainerGuard.Generation.Stacks.In(App.Disk([.. files.Split(' ').Select(static file => ($"shop/{file}", ""))]), "/repo/shop")!.Name
            .ShouldBe(stack);

    [Fact]
    public void No_rule_at_any_level_has_a_finding()
    {
        App.ShouldBeClean(App.Of("rust"), Package);
        App.ShouldBeClean(
            App.Of("rust") with { ContainerFamily = "static", ContainerPorts = [new(8080, "tcp")], LabelsBaseImage = true }, Package);
        App.ShouldBeClean(App.Of("rust", "/repo/crates/shop/shop.proj"), Workspace);
    }
}
