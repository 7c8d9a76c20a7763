using ContainerGuard.Context;

namespace ContainerGuard.Tests.Unit.Context;

/// <summary>The contexts of many Dockerfiles in one repository.</summary>
public sealed class BuildContextsTests
{
    [Fact]
    public void The_file_named_after_the_Dockerfile_comes_before_the_one_in_the_root()
    {
        var files = new MemoryFileSystem(("/repo/.dockerignore", "shared"), ("/repo/src/Dockerfile.dockerignore", "own"));
        var contexts = new BuildContexts(files, "/repo");

        contexts.Of("/repo/src/Dockerfile").IgnoreFile!.Patterns.Select(pattern => pattern.Text).ShouldBe(["own"]);
        contexts.Of("/repo/Dockerfile").IgnoreFile!.Patterns.Select(pattern => pattern.Text).ShouldBe(["shared"]);
        new BuildContexts(files, "/other").Of("/other/Dockerfile").IgnoreFile.ShouldBeNull();
    }

    [Fact]
    public void Dockerfiles_that_share_an_ignore_file_share_one_walk()
    {
        var files = new MemoryFileSystem(("/repo/.dockerignore", "x"), ("/repo/a/.env", ""), ("/repo/b/Dockerfile.dockerignore", "y"));
        var contexts = new BuildContexts(files, "/repo");

        var (one, other, own) = (contexts.Of("/repo/a/Dockerfile"), contexts.Of("/repo/Dockerfile"), contexts.Of("/repo/b/Dockerfile"));
        other.ShouldBeSameAs(one);
        own.ShouldNotBeSameAs(one);
        one.SensitiveFiles.Select(file => file.Path).ShouldBe(["a/.env"]);
        files.Lists.Count(path => path == "/repo").ShouldBe(1);
        other.SensitiveFiles.Count.ShouldBe(1);
        files.Lists.Count(path => path == "/repo").ShouldBe(1);
    }

    [Fact]
    public void A_context_is_certain_where_it_is_given_or_the_Dockerfile_lies_in_its_root()
    {
        var files = new MemoryFileSystem();

        IsCertain(new BuildContexts(files, "/repo/"), "/repo/Dockerfile").ShouldBeTrue();
        IsCertain(new BuildContexts(files, "/repo"), "/repo/src/Dockerfile").ShouldBeFalse();
        IsCertain(new BuildContexts(files, "/repo", "ContainerGuardContext"), "/repo/src/Dockerfile").ShouldBeTrue();

        static bool IsCertain(BuildContexts contexts, string dockerfile) => contexts.For(dockerfile, static () => []).Choice.IsCertain;
    }

    [Fact]
    public void The_setting_of_a_Dockerfile_names_its_context()
    {
        var files = new MemoryFileSystem(("/repo/svc/.dockerignore", "own"), ("/repo/.dockerignore", "shared"));
        var contexts = new BuildContexts(
            files, "/repo", named: new Dictionary<string, string> { ["/repo/docker/Dockerfile"] = "/repo/svc" });

        var (context, choice) = contexts.For("/repo/docker/Dockerfile", static () => []);

        choice.IsCertain.ShouldBeTrue();
        choice.Setting.ShouldBe("the metadata Context of ContainerGuardDockerfile");
        context.Root.ShouldBe("/repo/svc");
        context.IgnoreFile!.Patterns.Select(pattern => pattern.Text).ShouldBe(["own"]);
    }
}
