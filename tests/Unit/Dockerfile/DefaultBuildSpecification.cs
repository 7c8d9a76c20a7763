using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Tests.Unit.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Dockerfile;

/// <summary>Images and users are judged by the values of the build: the defaults, or those that the project's own build gives.</summary>
public sealed class DefaultBuildSpecification
{
    [Theory]
    [InlineData("ARG BASE\nFROM ${BASE:-alpine:3.20}\n", "alpine:3.20")]
    [InlineData("ARG BASE\nFROM ${BASE-alpine:3.20}\n", "alpine:3.20")]
    [InlineData("FROM ${BASE:-alpine:3.20}\n", "alpine:3.20")]
    [InlineData("ARG PREFIX\nFROM ${PREFIX}alpine\n", "alpine")]
    [InlineData("ARG PREFIX=\nFROM ${PREFIX}alpine\n", "alpine")]
    [InlineData("FROM ${PREFIX}alpine\n", "alpine")]
    [InlineData("ARG TAG\nFROM alpine$TAG\n", "alpine")]
    [InlineData("ARG A\nARG B=${A:-evil.example/x}\nFROM $B:1\n", "evil.example/x:1")]
    public void A_base_image_is_that_of_a_build_without_arguments(string text, string reference)
    {
        var use = Model(text).Images.ShouldHaveSingleItem();

        use.IsKnown.ShouldBeTrue();
        use.Reference.ShouldBe(reference);
        Check.Findings(text, "CG2003").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("ARG U\nUSER ${U:-root}")]
    [InlineData("USER ${U:-root}")]
    [InlineData("USER ${U-0}")]
    [InlineData("ARG U\nUSER $U")]
    [InlineData("ARG U\nUSER ${U}")]
    [InlineData("ARG U\nARG G\nUSER $U$G")]
    public void A_user_that_is_root_without_arguments_is_root(string user) =>
        Image($"FROM corp.example/base:1\n{user}\nCMD [\"app\"]\n").RunsAsRoot.ShouldBe(true);

    [Theory]
    [InlineData("ARG U\nUSER ${U:-app}", false)]
    [InlineData("ARG U=root\nUSER ${U:-app}", true)]
    [InlineData("ENV U=app\nUSER ${U:-root}", false)]
    [InlineData("USER $U", null)]
    [InlineData("USER $APP_UID", null)]
    [InlineData("USER ${APP_UID}", null)]
    public void Only_a_value_of_the_file_is_known(string user, bool? isRoot) =>
        Image($"FROM corp.example/base:1\n{user}\nCMD [\"app\"]\n").RunsAsRoot.ShouldBe(isRoot);

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", "USER $APP_UID")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:9.0", "ARG APP_UID\nUSER $APP_UID")]
    public void The_images_of_NET_set_their_user(string image, string user) =>
        Image($"FROM {image}\n{user}\nENTRYPOINT [\"app\"]\n").RunsAsRoot.ShouldBe(false);

    [Fact]
    public void Arguments_of_the_projects_own_build_replace_the_defaults()
    {
        var model = Model("ARG BASE=alpine:3.20\nFROM $BASE\n", new ModelOptions
        {
            BuildArguments = new Dictionary<string, string> { ["BASE"] = "evil.example/x:1" },
        });

        model.Images.ShouldHaveSingleItem().Reference.ShouldBe("evil.example/x:1");
    }

    [Theory]
    [InlineData("base=docker-image://evil.example/x:1", "evil.example/x:1")]
    [InlineData("alpine=docker-image://evil.example/x:1", "alpine:3.20")]
    [InlineData("alpine:3.20=docker-image://evil.example/x:1", "evil.example/x:1")]
    [InlineData("docker.io/library/alpine:3.20=docker-image://evil.example/x:1", "evil.example/x:1")]
    public void A_context_of_the_build_replaces_an_image_or_a_stage(string context, string reference)
    {
        var text = context.StartsWith("base", StringComparison.Ordinal) ? "FROM base\n" : "FROM alpine:3.20\n";

        Model(text, WithContext(context)).Images.ShouldHaveSingleItem().Reference.ShouldBe(reference);
    }

    [Fact]
    public void A_context_replaces_the_sources_of_copies_and_a_folder_is_no_image()
    {
        const string Text = "FROM alpine:3.20 AS build\nFROM scratch\nCOPY --from=build /a /a\nRUN --mount=from=tools,target=/t /t/x\n";

        Model(Text, WithContext("build=docker-image://evil.example/x:1")).Images.Select(use => use.Reference)
            .ShouldBe(["alpine:3.20", "evil.example/x:1", "tools"]);
        Model(Text, WithContext("tools=../tools")).Images.Select(use => use.Reference).ShouldBe(["alpine:3.20"]);
    }

    [Fact]
    public void The_triggers_of_a_base_image_run_before_the_stage()
    {
        var facts = Check.Facts with
        {
            Locked = _ => new ResolvedImage(
                ImageDigest.Parse("sha256:" + new string('a', 64)), "application/vnd.oci.image.index.v1+json",
                new Dictionary<string, ImageDigest>(),
                new ImageFacts
                {
                    User = "app",
                    WorkingDirectory = "/srv",
                    Command = ["old"],
                    Triggers = ["USER root", "ENV A=b", "WORKDIR x", "EXPOSE 8080", "ENTRYPOINT [\"/run\"]"],
                }),
        };
        const string Text = "FROM corp.example/base:onbuild\n";
        var image = FinalImage.Of(RuleRunnerRead(Text, facts), facts)!;

        image.RunsAsRoot.ShouldBe(true);
        image.Inspected!.Environment.ShouldBe(["A"]);
        image.Inspected.WorkingDirectory.ShouldBe("/srv/x");
        image.Inspected.ExposedPorts.ShouldBe(["8080/tcp"]);
        image.Inspected.Entrypoint.ShouldBe(["/run"]);
        image.Inspected.Command.ShouldBeEmpty();
        Check.Findings(Text, facts).Select(finding => finding.Rule.Id).ShouldContain("CG3002");
    }

    [Theory]
    [InlineData("# syntax=evil.example/frontend:1\nFROM scratch\n", true)]
    [InlineData("# syntax=docker.io/evil/dockerfile:1\nFROM scratch\n", true)]
    [InlineData("# syntax=docker/dockerfile-upstream:master\nFROM scratch\n", true)]
    [InlineData("# syntax=docker/dockerfile:1\nFROM scratch\n", false)]
    [InlineData("# syntax=docker.io/docker/dockerfile:1.7-labs\nFROM scratch\n", false)]
    public void A_frontend_of_others_decides_what_the_build_does_and_is_judged_as_an_image(string text, bool isError) =>
        (Check.Finding(text, "CG2003").Severity == ContainerGuard.Rules.Severity.Error).ShouldBe(isError);

    private static ModelOptions WithContext(string context) => new()
    {
        Contexts = new NamedContexts(new Dictionary<string, string> { [context.Split('=')[0]] = context.Split('=', 2)[1] }),
    };

    private static DockerfileModel Model(string text, ModelOptions? options = null) =>
        DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(text, "Dockerfile")), options);

    private static DockerfileModel RuleRunnerRead(string text, FileFacts facts) =>
        ContainerGuard.Rules.RuleRunner.Read(SourceText.From(text, "Dockerfile"), facts);

    private static FinalImage Image(string text) => FinalImage.Of(Model(text), Check.Facts)!;
}
