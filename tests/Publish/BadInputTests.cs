using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>Bad input gets one clear diagnostic and exit code 1; nothing a person wrote is lost.</summary>
public sealed class BadInputTests(PublishedPackage package)
{
    [Fact]
    public async Task A_folder_named_Dockerfile()
    {
        using var workspace = package.Locked();
        var app = workspace.Web();
        Directory.CreateDirectory(app.Combine("Dockerfile"));

        var error = await OnlyErrorOf(app);

        error.Code.ShouldBe("CG0004");
        error.Message.ShouldContain("it is a folder");
    }

    [Fact]
    public async Task A_Dockerfile_that_the_project_names_and_nobody_wrote()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Item("ContainerGuardDockerfile", "docker/Dockerfile");

        var error = await OnlyErrorOf(app);

        error.Code.ShouldBe("CG0004");
        error.Message.ShouldContain("does not exist");
    }

    [Theory]
    [InlineData("{ \"version\": 1, \"images\": {", "CG0020")]
    [InlineData("<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n", "CG0020")]
    [InlineData("{ \"version\": 999, \"images\": {} }", "CG0021")]
    public async Task A_lock_file_that_cannot_be_used_is_named_and_kept(string text, string code)
    {
        using var workspace = package.Locked();
        workspace.Write("containerguard.lock.json", text);

        var error = await OnlyErrorOf(workspace.Web());

        error.Code.ShouldBe(code);
        error.File.ShouldEndWith("containerguard.lock.json");
        workspace.Read("containerguard.lock.json").ShouldBe(text);
    }

    [Fact]
    public async Task No_registry_and_no_lock_file_is_one_error_with_the_host_and_the_three_ways_out()
    {
        using var workspace = package.Locked();
        File.Delete(workspace.Combine("containerguard.lock.json"));

        // Port 9 is 'discard': nothing listens there.
        var app = workspace.Web().Mirror("mcr.microsoft.com", "127.0.0.1:9/mcr");
        var error = await OnlyErrorOf(app);

        error.Code.ShouldBe("CG0010");
        error.Message.ShouldContain("127.0.0.1:9");
        error.Message.ShouldContain("containerguard.lock.json");
        error.Message.ShouldContain("ContainerGuardPinning");
        error.Message.ShouldContain("ContainerGuardGenerateOnPublish");
        File.Exists(workspace.Combine("containerguard.lock.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task No_registry_where_pinning_is_preferred_is_one_warning_and_the_generated_file_gets_no_other()
    {
        using var workspace = package.Locked();
        File.Delete(workspace.Combine("containerguard.lock.json"));

        var result = (await workspace.Web()
            .Mirror("mcr.microsoft.com", "127.0.0.1:9/mcr").Property("ContainerGuardPinning", "prefer").Publish()).ShouldSucceed();

        result.Warnings.ShouldHaveSingleItem(result.Output).Code.ShouldBe("CG0010");
    }

    [Fact]
    public async Task A_target_that_is_named_may_write_the_lock_file_in_CI_and_a_publish_may_not()
    {
        using var workspace = package.Locked();
        workspace.Write("containerguard.lock.json", Workspaces.LockFile());
        var app = workspace.Web().Mirror("mcr.microsoft.com", "127.0.0.1:9/mcr");

        // Nothing listens there, so a request proves that the lock file was allowed to change.
        var pin = (await app.Target("ContainerGuardPin", "-p:ContinuousIntegrationBuild=true")).ShouldFail();
        var publish = (await app.Publish("-p:ContinuousIntegrationBuild=true")).ShouldFail();
        var locked =
            (await app.Target("ContainerGuardPin", "-p:ContinuousIntegrationBuild=true", "-p:ContainerGuardLocked=true")).ShouldFail();

        pin.Errors.ShouldHaveSingleItem(pin.Output).Code.ShouldBe("CG0010");
        var error = publish.Errors.ShouldHaveSingleItem(publish.Output);
        error.Code.ShouldBe("CG0022");
        error.Message.ShouldEndWith("Run 'dotnet build -t:ContainerGuardPin', and commit containerguard.lock.json.");
        var refused = locked.Errors.ShouldHaveSingleItem(locked.Output);
        refused.Code.ShouldBe("CG0022");
        refused.Message.ShouldContain("dotnet build -t:ContainerGuardPin -p:ContainerGuardLocked=false");
    }

    [Fact]
    public async Task Offline_with_an_image_that_is_not_locked()
    {
        using var workspace = package.Locked();
        workspace.Write("containerguard.lock.json", Workspaces.LockFile());

        var error = await OnlyErrorOf(workspace.Web().Property("ContainerGuardOffline", "true"));

        error.Code.ShouldBe("CG0023");
    }

    [Fact]
    public async Task Locked_mode_with_a_lock_file_that_would_change()
    {
        using var workspace = package.Locked();
        workspace.Write("containerguard.lock.json", Workspaces.LockFile());

        var error = await OnlyErrorOf(workspace.Web().Property("ContainerGuardLocked", "true"));

        error.Code.ShouldBe("CG0022");
        workspace.Read("containerguard.lock.json").ShouldBe(Workspaces.LockFile());
    }

    [Fact]
    public async Task A_lock_file_that_lacks_an_image_is_no_reason_to_stop_where_pinning_is_only_preferred()
    {
        using var workspace = package.Locked();
        workspace.Write("containerguard.lock.json", Workspaces.LockFile());
        var app = workspace.Web().Property("ContainerGuardOffline", "true").Property("ContainerGuardPinning", "prefer");

        var result = (await app.Publish()).ShouldSucceed();

        result.Warnings.ShouldContain(warning => warning.Code == "CG0023");
        app.Read("obj/container/Dockerfile").ShouldContain("FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build");
    }

    private static async Task<BuildDiagnostic> OnlyErrorOf(TestProject app)
    {
        var result = (await app.Publish()).ShouldFail();
        result.ExitCode.ShouldBe(1, result.Output);
        result.Output.ShouldNotContain("   at ", Case.Sensitive, "a stack trace");
        return result.Errors.ToArray().ShouldHaveSingleItem(result.Output);
    }
}
