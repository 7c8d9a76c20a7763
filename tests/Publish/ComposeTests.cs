using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>Compose files that a project names in <c>ContainerGuardCompose</c>.</summary>
public sealed class ComposeTests(PublishedPackage package)
{
    private const string Digest = "sha256:3333333333333333333333333333333333333333333333333333333333333333";

    [Fact]
    public async Task A_publish_reports_the_images_of_a_stack_as_warnings_and_a_fix_pins_them()
    {
        using var workspace = package.Locked();
        workspace.Write("containerguard.lock.json", Workspaces.LockFile(("team/db:17", Digest, "70")));
        var app = workspace.Web().Property("ContainerGuardGenerateOnPublish", "false").Item("ContainerGuardCompose", "compose.yaml")
            .File("compose.yaml", "services:\n  db:\n    image: 'team/db:17' # data\n  cache:\n    image: team/cache\n");

        var published = (await app.Publish()).ShouldSucceed();
        var fix = await app.Target("ContainerGuardFix", "-p:ContainerGuardOffline=true");

        published.Errors.ShouldBeEmpty();
        published.Warnings.Select(static warning => (Path.GetFileName(warning.File), warning.Line, warning.Code)).Order().ShouldBe(
            [("compose.yaml", 3, "CG2003"), ("compose.yaml", 5, "CG2001"), ("compose.yaml", 5, "CG2003")]);
        fix.Errors.ShouldHaveSingleItem().Code.ShouldBe("CG0023");
        app.Read("compose.yaml").ShouldBe(
            $"services:\n  db:\n    image: 'team/db:17@{Digest}' # data\n  cache:\n    image: team/cache\n");
    }

    [Fact]
    public async Task A_compose_file_that_does_not_exist_is_one_error()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Item("ContainerGuardCompose", "missing.yaml");

        var error = (await app.Target("ContainerGuardCheck")).ShouldFail().Diagnostics.ShouldHaveSingleItem();

        (error.Code, Path.GetFileName(error.File)).ShouldBe(("CG0004", "missing.yaml"));
        error.Message.ShouldContain("compose file");
    }
}
