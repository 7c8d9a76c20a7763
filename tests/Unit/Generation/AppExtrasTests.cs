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

    /// <summary>
    /// Applications of each stack that has a shell and apt-get in the image that ships: the first stage with its base, and what is around
    /// the command in the stage that builds.
    /// </summary>
    public static TheoryData<string, string, string, string, string?> Stacks => new()
    {
        { "node", "base", "node:24", "COPY shop ./", "RUN npm run build && rm -rf node_modules" },
        { "python", "build", "python:3.14-slim", "/bin/python install -r requirements.txt", null },
        { "ruby", "build", "ruby:4.0", "COPY --chmod=555 shop/ ./", null },
        { "go", "build", "golang:1.27", "COPY shop/ ./", "ARG TARGETOS" },
    };

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Packages_come_first_and_the_rest_when_the_files_are_there(
        string stack, string firstStage, string firstBase, string before, string? after)
    {
        // Distroless has neither a shell nor apt-get.
        var project = App.Of(
            stack) with { FinalExtras = Final, BuildExtras = Build, ContainerBaseImage = stack == "go" ? "registry.corp/debian:13" : "" };

        var image = GeneratedImage.Of(App.Plan(project, Files(stack)));

        var final = image.Stage("final");
        ShouldBeginWith(final, "tini");
        final.Steps[1].ShouldBe("ENV BEGUN=1");
        final.Steps[2].ShouldStartWith("COPY ");
        ShouldEndBeforeTheUser(final);
        final.Around("RUN echo made > /made").ShouldBe(("COPY shop/motd.txt /etc/motd", "ENV ENDED=1"));

        var first = image.Stage(firstStage);
        first.Base.ShouldBe(firstBase);
        first.RunsOnBuilder.ShouldBe(stack == "go");
        ShouldBeginWith(first, "cmake");

        var build = image.Stage("build");
        var made = build.Around("RUN make");
        made.Before.ShouldNotBeNull().ShouldEndWith(before);
        made.After.ShouldBe(after);
        build.Runs.Single(static run => run.Commands is ["make"]).Comment.ShouldBe("Made.");
    }

    [Fact]
    public void A_static_site_is_given_them_as_root_and_served_as_its_own_user()
    {
        var plan = App.Plan(App.Of("static") with { FinalExtras = Final with { AptPackages = [] } }, Files("static"));
        var image = GeneratedImage.Of(plan);
        var final = image.Stage("final");

        plan.Dockerfile().ShouldContain("\n# The next steps run as root. The user of the app is set at the end (CG3001).\nUSER 0\n");
        image.Base.ShouldEndWith("-alpine");
        final.Steps.Take(2).ShouldBe(["USER 0", "ENV BEGUN=1"]);
        ShouldEndBeforeTheUser(final);
        final.Around("ENV ENDED=1").ShouldBe(("RUN echo made > /made", "EXPOSE 8080"));
        image.User.ShouldBe("101");
    }

    [Fact]
    public void A_person_may_name_another_version_of_what_a_gem_needs()
    {
        var image = GeneratedImage.Of(App.Plan(App.Of("ruby") with
        {
            FinalExtras = new StageExtras { AptPackages = ["libpq5=17.6-0+deb13u1", "curl=8.*"] },
        }, RubyShapes.Rails));

        image.Stage("final").Command("apt-get", "install").ShouldBe(
            ["apt-get", "install", "-y", "--no-install-recommends", "'curl=8.*'", "libpq5=17.6-0+deb13u1", "'libvips42t64=8.16.*'"]);
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

    /// <summary>Asserts that the first instruction installs a package.</summary>
    private static void ShouldBeginWith(GeneratedStage stage, string package)
    {
        stage.Steps[0].ShouldStartWith("RUN apt-get update && ");
        stage.Runs[0].Comment.ShouldBe("No recommended packages, and no package lists in the layer (CG5011, CG5012).");
        stage.Runs[0].Commands.ShouldBe(
            ["apt-get update", $"apt-get install -y --no-install-recommends {package}", "rm -rf /var/lib/apt/lists/*"]);
    }

    /// <summary>Asserts that the additions of the end run while the user is still root.</summary>
    private static void ShouldEndBeforeTheUser(GeneratedStage final)
    {
        final.Runs.Single(static run => run.Commands is ["echo made > /made"]).Comment.ShouldBe("Note the build.");
        final.Steps.SkipWhile(static step => step != "ENV ENDED=1")
            .ShouldContain(static step => step.StartsWith("USER ", StringComparison.Ordinal));
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
