using ContainerGuard.Analysis;
using ContainerGuard.Building;
using ContainerGuard.Context;
using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

public sealed class SpaTests
{
    public static TheoryData<string> ShapeNames => [.. SpaShapes.Names];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void The_text_is_the_reviewed_one(string shape) =>
        Reviewed.ShouldBe("DotNet", shape, GeneratedFile.WithoutHeader(SpaShapes.Write(SpaShapes.Of(shape)).Dockerfile));

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void No_rule_at_any_level_has_a_finding(string shape)
    {
        var generated = SpaShapes.Write(SpaShapes.Of(shape));
        var ignore = IgnoreFile.Parse(generated.IgnoreFile);
        var facts = new FileFacts
        {
            Today = new DateOnly(2026, 11, 22),
            TargetFramework = "net10.0",
            Context = new BuildContext(SpaShapes.FilesOf(shape), Project.Context, ignore),
        };

        ignore.Invalid.ShouldBeEmpty();
        GeneratedImage.Of(generated.Dockerfile).Findings(facts).ShouldBeEmpty();
    }

    [Fact]
    public void What_Node_js_builds_on_this_machine_is_not_sent_and_its_manifests_are()
    {
        var ignore = IgnoreFile.Parse(SpaShapes.Write(SpaShapes.Of("spa template")).IgnoreFile);

        ignore.IsIgnored("web/ClientApp/dist/index.html").ShouldBeTrue();
        ignore.IsIgnored("web/ClientApp/node_modules/vite/index.js").ShouldBeTrue();
        ignore.IsIgnored("web/ClientApp/package-lock.json").ShouldBeFalse();
        ignore.IsIgnored("web/ClientApp/src/main.ts").ShouldBeFalse();
    }

    [Fact]
    public void Credentials_of_its_registry_are_a_secret_of_the_build()
    {
        var plan = SpaShapes.Of("spa javascript project");

        IgnoreFile.Parse(SpaShapes.Write(plan).IgnoreFile).IsIgnored("web.client/.npmrc").ShouldBeTrue();
        BuildCommand.Text(ImageBuild.Of(plan, "/repo/Dockerfile"), BuildTool.Docker, forWindows: false)
            .ShouldContain(" --secret id=npmrc,src=/repo/web.client/.npmrc ");
    }

    [Theory]
    [InlineData(
        """<Target Name="T"><Exec Command="npm run build" WorkingDirectory="app" Condition=" '$(DOTNET_RUNNING_IN_CONTAINER)' != 'true' " /></Target>""")]
    [InlineData(
        """<Target Name="T" Condition="'$(Configuration)' == 'Debug'"><Exec Command="npm run build" WorkingDirectory="app" /></Target>""")]
    [InlineData("""<Target Name="T"><Exec Command="npm ci &amp;&amp; node --version" WorkingDirectory="app" /></Target>""")]
    [InlineData("""<Target Name="T"><Exec Command="dotnet tool restore" WorkingDirectory="app" /></Target>""")]
    public void What_does_not_build_in_an_image_gets_no_stage(string target)
    {
        var plan = SpaShapes.WithTarget(target, ("web/app/package.json", SpaShapes.Manifest));

        GeneratedImage.Of(plan).Stages.Select(static stage => stage.Name).ShouldBe(["build", "final"]);
    }

    [Theory]
    [InlineData(
        """<Target Name="T"><Exec Command="npm run build" WorkingDirectory="$(Elsewhere)" /></Target>""",
        "The target 'T' runs 'npm run build', whose folder depends on MSBuild properties that are not set")]
    [InlineData(
        """<Target Name="T"><Exec Command="npm run $(Script)" WorkingDirectory="app" /></Target>""",
        "The target 'T' runs 'npm run $(Script)', whose command depends on MSBuild properties that are not set")]
    [InlineData(
        """<Target Name="T"><Exec Command="node tools/version.js" /></Target>""",
        "The target 'T' runs 'node tools/version.js' in /repo/web, which has no package.json")]
    [InlineData(
        """<Target Name="T"><Exec Command="npm run build" WorkingDirectory="app" /></Target>""",
        "/repo/web/app: package.json has dependencies, but package-lock.json does not exist")]
    [InlineData(
        """<Target Name="T"><Exec Command="npm run build" WorkingDirectory="../../other" /></Target>""",
        "/other is outside the build context")]
    public void What_cannot_be_built_is_said_with_the_way_out(string target, string expected)
    {
        var plan = SpaShapes.WithTarget(target, ("web/app/package.json", SpaShapes.Manifest));

        plan.Problem().ShouldNotBeNull().ShouldStartWith(expected);
    }

    [Fact]
    public void A_Windows_container_is_made_of_what_was_published_outside()
    {
        var project = SpaShapes.Web() with { SpaRoot = "ClientApp", RuntimeIdentifier = "win-x64" };

        SpaShapes.Plan(project, SpaShapes.FilesOf("spa template"))
            .Problem().ShouldNotBeNull().ShouldContain("ContainerGuardLayout=publish");
        SpaShapes.Plan(project with { PublishDirectory = "/repo/web/out" }, SpaShapes.FilesOf("spa template")).Problem().ShouldBeNull();
    }
}
