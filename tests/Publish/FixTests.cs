using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>Fixing: the file as a person would have edited it, or the difference alone.</summary>
public sealed class FixTests(PublishedPackage package)
{
    private const string Before = "FROM scratch\r\n# as the vendor writes it\r\nENV A b\r\nUSER 10001\r\n";

    [Fact]
    public async Task A_dry_run_shows_the_difference_and_writes_nothing()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Before);

        var output =
            (await app.DotNet("build", "-t:ContainerGuardFix", "-p:ContainerGuardFixDryRun=true", "-p:ContainerGuardFixRules=CG1016"))
                .ShouldSucceed().Output;

        output.ShouldContain("-ENV A b");
        output.ShouldContain("+ENV A=b");
        output.ShouldContain("would fix CG1016");
        app.Read("Dockerfile").ShouldBe(Before);
    }

    [Fact]
    public async Task A_fix_edits_what_it_says_and_keeps_comments_and_line_endings()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Before);

        (await app.DotNet("build", "-t:ContainerGuardFix", "-p:ContainerGuardFixRules=CG1016")).ShouldSucceed().Output.ShouldContain(
            "fixed CG1016");
        var fixedText = app.Read("Dockerfile");
        (await app.DotNet("build", "-t:ContainerGuardFix", "-p:ContainerGuardFixRules=CG1016")).ShouldSucceed().Output.ShouldContain(
            "nothing to fix");

        fixedText.ShouldBe(Before.Replace("A b", "A=b", StringComparison.Ordinal));
        app.Read("Dockerfile").ShouldBe(fixedText);
    }

    [Fact]
    public async Task What_must_not_be_sent_gets_its_line_in_the_ignore_file()
    {
        using var workspace = package.Locked();
        var app =
            workspace.Web().File(".git/config", "").File(".dockerignore", "bin\nobj").File("Dockerfile", "FROM scratch\nCOPY . /app\n");

        var shown =
            (await app.DotNet("build", "-t:ContainerGuardFix", "-p:ContainerGuardFixDryRun=true", "-p:ContainerGuardFixRules=CG4004"))
                .ShouldSucceed().Output;
        var untouched = app.Read(".dockerignore");
        (await app.DotNet("build", "-t:ContainerGuardFix", "-p:ContainerGuardFixRules=CG4004")).ShouldSucceed().Output.ShouldContain(
            "fixed CG4004");

        shown.ShouldContain("+.git");
        untouched.ShouldBe("bin\nobj");
        app.Read(".dockerignore").ShouldBe("bin\nobj\n.git\n");
        app.Read("Dockerfile").ShouldBe("FROM scratch\nCOPY . /app\n");
    }

    [Fact]
    public async Task Without_a_registry_the_other_findings_are_fixed_and_the_image_is_an_error()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Mirror("docker.io", "127.0.0.1:9/hub").File("Dockerfile", "FROM alpine:3.24\nENV A b\nUSER 10001\n");

        var result = (await app.Target("ContainerGuardFix")).ShouldFail();

        result.Errors.ShouldHaveSingleItem(result.Output).Code.ShouldBe("CG0010");
        result.Output.ShouldContain("fixed CG1016");
        app.Read("Dockerfile").ShouldBe("FROM alpine:3.24\nENV A=b\nUSER 10001\n");
    }

    [Fact]
    public async Task A_rule_that_does_not_exist_is_one_error()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Before);

        var result = await app.DotNet("build", "-t:ContainerGuardFix", "-p:ContainerGuardFixRules=CG9876");

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldContain("CG0003");
        result.Output.ShouldContain("'CG9876'");
        app.Read("Dockerfile").ShouldBe(Before);
    }
}
