using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Tests.Support;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>The settings of the project's own image build reach the check, and its registries the requests.</summary>
public sealed class ProjectBuildTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private string Project => _folder.Combine("a.proj");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arguments_target_and_contexts_are_read_in_each_form()
    {
        var options = Read(CommonItems.Of(Project)
            .With(
                "BuildOptions",
                "--target=first\n--target\nsecond\n--build-arg A=1\n--build-arg=B=x=y\n--build-context c=docker-image://d:1")
            .With("BuildArguments", "E=1;2")
            .With("BuildArgumentNames", "E\nF\nG"));

        options.Target.ShouldBe("second");
        options.BuildArguments.ShouldBe(
            new Dictionary<string, string> { ["A"] = "1", ["B"] = "x=y", ["E"] = "1;2", ["F"] = "from F" }, ignoreOrder: true);
        options.Contexts.Of("c").ShouldBe("d:1");
        Read(CommonItems.Of(Project)).ShouldBeSameAs(ModelOptions.Default);
    }

    [Fact]
    public void The_check_judges_the_image_and_the_stage_that_the_build_uses()
    {
        _folder.Write("Dockerfile", "ARG BASE=scratch\nFROM $BASE AS first\nUSER 0\nCMD [\"a\"]\nFROM scratch\nUSER 1000\nCMD [\"a\"]\n");
        _folder.Write("other/Dockerfile", "ARG BASE=scratch\nFROM $BASE\n");

        Findings().ShouldNotContain("CG3001 Dockerfile 3");
        var findings = Findings(item => item.With("BuildOptions", "--target=first").With("BuildArguments", "BASE=evil.example/x:1"));

        findings.ShouldContain("CG3001 Dockerfile 3");
        findings.Count(static finding => finding.StartsWith("CG2003", StringComparison.Ordinal))
            .ShouldBe(1, "the other file has another build");
    }

    [Theory]
    [InlineData("podman", false)]
    [InlineData("", true)]
    public void The_tool_decides_which_ignore_file_counts(string tool, bool isReported)
    {
        _folder.Write("Dockerfile", "FROM scratch\nCOPY . /a\n");
        _folder.Write(".containerignore", ".npmrc\n");
        _folder.Write(".npmrc", "//registry.example/:_authToken=npm_abc");

        Findings(item => item.With("BuildTool", tool)).Any(static finding => finding.StartsWith("CG4004", StringComparison.Ordinal))
            .ShouldBe(isReported);
    }

    [Fact]
    public void Only_registries_that_the_project_names_are_its_own()
    {
        var item = CommonItems.Of(Project).With("ContainerRegistry", "push.corp").With("ContainerBaseImage", "base.corp:5000/a/b:1")
            .With("TrustedRegistries", "*.trusted.corp");
        var mirror = new TaskItem("docker.io");
        mirror.SetMetadata("Registry", "mirror.corp/hub");
        var registries = new ProjectRegistries(new CommonItem(item), [mirror], [new TaskItem("insecure.corp:80")]);

        foreach (var host in (string[])["push.corp", "base.corp:5000", "mirror.corp", "insecure.corp:80", "a.trusted.corp"])
        {
            registries.Name(host).ShouldBeTrue(host);
        }

        registries.Name("evil.example").ShouldBeFalse();
        registries.MayAsk(ImageReference.Parse("a.trusted.corp/x:1")).ShouldBeTrue();
        registries.MayAsk(ImageReference.Parse("mirror.corp/hub/x:1")).ShouldBeTrue();
        registries.MayAsk(ImageReference.Parse("evil.example/x:1")).ShouldBeFalse();
        new ProjectRegistries(new CommonItem(CommonItems.Of(Project)), [], []).MayAsk(ImageReference.Parse("any.example/x:1"))
            .ShouldBeTrue();
    }

    private static ModelOptions Read(ITaskItem item) => ProjectBuild.Of(new CommonItem(item), static name => name == "F" ? "from F" : null);

    private List<string> Findings(Func<ITaskItem, ITaskItem>? change = null)
    {
        var engine = new RecordingEngine();
        var item = CommonItems.Of(Project, contextIsGiven: true);
        new CheckDockerfiles
        {
            BuildEngine = engine,
            Common = change?.Invoke(item) ?? item,
            Dockerfiles =
            [
                new TaskItem("Dockerfile"),
                .. File.Exists(_folder.Combine("other", "Dockerfile")) ? [new TaskItem("other/Dockerfile")] : Array.Empty<TaskItem>(),
            ],
            Level = "all",
        }.Execute();
        return engine.Findings;
    }
}
