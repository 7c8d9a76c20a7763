using ContainerGuard.Generation;
using ContainerGuard.Tests.Unit.Generation.Ruby;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>What a person adds to the stages of applications that are not .NET.</summary>
public sealed class AppExtrasTests
{
    private static readonly StageExtras Final = new()
    {
        AptPackages = ["tini"],
        Commands = [new("Note the build.", "echo made > /made")],
        Copies = [new("shop/motd.txt", "/etc/motd")],
        Begin = "ENV BEGUN=1\n",
        End = "ENV ENDED=1\n",
    };

    private static readonly StageExtras Build = new() { AptPackages = ["cmake"], Commands = [new("Made.", "make")] };

    private const string BeginOfFinal = """
         AS final
        # No recommended packages, and no package lists in the layer (CG5011, CG5012).
        RUN apt-get update && apt-get install -y --no-install-recommends \
                tini \
            && rm -rf /var/lib/apt/lists/*
        ENV BEGUN=1
        # Owned
        """;

    private const string EndOfFinal = """

        COPY shop/motd.txt /etc/motd
        # Note the build.
        RUN echo made > /made
        ENV ENDED=1

        """;

    private const string BeginOfBuild =
        "RUN apt-get update && apt-get install -y --no-install-recommends \\\n        cmake \\\n    && rm -rf /var/lib/apt/lists/*\n";

    /// <summary>
    /// Applications of each stack that has a shell and apt-get in the image that ships, and of what stands around the command in the stage
    /// that builds.
    /// </summary>
    public static TheoryData<string, string, string, string> Stacks => new()
    {
        { "node", "FROM node:24 AS base\n", "COPY shop ./\n", "RUN npm run build" },
        { "python", "FROM python:3.14-slim AS build\n", "-r requirements.txt\n", "\n# final" },
        { "ruby", "FROM ruby:4.0 AS build\n", "COPY --chmod=555 shop/ ./\n", "\n# final" },
        { "go", "FROM --platform=$BUILDPLATFORM golang:1.27 AS build\n", "COPY shop/ ./\n", "ARG TARGETOS" },
    };

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Packages_come_first_and_the_rest_when_the_files_are_there(string stack, string from, string before, string after)
    {
        // Distroless has neither a shell nor apt-get.
        var project = App.Of(
            stack) with { FinalExtras = Final, BuildExtras = Build, ContainerBaseImage = stack == "go" ? "registry.corp/debian:13" : "" };

        var text = App.Plan(project, Files(stack)).Dockerfile().ReplaceLineEndings("\n");

        text.ShouldContain(BeginOfFinal);
        text.ShouldContain(EndOfFinal);
        text.IndexOf(EndOfFinal, StringComparison.Ordinal).ShouldBeLessThan(text.LastIndexOf("\nUSER ", StringComparison.Ordinal));
        text.ShouldContain($"{from}# No recommended packages, and no package lists in the layer (CG5011, CG5012).\n{BeginOfBuild}");
        text.ShouldContain($"{before}# Made.\nRUN make\n{after}");
    }

    [Fact]
    public void A_static_site_is_given_them_as_root_and_served_as_its_own_user()
    {
        var text = App.Plan(App.Of("static") with { FinalExtras = Final with { AptPackages = [] } }, Files("static")).Dockerfile();

        text.ShouldContain(
            "-alpine AS final\n# The next steps run as root. The user of the app is set at the end (CG3001).\nUSER 0\nENV BEGUN=1\n");
        text.ShouldContain("\nRUN echo made > /made\nENV ENDED=1\nEXPOSE 8080\n");
        text.ShouldContain("\nUSER 101\n");
    }

    [Fact]
    public void A_person_may_name_another_version_of_what_a_gem_needs()
    {
        var text = App.Plan(App.Of("ruby") with
        {
            FinalExtras = new StageExtras { AptPackages = ["libpq5=17.6-0+deb13u1", "curl=8.*"] },
        }, RubyShapes.Rails).Dockerfile();

        text.ShouldContain("        \"curl=8.*\" \\\n        libpq5=17.6-0+deb13u1 \\\n        \"libvips42t64=8.16.*\" \\\n    && rm");
    }

    [Theory]
    [InlineData("go", "", "does not have. Set ContainerBaseImage to an image that has one")]
    [InlineData("node", "distroless", "does not have. Set ContainerFamily to a variant (slim) that has one")]
    [InlineData("node", "alpine", "does not have. Add a ContainerGuardRun")]
    [InlineData("python", "alpine", "does not have. Add a ContainerGuardRun")]
    [InlineData("ruby", "alpine", "or set ContainerFamily to a variant (slim) that has it")]
    [InlineData("static", "", "or set ContainerBaseImage to an image that has it")]
    public void Packages_for_an_image_without_apt_are_refused(string stack, string family, string reason) =>
        App.Plan(App.Of(stack) with { ContainerFamily = family, FinalExtras = Final }, Files(stack))
            .Problem().ShouldNotBeNull().ShouldContain(reason);

    [Fact]
    public void What_is_for_a_stage_that_is_not_there_is_refused()
    {
        App.Plan(App.Of("static") with { BuildExtras = Build }, Files("static"))
            .Problem().ShouldNotBeNull().ShouldStartWith("ContainerGuardAptPackage 'cmake' is for the stage 'build', which");
        App.Plan(App.Of("ruby") with { BuildExtras = Build }, RubyShapes.Script)
            .Problem().ShouldNotBeNull().ShouldContain("for the stage 'build', which");
        App.Plan(App.Of("node") with { BuildExtras = Build }, ("shop/package.json", """{ "main": "a.js" }"""), ("shop/a.js", ""))
            .Problem().ShouldNotBeNull().ShouldContain("for the stage 'build', which");
    }

    private static (string, string)[] Files(string stack) => stack switch
    {
        "node" =>
        [
            ("shop/package.json",
                """{ "name": "shop", "scripts": { "build": "tsc", "start": "node a.js" }, "dependencies": { "a": "1" } }"""),
            ("shop/package-lock.json", "{}"), ("shop/a.js", ""),
        ],
        "python" => [("shop/requirements.txt", "a==1"), ("shop/main.py", "")],
        "ruby" => RubyShapes.Rack,
        "go" => [("shop/go.mod", "module shop"), ("shop/main.go", "package main\n")],
        _ => [("shop/index.html", "")],
    };
}
